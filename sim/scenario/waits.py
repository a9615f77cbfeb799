"""Waits: what Erlang A or C gives with the agents on duty, beside the waits that were measured.

Interval by interval, weighed by volume, only for a queue to which the formulas apply plainly: agents of its
own, first come first served, one patience. Nothing is simulated. Sources: `sim.theory.staffing`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from math import inf, sqrt
from typing import TYPE_CHECKING, NamedTuple

from sim.distributions.base import law
from sim.policies.line import Line as Standing
from sim.scenario.capacity import Interval, intervals_of, serving, work_of
from sim.scenario.contradictions import offered_per_day
from sim.scenario.crosschecks.base import Finding
from sim.scenario.hanging_on import matched_patience
from sim.scenario.model import Scenario
from sim.scenario.observed import Measured
from sim.scenario.taking import at_work_of
from sim.scenario.under import under

if TYPE_CHECKING:
    from sim.theory.staffing import Figures

GAPS: Mapping[str, float] = {"service_level": 0.05, "abandoned": 0.05, "asa": 15.0}
"""The figures that are compared, the first that was measured; and how far off each has to be besides what the
errors explain (assumption)."""
BETTER = {"service_level": 1.0, "abandoned": -1.0, "asa": -1.0}
FAR = 3.0
"""Errors by which a figure has to be off besides (assumption)."""
FEWER, MORE = 0.75, 4.0 / 3.0
"""Shares of the agents with which the measured figure still has to be out of reach (assumption)."""
LOADS = {True: (0.9, 1.1), False: (0.9, 1.4)}
"""Shares of the load that are tried: with volume and handle time measured, and without (assumption)."""
PATIENCES = 0.5, 1.0, 2.0
"""Shares of the patience that are tried: it is often a guess (assumption)."""
HALVINGS, MOST = 24, 8.0
ALIKE = 0.05, 0.5
"""Share of the agents, and agents, up to which another number is no finding (assumption)."""
FEWER_THERE = "do they count people on breaks, on other queues or away (shrinkage)?"
MORE_THERE = "do they leave out people who help? Does volume or handle time hold work of others?"


class Moment(NamedTuple):
    """An interval of the measured days: contacts [per s] and in all, handle time [s], agents, seconds."""

    rate: float
    contacts: float
    handle_time: float
    agents: float
    seconds: float


class Waits(NamedTuple):
    """A measured figure of waits, and what the agents on duty give by the formula.

    agents, load: on average over the time [agents, erlang]. given: the figure that they give. wanted: how
    many would show what was measured, None if no number does. far: -1.0 if so many agents cannot have shown
    it, 1.0 if so few cannot, 0.0 if it may be.
    """

    told: Measured
    formula: str
    load: float
    agents: float
    given: float
    wanted: float | None
    far: float

    @property
    def are_as_many(self) -> bool:
        """Whether about as many agents are on duty as show what was measured."""
        share, few = ALIKE
        return self.wanted is not None and abs(self.wanted - self.agents) <= max(share * self.agents, few)


def staffed(scenario: Scenario) -> list[Finding]:
    """Return a warning where the agents on duty cannot have shown the waits that were measured."""
    found = waits(scenario)
    if found is None or not found.far:
        return []
    got = f"got {_text(found.told, found.told.value)}; allowed about the {_text(found.told, found.given)}"
    why = f"{found.formula} gives for {found.agents:.1f} agents at once and {found.load:.1f} erlang of work"
    text = f"contradicts the agents on duty ({got} that {why}). {asked(found)}"
    return [Finding(("observed", found.told.name), "warning", text)]


def waits(scenario: Scenario) -> Waits | None:
    """Return what the formula gives beside what was measured; None where it does not apply plainly."""
    observed = scenario.observed
    if observed is None or len(scenario.queues) != 1:
        return None
    (queue,) = scenario.queues
    told = {one.name: one for one in observed.measured()}
    name = next((name for name in GAPS if name in told), None)
    policy = observed.policy or scenario.baseline
    own = under(scenario, policy).model_copy(update={"baseline": policy})
    if name is None or not _is_plain(own, queue):
        return None
    moments = list(_moments(own, queue, told))
    return _beside(own, queue, told, told[name], moments) if moments else None


def _is_plain(scenario: Scenario, queue: str) -> bool:
    """Return whether the queue is one line of contacts that wait, with agents who do nothing else."""
    line, policy = scenario.queues[queue], scenario.policies[scenario.baseline]
    beside = (scenario.campaigns, scenario.trunks, scenario.outages, scenario.failures)
    odd = (line.drawn_wait, line.message, line.balking, line.patience_at_most, line.open, line.redial_blocked)
    groups = [scenario.groups[name] for name in serving(scenario, queue)]
    customers = scenario.customers
    patient = [one.patience for one in customers.segments.values()]
    patient += [one.patience for one in customers.marked.values()]
    return (
        line.channel == "voice"
        and line.capacity == "unlimited"
        and not any(beside)
        and all(one is None for one in odd)
        and _waits_in_order(scenario)
        and policy.callback.kind == "none"  # type: ignore[attr-defined]
        and policy.self_service.kind == "none"  # type: ignore[attr-defined]
        and policy.outreach.kind == "none"  # type: ignore[attr-defined]
        and bool(groups)
        and not any(group.overflow or group.missed_rings for group in groups)
        and all(group.presence.kind == "as_rostered" for group in groups)  # type: ignore[attr-defined]
        and not any(one.patience or one.job or one.targets() for one in scenario.contacts.values())
        and all(one == 1.0 for one in patient)
    )


def _waits_in_order(scenario: Scenario) -> bool:
    policy = scenario.policies[scenario.baseline]
    first_come = policy.discipline.kind == "fifo" and not policy.discipline.own_first  # type: ignore[attr-defined]
    return first_come and policy.line == Standing() and policy.routing.waits_for_known() is None


def _moments(scenario: Scenario, queue: str, told: Mapping[str, Measured]) -> Iterator[Moment]:
    """Yield the intervals of the measured days, with the volume and handle time that were measured."""
    clock = scenario.clock
    days = Counter(clock.days_of_run()[clock.warm_up_days :][: clock.days])
    slots = {slot: one for slot, one in intervals_of(clock).items() if slot[0] in days}
    work = work_of(scenario, queue, slots)
    staff = [at_work_of(scenario, group, slots) for group in serving(scenario, queue)]
    counts = [one.by_interval(name, clock, one.scale) for name, one in scenario.contacts.items()]
    calls = {slot: sum(of[slot[0]][slot[1]] for of in counts if of[slot[0]]) for slot in slots}
    total = sum(days[day] * calls[day, index] for day, index in slots)
    busy = sum(days[day] * work[day, index] * _length(slots[day, index]) for day, index in slots)
    if not (total and busy):
        return
    volume, handle = 1.0, 1.0
    if "offered" in told:
        volume = offered_per_day(scenario, told["offered"]).value * sum(days.values()) / total
    if "aht" in told:
        again = told["transferred"].value if "transferred" in told else 0.0
        handle = told["aht"].value * (1.0 + again) * total / busy
    for slot, one in slots.items():
        if calls[slot] and work[slot]:
            length, n = _length(one), days[slot[0]]
            talk = handle * work[slot] * length / calls[slot]
            agents = sum(there[slot] for there in staff)
            contacts = volume * calls[slot]
            yield Moment(contacts / length, n * contacts, talk, agents, n * length)


def _length(one: Interval) -> float:
    return one.end - one.start


def _beside(
    scenario: Scenario, queue: str, told: Mapping[str, Measured], figure: Measured, moments: Sequence[Moment]
) -> Waits:
    line, side = scenario.queues[queue], BETTER[figure.name]
    patience = matched_patience(law(line.patience), line.service_level.within)
    spread = _spread(scenario)
    given = _formula(moments, figure.name, line.service_level.within, spread)
    gap = max(GAPS[figure.name], FAR * figure.error)
    tried = [None] if patience is None else [share * patience for share in PATIENCES]
    low, high = LOADS[{"offered", "aht"} <= told.keys()]
    if all(side * (given(FEWER, high, one) - figure.value) > gap for one in tried):
        far = -1.0
    elif all(side * (figure.value - given(MORE, low, one)) > gap for one in tried):
        far = 1.0
    else:
        far = 0.0
    seconds = sum(one.seconds for one in moments)
    agents = sum(one.agents * one.seconds for one in moments) / seconds
    load = sum(one.contacts * one.handle_time for one in moments) / seconds
    share = _share(lambda share: side * (given(share, 1.0, patience) - figure.value))
    return Waits(
        figure,
        "Erlang C" if patience is None else "Erlang A",
        load,
        agents,
        given(1.0, 1.0, patience),
        None if share is None else share * agents,
        far,
    )


def _share(over: Callable[[float], float]) -> float | None:
    """Return the least share of the agents with which a figure is no worse than measured; None if none is."""
    low, high = 0.0, MOST
    if over(high) < 0.0:
        return None
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if over(middle) >= 0.0 else (middle, high)
    return high


def _spread(scenario: Scenario) -> float:
    """Return how much volume varies beyond chance, as a coefficient of variation, at most of any type."""
    return max(sqrt(one.day_to_day**2 + one.interval_to_interval**2) for one in scenario.contacts.values())


def _formula(
    moments: Sequence[Moment], name: str, within: float, spread: float
) -> Callable[[float, float, float | None], float]:
    """Return a figure as a function of shares of the agents and of the load, and of mean patience [s].

    Volume that varies is taken at three points (Gauss and Hermite), which have its mean and variance.
    """
    from sim.theory.staffing import Line, figures

    @cache
    def whole(line: Line, agents: float) -> Figures:
        return figures(line, agents, within)

    edge = sqrt(3.0) * spread
    levels = (
        [(1.0, 1.0)] if not spread else [(max(1.0 - edge, 0.01), 1 / 6), (1.0, 2 / 3), (1.0 + edge, 1 / 6)]
    )

    def at(share: float, load: float, patience: float | None) -> float:
        over = base = 0.0
        for one in moments:
            for level, part in levels:
                line = Line(one.rate * load * level, one.handle_time, patience)
                found = whole(line, one.agents * share)
                weight = one.contacts * level * part
                if name == "asa":
                    weight *= 1.0 - found.p_abandon
                over += weight * _value(found, name) if weight else 0.0
                base += weight
        return over / base if base else inf

    return at


def _value(found: Figures, name: str) -> float:
    of = {"service_level": found.service_level, "abandoned": found.p_abandon, "asa": found.asa}
    return of[name]


def asked(found: Waits) -> str:
    """Return how many agents would show what was measured, and where to look."""
    measured = _text(found.told, found.told.value)
    if not found.agents:
        return "Nobody is on duty: write the agents at work as on_duty or shifts."
    if found.wanted is None:
        return f"No number of agents would show {measured}: look at how it is counted."
    wanted, agents = f"{found.wanted:.0f}", f"{found.agents:.0f}"
    if wanted == agents:
        wanted, agents = f"{found.wanted:.1f}", f"{found.agents:.1f}"
    if found.are_as_many or wanted == agents:
        return "That is about as many as it takes: write them hour by hour, as the calls come."
    question = FEWER_THERE if found.wanted < found.agents else MORE_THERE
    return (
        f"About {wanted} agents at once, not {agents}, would show {measured}: look first "
        f"at on_duty or shifts: {question}"
    )


def _text(told: Measured, value: float) -> str:
    if value == inf:
        return "waits without end"
    return f"{100.0 * value:.0f} %" if told.unit == "share" else f"{value:.0f} s"
