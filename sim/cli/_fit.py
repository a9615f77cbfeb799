"""Say what a planner must know before believing a run: whether the baseline is theirs, what a day counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from sim.scenario.model import Scenario

FAR = 0.1
"""Share of the entered handle time beyond which the simulated one is told beside it."""


def handle_times(found: pl.DataFrame, scenario: Scenario, baseline: str) -> Iterator[str]:
    """Say where the baseline's handle time per leg of a queue is not what was entered as work and acw.

    found: estimates. Chats are left out: several at once stretch each other.
    """
    here = found.filter((found["scenario"] == scenario.scenario) & (found["policy"] == baseline))
    values = {row[:3]: row[3] for row in here.select("dimension", "member", "kpi", "value").iter_rows()}
    label = scenario.policies[baseline].label or baseline
    for name, queue in scenario.queues.items():
        kinds = [kind for kind, contact in scenario.contacts.items() if contact.queue == name]
        offered = {kind: values.get(("contact", kind, "offered")) or 0.0 for kind in kinds}
        simulated, total = values.get(("queue", name, "aht")), sum(offered.values())
        if queue.channel == "chat" or not simulated or not total:
            continue
        entered = sum(share * _entered(scenario, baseline, kind) for kind, share in offered.items()) / total
        if abs(simulated - entered) > FAR * entered:
            yield (
                f"Handle time of {name} under {label}: {simulated:.0f} s simulated, {entered:.0f} s entered "
                "as work and after-call work. Entered is what an issue needs, simulated what a leg takes "
                "(cuts, referrals, repeats, rapport): set work, and pressure with it, so that the run shows "
                "the handle time and first-contact resolution you measured. README: Fit the baseline first."
            )


def _entered(scenario: Scenario, policy: str, kind: str) -> float:
    """Return the mean work and after-call work of a contact type [s]."""
    contact = scenario.contacts[kind]
    group = next((name for name, one in scenario.groups.items() if contact.queue in one.skills), "")
    talk = scenario.policies[policy].pace.talk_of(group) or contact.work
    return talk.expected() + contact.acw.expected()


def closed_days(scenario: Scenario) -> Iterator[str]:
    """Say how many of the measured days, by which figures per day are divided, are closed."""
    clock = scenario.clock
    kinds = clock.kinds()
    measured = clock.days_of_run()[clock.warm_up_days : clock.warm_up_days + clock.days]
    closed = sum(kinds[day].span is None for day in measured)
    if closed:
        yield f"Figures per day are means over all {clock.days} measured days, {closed} of them closed."
