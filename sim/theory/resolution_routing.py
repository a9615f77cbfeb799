"""Solve two unequal agents whose unresolved callers rejoin the queue at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.theory.inputs import positive, refuse, shares

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Agent(NamedTuple):
    """One agent of the two."""

    mean_talk: float
    """Mean length of a contact, resolved or not [s]."""
    p_resolved: float
    """Chance that a contact resolves the issue."""


class Routing(NamedTuple):
    """Steady state of the two agents under one order of preference."""

    mean_present: float
    """Mean number of issues open, waiting or with an agent."""
    mean_issue_time: float
    """Mean time from arrival to resolution [s]."""
    contacts_per_issue: float
    """Mean number of contacts an issue takes."""
    aht: float
    """Mean length of a contact over both agents [s]."""


def two_agents(arrival_rate: float, preferred: Agent, other: Agent) -> Routing:
    """Return the steady state when a caller who finds both agents free goes to `preferred`.

    `arrival_rate` is in new issues per second. Talk is exponential, there is one queue, first come first
    served, and an unresolved caller joins its tail at once. While both talk, the number waiting climbs at
    `arrival_rate` and falls at the sum of (p_resolved / mean_talk), so it is geometric; what remains is a
    chain of four states (both free, one busy, the other busy, both busy), which is solved exactly.

    Raises:
        ValueError: if an argument makes no sense or issues arrive as fast as the two can resolve them.

    Source: F. de Vericourt & Y.-P. Zhou, "Managing response time in a call-routing problem with service
    failure", Operations Research 53 (2005) 968-981; the reduction to four states is derived above.
    """
    positive(arrival_rate=arrival_rate, preferred=preferred.mean_talk, other=other.mean_talk)
    shares(preferred=preferred.p_resolved, other=other.p_resolved)
    speeds = np.array([1.0 / preferred.mean_talk, 1.0 / other.mean_talk])
    resolving = speeds * np.array([preferred.p_resolved, other.p_resolved])
    climb = arrival_rate / float(resolving.sum()) if resolving.any() else np.inf
    if climb >= 1.0:
        allowed = f"below {resolving.sum()}, what both resolve"
        raise refuse("arrival_rate", "outruns the agents", arrival_rate, allowed, "Lower the arrival rate.")
    stays = 1.0 / (1.0 - climb)
    first, second, both = _busy_states(arrival_rate, speeds, resolving, stays)
    waiting = both * climb * stays * stays
    busy = np.array([first, second]) + both * stays
    contact_rate = float(busy @ speeds)
    mean_present = float(busy.sum()) + waiting
    return Routing(
        mean_present=mean_present,
        mean_issue_time=mean_present / arrival_rate,
        contacts_per_issue=contact_rate / arrival_rate,
        aht=float(busy.sum()) / contact_rate,
    )


def _busy_states(
    arrival_rate: float, speeds: NDArray[np.float64], resolving: NDArray[np.float64], stays: float
) -> tuple[float, float, float]:
    """Return P(preferred busy only), P(other busy only), P(both busy and nobody waits).

    `stays` is the mass of all states with both busy over the mass of the last of the four.
    """
    flows = np.zeros((4, 4))
    flows[0, 1] = arrival_rate
    flows[1, 3] = flows[2, 3] = arrival_rate
    flows[1, 0], flows[2, 0] = resolving
    flows[2, 1] = speeds[1] - resolving[1]  # unresolved with both free: the caller goes to the preferred
    flows[3, 2], flows[3, 1] = resolving
    balance = flows.T - np.diag(flows.sum(axis=1))
    balance[0] = [1.0, 1.0, 1.0, stays]
    _free, first, second, both = np.linalg.solve(balance, np.array([1.0, 0.0, 0.0, 0.0])).tolist()
    return first, second, both
