"""Failure: what it does to trust, and who speaks up.

Source: evidence.md E11b (voice rises with attachment: Hirschman 1970, Exit, Voice, and Loyalty).
"""

from __future__ import annotations

from typing import NamedTuple

from sim.rule import rule
from sim.rules.bounded import chance


class FailureNumbers(NamedTuple):
    """Numbers of a failure: trust lost per unit of severity, and the logits of speaking up.

    `second` is the severity of the second failure that a failed recovery is (double deviation), 0 for none.
    """

    breach: float
    voice: float
    voice_severity: float
    voice_tie: float
    voice_trust: float
    tie_spread: float
    level: float
    second: float


@rule
def breach(n: FailureNumbers, trust: float, severity: float) -> float:
    """Return trust after a failure of `severity` (E11b)."""
    return trust * (1.0 - n.breach * severity)


@rule
def encouraged(n: FailureNumbers, logits: float) -> FailureNumbers:
    """Return the numbers of a failure that the firm asks about, by so many `logits` more (E11c)."""
    return FailureNumbers(
        n.breach, n.voice + logits, n.voice_severity, n.voice_tie, n.voice_trust, n.tie_spread, n.level,
        n.second,
    )  # fmt: skip


@rule
def speaks_up(n: FailureNumbers, severity: float, trust: float, tie: float, u: float) -> bool:
    """Return whether the customer voices the failure rather than staying silent (E11b)."""
    attachment = tie / n.tie_spread if n.tie_spread > 0.0 else 0.0
    logit = n.voice + n.voice_severity * (severity - 0.5) + n.voice_tie * attachment
    logit = logit + n.voice_trust * (trust - n.level)
    return u < chance(logit)
