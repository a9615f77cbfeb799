"""Episode: how conversations felt, and how the whole is judged when the issue closes."""

from __future__ import annotations

from sim.centre.customers.recovery import settle
from sim.centre.run import Run
from sim.codes import Closing
from sim.rules.experience import Scores, by_norm, quality, scores, worst_and_last
from sim.rules.norms import adapted

RESOLVED = int(Closing.RESOLVED)


def feel(run: Run, slot: int, warmth: float, unhurried: float) -> None:
    """Remember how a conversation felt: the worst and the last count."""
    issue = run.issues[slot]
    issue.last_warmth, issue.last_unhurried, issue.told = warmth, unhurried, True
    if warmth < issue.worst_warmth:
        issue.worst_warmth = warmth
    if unhurried < issue.worst_unhurried:
        issue.worst_unhurried = unhurried


def felt(run: Run, slot: int) -> tuple[float, float]:
    """Return the warmth and the unhurried time [s] of all conversations, 0 where there was none."""
    issue = run.issues[slot]
    if not issue.told:
        return 0.0, 0.0
    return worst_and_last(issue.worst_warmth, issue.last_warmth, issue.worst_unhurried, issue.last_unhurried)


def judge(
    run: Run, slot: int, elapsed: float, control: float
) -> tuple[bool, float, tuple[float, float], Scores]:
    """Judge an issue that took `elapsed` [s] as promptness counts it, with `control` over its job.

    Return whether it was as hoped, its quality, what it felt like, and its scores.
    """
    n, issue = run.numbers, run.issues[slot]
    resolved, severity, hoped = issue.closing == RESOLVED, issue.severity, n.hoped
    if n.parts.amends and severity > 0.0:
        severity, hoped = settle(run, slot, hoped)
    as_hoped = resolved and issue.hope_luck < hoped
    warmth, unhurried = as_felt = felt(run, slot)
    norms = n.experience
    if n.parts.adapting_norms:
        norms = by_norm(norms, run.customers.norm[issue.customer])
        if resolved and n.teaches_norm[issue.type]:
            _adapt(run, issue.customer, elapsed)
    found = scores(
        norms, resolved, as_hoped, elapsed, issue.wait - issue.unfelt, issue.explained, warmth,
        unhurried, control,
    )  # fmt: skip
    return as_hoped, quality(norms, found, severity), as_felt, found


def _adapt(run: Run, customer: int, elapsed: float) -> None:
    """Move the norm of `customer` by a resolution after `elapsed` [s].

    What a job took is no such experience: customers chose its time, or had it chosen.
    """
    them = run.customers
    them.norm[customer] = adapted(run.numbers.adapts, them.norm[customer], elapsed)
