"""Standing: where a contact stands in its line, and how long it would wait there."""

from __future__ import annotations

from math import inf

from sim.centre.laws import quantile
from sim.centre.numbers import NO_LAW
from sim.centre.queues import lines
from sim.centre.run import Run
from sim.luck import MARK, STAY, Uniforms
from sim.rules.patience import as_the_customers
from sim.rules.standing import is_marked
from sim.rules.work import factor_at, scaled


def has_mark(run: Run, customer: int, mark: int) -> bool:
    """Return whether `customer` is one of those with the mark."""
    n = run.numbers
    u = run.draw(MARK, n.mark_origin[mark], customer + 1, 0, 0)[0]
    return is_marked(n.mark_share[mark], u)


def take_place(run: Run, slot: int) -> None:
    """Place the contact at `slot`, which has just joined its queue, where the policy's line puts it."""
    n, issue, contact = run.numbers.standing, run.issues[slot], run.contacts[slot]
    priority = min(n.priority_of_type[issue.type], n.priority_of_segment[issue.segment])
    ahead = n.ahead_of_type[issue.type] + n.ahead_of_segment[issue.segment]
    for mark in range(len(n.priority_of_mark)):
        if has_mark(run, issue.customer, mark):
            priority = min(priority, n.priority_of_mark[mark])
            ahead += n.ahead_of_mark[mark]
    if n.from_arrival:
        ahead += run.floor.joined[slot] - run.calls[contact.own_call].arrived
    lines.stand(run, slot, priority, ahead)


def patience_of(run: Run, slot: int, now: float) -> float:
    """Return how long the contact at `slot` would wait in the queue that it has come to [s]."""
    drawn = _drawn_patience(run, slot)
    if run.numbers.parts.varying:
        return scaled(factor_at(run.numbers.patience_steps[run.contacts[slot].queue], now), drawn)
    return drawn


def stay_luck(run: Run, slot: int) -> Uniforms:
    """Return the luck of the stay that begins: patience, routing, measured talk and moment after opening.

    Whoever is answered at once needs none of it in most worlds, so it is drawn where it is asked for.
    """
    issue, contact = run.issues[slot], run.contacts[slot]
    if issue.attempt == 0 and contact.leg_index == 0:
        return issue.first_patience, issue.first_routing, issue.first_talk, issue.first_moment
    return run.draw(STAY, issue.origin, issue.entity, issue.attempt, contact.leg_index)


def _patience_luck(run: Run, slot: int) -> float:
    """Return the luck of the patience of the contact at `slot`, of the first call where that is kept."""
    contact = run.contacts[slot]
    if contact.leg_index == 0 and run.numbers.keeps_patience[contact.queue]:
        return run.issues[slot].first_patience
    return stay_luck(run, slot)[0]


def _drawn_patience(run: Run, slot: int) -> float:
    """Return the patience that luck gives the contact at `slot` [s]."""
    n, queue, u = run.numbers, run.contacts[slot].queue, _patience_luck(run, slot)
    if not n.parts.own_patience:
        return quantile(run, n.patience[queue], u)
    issue = run.issues[slot]
    law = n.type_patience[issue.type]
    drawn = quantile(run, n.patience[queue] if law == NO_LAW else law, u)
    for mark in range(len(n.mark_patience)):
        if n.mark_patience[mark] != 1.0 and has_mark(run, issue.customer, mark):
            drawn = as_the_customers(drawn, n.mark_patience[mark], inf)
    return as_the_customers(drawn, n.segment_patience[issue.segment], n.patience_at_most[queue])
