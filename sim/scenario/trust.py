"""Trust: the numbers of the relationship."""

from __future__ import annotations

from sim.frozen import Frozen
from sim.quantities import Goodwill, Logit, Loss, Rate, Share, Spread
from sim.rules.failure import FailureNumbers
from sim.rules.trust import TrustNumbers


class Trust(Frozen):
    """How trust starts, fades, breaks and learns (E11 to E13)."""

    level: Share = 0.6
    """What flawless routine service sustains (assumption, a choice of scale)."""
    spread: Spread = 0.08
    """Spread of first trust between customers (assumption)."""
    tie_spread: Spread = 0.2
    """Spread of the lasting tie between customers (assumption, a choice of scale)."""
    engaged_above: Goodwill = 0.568
    """Trust plus tie above which a customer is engaged (fitted to D3.7)."""
    fade_bad: Rate = 0.471
    """Fading from below, per year (recall ages, V19, V22)."""
    fade_good: Rate = 0.714
    """Fading from above, per year (recall ages, V19, V22)."""
    gain_routine: Share = 0.05
    """Learning from a routine episode (D3.10)."""
    gain_failure: Share = 0.14
    """Learning from the handling of a failure (fitted to D3)."""
    loss: Loss = 2.0
    """How much faster bad news moves trust (assumption; direction V64)."""
    breach: Share = 0.65
    """Trust lost per unit of severity of a failure (fitted to D3)."""
    voice: Logit = -0.5
    """Logit of speaking up about a middling failure without a tie (fitted; measure this first)."""
    voice_severity: Logit = 3.0
    """Logits of speaking up per unit of severity (assumption)."""
    voice_tie: Logit = 0.9
    """Logits of speaking up per standard deviation of the tie (fitted)."""
    voice_trust: Logit = 0.0
    """Logits of speaking up per unit of trust above its level (assumption: voice follows the tie alone)."""
    double_deviation: Share = 0.0
    """Severity of the second failure that a failed recovery is (none: as calibrated; assumption)."""

    def numbers(self) -> TrustNumbers:
        """Return the numbers of the trust rules, in field order."""
        return TrustNumbers(*(getattr(self, name) for name in TrustNumbers._fields))

    def failure_numbers(self) -> FailureNumbers:
        """Return the numbers of the failure rules."""
        return FailureNumbers(
            breach=self.breach,
            voice=self.voice,
            voice_severity=self.voice_severity,
            voice_tie=self.voice_tie,
            voice_trust=self.voice_trust,
            tie_spread=self.tie_spread,
            level=self.level,
            second=self.double_deviation,
        )
