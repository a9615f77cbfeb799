"""Experience: the numbers of what makes an episode good."""

from __future__ import annotations

from sim.frozen import Frozen
from sim.quantities import Logit, Loss, Norm, PositiveDuration, Share, Weight
from sim.rules.experience import ExperienceNumbers


class Experience(Frozen):
    """Norms and weights of an episode (E8 to E10; docs/sources.md says which are fitted)."""

    promptness_norm: PositiveDuration = 4 * 3600.0
    """Time to resolution that feels ordinary (assumption)."""
    wait_norm: PositiveDuration = 60.0
    """Wait that feels ordinary (assumption)."""
    handoff_norm: Norm = 0.25
    """Re-explanations that feel ordinary (assumption)."""
    attention_time: PositiveDuration = 45.0
    """Unhurried, or missing, time that registers (assumption)."""
    promptness: Weight = 0.35
    """Weight of promptness (fitted to D4)."""
    wait: Weight = 0.28
    """Weight of the wait: half of attention (V62)."""
    warmth: Weight = 1.8
    """Weight of warmth (fitted to D4)."""
    handoffs: Weight = 0.5
    """Weight of telling it again (fitted to D4)."""
    outcome: Weight = 0.7
    """Weight of the outcome (fitted to D4)."""
    attention: Weight = 0.56
    """Weight of attention: 0.8 of the outcome (D0.5)."""
    control: Weight = 0.56
    """Weight of control over the time of a job, as much as attention (assumption E9c)."""
    base: Logit = 2.0
    """Latent quality of an ordinary episode (fitted)."""
    severity: Weight = 1.6
    """Latent quality lost per unit of severity (fitted)."""
    naming: Norm = 0.2
    """Latent quality gained or lost through a driver that 63 % would name as the reason (assumption E10b)."""
    adapts: Share = 0.0
    """Share of the way, in the logarithm, that a time to resolution moves the customer's norm of it: people
    get used to quick answers (assumption E9b: they do not)."""
    loss: Loss = 2.0
    """How much more losses weigh than gains (assumption; direction V63, V64)."""

    def numbers(self) -> ExperienceNumbers:
        """Return the numbers of the experience rules, in field order."""
        return ExperienceNumbers(*(getattr(self, name) for name in ExperienceNumbers._fields))
