"""Compare what was entered with what the baseline's run shows: a planner believes figures that match."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import polars as pl

from sim.kpis.base import ALL
from sim.scenario.model import Scenario
from sim.studies.figures import figures_of
from sim.studies.headcount import paid_fte, staffed
from sim.wording import NONE, short_value

WORK = "If your reports show another handle time than the run, change work until the run agrees"
CHAT = "chat"
Value = Callable[[str, str, str], float | None]


class Compared(NamedTuple):
    """One figure as it was entered and as the run shows it; `remedy`: what to do where they differ.

    margin: share of what was entered, or points of a share, from which on they differ; entered is None
    for what a run shows only.
    """

    what: str
    unit: str
    entered: float | None
    shown: float | None
    margin: float = 0.0
    remedy: str = ""

    @property
    def is_off(self) -> bool:
        """Whether the run shows something else than was entered."""
        if self.entered is None or self.shown is None or not self.remedy:
            return False
        room = self.margin if self.unit == "share" else self.margin * abs(self.entered)
        return abs(self.shown - self.entered) > room


def reconciliation(found: pl.DataFrame, scenario: Scenario) -> list[Compared]:
    """Return what was entered beside what the run shows, under the baseline; nothing where it did not run.

    found: estimates, as `sim.comparison.estimates` gives them.
    """
    here = found.filter((found["scenario"] == scenario.scenario) & (found["policy"] == scenario.baseline))
    if here.is_empty():
        return []
    values = {row[:3]: row[3] for row in here.select("dimension", "member", "kpi", "value").iter_rows()}

    def value(dimension: str, member: str, kpi: str) -> float | None:
        return values.get((dimension, member, kpi))

    repeats = ("Contacts about an issue brought up before", "First-contact resolution (FCR)",
               "First-contact resolution as a repeat window sees it")  # fmt: skip
    shown = zip(repeats, ("recontact_share", "fcr", "fcr_measured"), strict=True)
    return [
        *_volumes(scenario, value),
        *_handle_times(scenario, value),
        *(Compared(words, "share", None, value(ALL, "", kpi)) for words, kpi in shown),
        *_people(scenario, value),
    ]


def remarks(found: pl.DataFrame, scenario: Scenario) -> list[str]:
    """Return one line that names what is off, and what to do; nothing where all is as it was entered."""
    off = [one for one in reconciliation(found, scenario) if one.is_off]
    if not off:
        return []
    parts = [f"{one.what} {as_shown(one)} (by the file {as_entered(one)})" for one in off]
    more = f"; and {len(parts) - 2} more" if len(parts) > 2 else ""
    base = scenario.labels([scenario.baseline])[scenario.baseline]
    said = f"Check with your reports: {base} shows {'; '.join(parts[:2])}{more}."
    return [f"{said} {off[0].remedy}."]


def table(compared: Sequence[Compared]) -> Iterator[str]:
    """Yield the whole comparison as lines."""
    yield f"{'Baseline, entered and shown':52}{'entered':>14}{'run shows':>14}"
    for one in compared:
        mark = "  ≠" if one.is_off else ""
        yield f"{one.what:52}{as_entered(one):>14}{as_shown(one):>14}{mark}"
    yield from (f"≠ {remedy}." for remedy in dict.fromkeys(one.remedy for one in compared if one.is_off))


def as_entered(one: Compared) -> str:
    """Return what was entered, with its unit."""
    return _text(one.entered, one.unit)


def as_shown(one: Compared) -> str:
    """Return what the run shows, with its unit."""
    return _text(one.shown, one.unit)


def _text(value: float | None, unit: str) -> str:
    return NONE if value is None else short_value(value, unit)


def _volumes(scenario: Scenario, value: Value) -> Iterator[Compared]:
    """Yield contacts a day by type: volume that counts offered contacts must come back, repeats included."""
    days = scenario.clock.days_of_run()[scenario.clock.warm_up_days :][: scenario.clock.days]
    for name, contact in scenario.contacts.items():
        by_kind = [sum(counts) for counts in contact.by_interval(name, scenario.clock, contact.scale)]
        if contact.volume is None:
            continue
        entered = sum(by_kind[kind] for kind in days) / len(days)
        offered = value("contact", name, "offered")
        if contact.counts == "offered":
            off = f"Set first_attempts of {name} to the share of its contacts that are first attempts"
            yield Compared(
                f"contacts a day of {name}, repeats included", "per_day", entered, offered, 0.05, off
            )
        else:
            yield Compared(f"new issues a day of {name}; with repeats", "per_day", entered, offered)


def _handle_times(scenario: Scenario, value: Value) -> Iterator[Compared]:
    """Yield the handle time per leg of each queue but chats, which stretch each other."""
    for name, queue in scenario.queues.items():
        kinds = [kind for kind, contact in scenario.contacts.items() if contact.queue == name]
        offered = {kind: value("contact", kind, "offered") or 0.0 for kind in kinds}
        shown, total = value("queue", name, "aht"), sum(offered.values())
        if queue.channel == CHAT or not shown or not total:
            continue
        entered = sum(share * _entered(scenario, kind) for kind, share in offered.items()) / total
        remedy = "" if _is_measured(scenario, name) else WORK
        yield Compared(f"handle time of {name}", "s", entered, shown, 0.1, remedy)


def _is_measured(scenario: Scenario, queue: str) -> bool:
    """Return whether the handle time is measured: then the run is held against that, not against work."""
    own = {one[:3] for one in figures_of(scenario) if one.told.name == "aht"}
    return bool(own & {(scenario.baseline, ALL, ""), (scenario.baseline, "queue", queue)})


def _entered(scenario: Scenario, kind: str) -> float:
    """Return the mean work and after-call work of a contact type [s]."""
    contact = scenario.contacts[kind]
    group = next((name for name, one in scenario.groups.items() if contact.queue in one.skills), "")
    talk = scenario.policies[scenario.baseline].pace.talk_of(group, kind, contact.queue) or contact.work
    return talk.expected() + contact.acw.expected()


def _people(scenario: Scenario, value: Value) -> Iterator[Compared]:
    """Yield full-time equivalents as entered, and shrinkage as entered and as taken, by group."""
    fte = paid_fte(staffed(scenario, scenario.baseline, {}))
    for name, group in scenario.groups.items():
        yield Compared(f"FTE of {name}, paid hours a week / 40", "count", fte[name], None)
        if group.shrinkage:
            taken = value("group", name, "shrinkage_share")
            late = f"Set shrinkage of {name} so that as much is taken as you measured"
            if group.late_breaks == "shortened":
                late += f", or write groups.{name}.late_breaks: made_up"
            yield Compared(f"shrinkage of {name}, as taken", "share", group.shrinkage, taken, 0.02, late)
