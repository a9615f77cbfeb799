"""Choose the few lines that answer the question: goals first, then what moved, then money."""

from __future__ import annotations

from typing import NamedTuple

from sim.answer.told import ABANDONED, LEVEL, Told
from sim.comparison import at_work, headline
from sim.kpis.base import ALL
from sim.quantities import duration_text
from sim.studies.goals import Goal

MOST, FEW = 9, 7
"""Measures in the table at most: of one scenario, of each of several."""
QUEUES = 3
"""Queues whose service level stands in the table at most."""
MONEY = ("cost", "cost_per_resolved", "profit")
FIRST = (
    *("fcr", "csat", "offered", "aht", "occupancy", "engaged_share", "trust_end", "recontact_share"),
    *("resolved_in_day", "agent_seconds_per_resolved", "resolved_share", "cut_share", "paid_repeats"),
)
"""What moved is looked for in this order: issues and customers before the work they make."""
TWINS = {
    **dict.fromkeys(("recontact_share", "resolved_share", "resolved_in_day", "paid_repeats"), "fcr"),
    "agent_seconds_per_resolved": "fcr",
    "trust_end": "engaged_share",
    "cut_share": "aht",
}
"""Measures that say much the same as another one: left out where that one stands in the table."""
SHORT = {"aht": "Handle time", "fcr": "First-contact resolution", "engaged_share": "Engaged customers"}
"""Labels as planners say them, where those of the reference tell more than the first screen needs."""
AS_FAST = "With staff to be as fast"
"""Head of the column of a policy at equal service."""
MOVED = ("better", "worse", "higher", "lower")


class Line(NamedTuple):
    """One line of the table: a measure over all contacts or of one queue; label: its words."""

    kpi: str
    label: str
    dimension: str = ALL
    member: str = ""

    @property
    def goal(self) -> Goal:
        """The measure with its slice."""
        return Goal(self.kpi, dimension=self.dimension, member=self.member)


def chosen(told: Told, most: int = MOST) -> list[Line]:
    """Return six to nine measures in the table's order, `most` at most; fewer are among those of more.

    A measure that nothing was counted for, as where nobody calls, has no line.
    """
    goals = _goals(told)
    money = [kpi for kpi in MONEY if kpi in told.kpis and _is_shown(told, kpi)]
    shown = {line.kpi for line in goals}
    room = most - len(goals) - len(money)
    moved: list[str] = []
    for kpi in _candidates(told):
        if len(moved) < room and kpi not in shown and TWINS.get(kpi) not in (*moved, *shown):
            moved.append(kpi)
    return [*goals, *(Line(kpi, SHORT.get(kpi, told.kpis[kpi].label)) for kpi in (*moved, *money))]


def _goals(told: Told) -> list[Line]:
    several = len(told.scenario.queues) > 1
    lines = {LEVEL: list[Line](), ABANDONED: list[Line]()}
    for one in (one for one in told.targets() if one.kpi in told.kpis):
        what = "Abandoned" if one.kpi == ABANDONED else f"Within {duration_text(one.within)}"
        label = f"{what}{f', {one.queue}' if several else ''} (goal {100.0 * one.share:g} %)"
        lines[one.kpi].append(Line(one.kpi, label, *told.place(one.queue)))
    moves = not told.others or any(told.verdict(p, ABANDONED) != "same" for p in told.others)
    whole = [Line(ABANDONED, told.kpis[ABANDONED].label)] if moves and ABANDONED in told.kpis else []
    return [*lines[LEVEL][:QUEUES], *(lines[ABANDONED][: QUEUES - 1] or whole)]


def _candidates(told: Told) -> list[str]:
    """Return measures that moved under some policy, or the first ones where nothing is compared."""
    work = {kpi: [told.value(p, kpi).value for p in told.policies] for kpi in told.kpis}
    known = [*FIRST, *(kpi for kpi in headline(told.kpis) if kpi not in FIRST), *at_work(work, told.kpis)]
    rest = [kpi for kpi in known if kpi in told.kpis and kpi not in (*MONEY, LEVEL, ABANDONED, "asa")]
    if not told.others:
        return [kpi for kpi in rest if kpi in FIRST]
    moved = [kpi for kpi in rest if any(told.verdict(p, kpi) in MOVED for p in told.others)]
    return [*moved, *(kpi for kpi in ("fcr", "csat", "offered", "aht") if kpi in rest and kpi not in moved)]


def _is_shown(told: Told, kpi: str) -> bool:
    """Return whether a measure of money has something to say: cost always, the rest where it moved."""
    if kpi == "cost":
        return True
    if kpi == "profit":
        return any(told.value(p, "customer_value").value for p in told.policies)
    return any(told.verdict(p, kpi) in MOVED for p in told.others)
