"""Compute the load and the waits when unresolved issues come back (failure demand)."""

from __future__ import annotations

from typing import NamedTuple

from sim.theory.erlang import Queue, mmn
from sim.theory.inputs import not_negative, positive, refuse, shares


class Feedback(NamedTuple):
    """Steady state of a centre whose unresolved contacts return after a while."""

    contacts_per_issue: float
    """Mean number of contacts an issue takes."""
    recontact_share: float
    """Share of contacts that are not the first of their issue."""
    p_resolved: float
    """Share of issues resolved in the end; the rest are given up."""
    mean_issue_time: float
    """Mean time from first contact until resolved or given up, delays included [s]."""
    contacts: Queue
    """The queue that first contacts and recontacts share."""


def feedback(
    issue_rate: float,
    mean_service: float,
    agents: int,
    p_resolved: float,
    p_recontact: float = 1.0,
    mean_delay: float = 0.0,
) -> Feedback:
    """Return the steady state of M/M/n whose contacts resolve with a chance and otherwise may return.

    `issue_rate` is in new issues per second; `mean_service` and `mean_delay` are in seconds.
    `p_resolved` is the chance that one contact resolves the issue, `p_recontact` the chance that an
    unresolved one returns. The law of the delay does not matter; only its mean does.

    Raises:
        ValueError: if an argument makes no sense, no issue would ever end, or the load, recontacts
            included, reaches the number of agents.

    Source: J. R. Jackson, "Networks of waiting lines", Operations Research 5 (1957) 518-521; F. Baskett,
    K. M. Chandy, R. R. Muntz & F. G. Palacios, Journal of the ACM 22 (1975) 248-260, for any delay.
    """
    positive(issue_rate=issue_rate)
    not_negative(mean_delay=mean_delay)
    shares(p_resolved=p_resolved, p_recontact=p_recontact)
    returning = (1.0 - p_resolved) * p_recontact
    if returning >= 1.0:
        raise refuse("p_resolved", "lets no issue end", p_resolved, "above 0", "Let some contacts resolve.")
    contacts_per_issue = 1.0 / (1.0 - returning)
    contacts = mmn(issue_rate * contacts_per_issue, mean_service, agents)
    return Feedback(
        contacts_per_issue=contacts_per_issue,
        recontact_share=returning,
        p_resolved=p_resolved * contacts_per_issue,
        mean_issue_time=contacts_per_issue * contacts.mean_time + (contacts_per_issue - 1.0) * mean_delay,
        contacts=contacts,
    )
