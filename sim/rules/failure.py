"""Failure: what it does to trust, and who speaks up.

Source: evidence.md E11b (voice rises with attachment: Hirschman 1970, Exit, Voice, and Loyalty).
"""

from __future__ import annotations

from math import exp
from typing import NamedTuple

from sim.rule import rule


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
def speaks_up(n: FailureNumbers, severity: float, trust: float, tie: float, u: float) -> bool:
    """Tell whether the customer voices the failure rather than staying silent (E11b)."""
    attachment = tie / n.tie_spread if n.tie_spread > 0.0 else 0.0
    logit = n.voice + n.voice_severity * (severity - 0.5) + n.voice_tie * attachment
    logit = logit + n.voice_trust * (trust - n.level)
    return u < 1.0 / (1.0 + exp(-logit))
