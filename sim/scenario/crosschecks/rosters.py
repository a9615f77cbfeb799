"""Check rosters of named agents: groups that exist, in one place, and hours in which the centre is open."""

from __future__ import annotations

from collections.abc import Iterator

from sim.hours import shared, spans_text
from sim.quantities import show
from sim.scenario.crosschecks.base import Finding, error, known
from sim.scenario.model import Scenario
from sim.scenario.rosters import Team, dates_of


def _rosters(scenario: Scenario) -> Iterator[Finding]:
    on_shift = {group for shift in scenario.shifts.values() for group in shift.staff}
    for name, team in scenario.rosters.items():
        at = ("rosters", name)
        yield from known(at, name, scenario.groups, "group")
        if name in on_shift or name in scenario.on_duty:
            other = "shifts" if name in on_shift else "on_duty"
            wrong = f"is staffed twice (got rosters and {other}; allowed one of them)."
            yield error(at, f"{wrong} Remove one of the two.")
        if not team:
            wrong = "names nobody (got no agents; allowed one or more)."
            yield error(at, f"{wrong} Write agents by name, or a file.")
        for agent in team:
            if not agent or not agent.isprintable():
                wrong = f"is no usable name (got {show(agent)}; allowed one line of plain text)."
                yield error((*at, agent), f"{wrong} Rename it.")
        yield from _dates(scenario, name, team)


def _dates(scenario: Scenario, name: str, team: Team) -> Iterator[Finding]:
    """Refuse agents who work while the centre is closed; warn of a roster that is of other dates."""
    clock, dates = scenario.clock, dates_of(team)
    run = range(clock.first, clock.first + clock.run_days)
    doors = list(zip(*clock.opening(), strict=True))
    for agent, one in team.items():
        for date, duty in one.dates:
            begins = clock.midnight(date)
            spans = [(begins + span.start, begins + span.end) for span in duty.hours]
            if date.toordinal() in run and spans and not any(shared(doors, spans)):
                wrong = f"works when the centre is closed (got {spans_text(duty.hours)}; "
                wrong += f"allowed within {spans_text(clock.hours(date))} on this day)."
                yield error(("rosters", name, agent, date.isoformat()), f"{wrong} Write off, or open then.")
    if dates and not any(date.toordinal() in run for date in dates):
        wrong = f"names no date of the run (got {dates[0]} to {dates[-1]}; allowed {clock.start} and on)."
        text = f"{wrong} All work as on the first of its dates that is the same weekday. Set clock.start."
        yield Finding(("rosters", name), "warning", text)


CHECKS = (_rosters,)
