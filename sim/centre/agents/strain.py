"""Strain: agents who tire by what they do, show it, quit, and are replaced by beginners.

An agent's clock runs only at work. Exhaustion is brought up to date at each answer and whenever the agent
comes or goes, by the occupancy of the shift so far and the pressure of the last conversation. Whoever has had
enough leaves at the end of the shift.
"""

from __future__ import annotations

from sim.centre.agents.learning import begin as begin_to_learn
from sim.centre.agents.person import draw_person, replace
from sim.centre.run import Run
from sim.luck import QUIT
from sim.rules.endurance import endurance
from sim.rules.strain import occupied, quit_hazard, tire, weary_skill, weary_warmth


def draw_endurance(run: Run, agent: int) -> None:
    """Draw what the person who is `agent` bears before quitting."""
    n, strain = run.numbers, run.strains[agent]
    luck = run.draw(QUIT, n.agent_origin[agent], n.entity_of[agent], strain.turn, 0)
    strain.bears = endurance(luck[0])


def tire_out(run: Run, agent: int, now: float) -> None:
    """Bring the exhaustion of `agent` up to `now` [s]."""
    floor, strain = run.floor, run.strains[agent]
    there = floor.signed_seconds[agent] + now - floor.signed_since[agent]
    occupancy = occupied(floor.idle_seconds[agent], there)
    elapsed, strain.tired_until = now - strain.tired_until, now
    strain.exhaustion = tire(run.numbers.strain, strain.exhaustion, occupancy, strain.pressed_by, elapsed)


def press(run: Run, agent: int, pressure: float) -> None:
    """Set the pressure under which `agent` works from now on."""
    run.strains[agent].pressed_by = pressure


def warmth_of(run: Run, agent: int) -> float:
    """Return the warmth of `agent`, who is as weary as may be."""
    return weary_warmth(run.numbers.strain, run.people.warmth[agent], run.strains[agent].exhaustion)


def skill_of(run: Run, agent: int, queue: int) -> float:
    """Return the skill of `agent`, who is as weary as may be, for `queue`."""
    return weary_skill(run.numbers.strain, run.people.skill[agent][queue], run.strains[agent].exhaustion)


def come_or_go(run: Run, agent: int, comes: bool, now: float) -> None:
    """Record that `agent` comes to work, or leaves it."""
    if comes:
        run.strains[agent].tired_until = now
    else:
        tire_out(run, agent, now)


def go_home(run: Run, agent: int, now: float) -> None:
    """Make `agent`, whose shift has just ended, quit if it was enough."""
    strain = run.strains[agent]
    elapsed, strain.looked = now - strain.looked, now
    strain.hazard += quit_hazard(run.numbers.strain, strain.exhaustion, elapsed)
    if strain.hazard >= strain.bears:
        _quit(run, agent, now)


def _quit(run: Run, agent: int, now: float) -> None:
    """Replace `agent` by another person, a beginner, after a while."""
    n, strain = run.numbers, run.strains[agent]
    opens = now + n.strain.replaced_after
    if n.window.opens <= now < n.window.closes:
        strain.quits += 1
    strain.vacant_until = strain.looked = opens
    strain.exhaustion = strain.pressed_by = strain.hazard = 0.0
    strain.turn += 1
    draw_endurance(run, agent)
    replace(run, agent)
    draw_person(run, agent, strain.turn)
    begin_to_learn(run, agent, n.beginners, opens, now)


def is_vacant(run: Run, agent: int, begins: float) -> bool:
    """Return whether nobody holds the position of `agent` at `begins` [s]."""
    return run.numbers.parts.strain and begins < run.strains[agent].vacant_until


def book_vacancy(run: Run, agent: int, begins: float, ends: float) -> None:
    """Count the time [s] that nobody is paid for because the position of `agent` is vacant."""
    window = run.numbers.window
    seconds = min(ends, window.closes) - max(begins, window.opens)
    if seconds > 0.0:
        run.vacant_seconds[run.floor.group[agent]] += seconds
