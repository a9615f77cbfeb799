"""Experience: from what happened to how good the episode was.

Source: evidence.md E8 to E10 (peak and end: Kahneman et al. 1993, Psychological Science 4:401-405;
losses loom larger: Mittal, Ross & Baldasare 1998, J. Marketing 62(1):33-47).
"""

from __future__ import annotations

from math import tanh
from typing import NamedTuple

from sim.rule import rule
from sim.rules.bounded import chance


class ExperienceNumbers(NamedTuple):
    """Numbers of the experience: norms [s, s, count], time that registers [s], weights."""

    promptness_norm: float
    wait_norm: float
    handoff_norm: float
    attention_time: float
    promptness: float
    wait: float
    warmth: float
    handoffs: float
    outcome: float
    attention: float
    control: float
    base: float
    severity: float
    loss: float


DIMENSIONS = ("promptness", "wait", "warmth", "handoffs", "outcome", "attention", "control")
# An episode on each of the DIMENSIONS, in [-1, 1], 0 the norm. A plain tuple is made soonest.
Scores = tuple[float, float, float, float, float, float, float]


@rule
def by_norm(n: ExperienceNumbers, norm: float) -> ExperienceNumbers:
    """Return the numbers for a customer whose own norm of promptness is `norm` [s]."""
    return ExperienceNumbers(
        norm, n.wait_norm, n.handoff_norm, n.attention_time, n.promptness, n.wait, n.warmth, n.handoffs,
        n.outcome, n.attention, n.control, n.base, n.severity, n.loss,
    )  # fmt: skip


@rule
def scores(
    n: ExperienceNumbers,
    resolved: bool,
    as_hoped: bool,
    elapsed: float,
    wait: float,
    explained: int,
    warmth: float,
    unhurried: float,
    control: float,
) -> Scores:
    """Score one issue (E8, E9): (norm - x) / (norm + x) where less is better, +1 at nothing, 0 at the norm.

    `elapsed` and `wait` in seconds, `explained` times the customer told it again, `warmth` and
    `unhurried` (seconds of rapport less seconds missing) averaged over the worst and the last leg; `control`
    is the score of the time at which a job was done, 0 without a job.
    """
    outcome = -1.0
    if resolved:
        outcome = 1.0 if as_hoped else 0.0
    least, usual, told = n.promptness_norm, n.wait_norm, n.handoff_norm
    return (
        (least - elapsed) / (least + elapsed) if resolved else -1.0,
        (usual - wait) / (usual + wait),
        warmth,
        (told - explained) / (told + explained),
        outcome,
        tanh(unhurried / n.attention_time),
        control,
    )


@rule
def quality(n: ExperienceNumbers, s: Scores, severity: float) -> float:
    """Return the quality in (0, 1), the chance of a good rating; losses weigh `n.loss` times (E10)."""
    promptness, wait, warmth, handoffs, outcome, attention, control = s
    _, _, _, _, w_prompt, w_wait, w_warmth, w_told, w_outcome, w_attention, w_control, base, harm, loss = n
    latent = (
        base
        - harm * severity
        + w_prompt * (promptness if promptness > 0.0 else loss * promptness)
        + w_wait * (wait if wait > 0.0 else loss * wait)
        + w_warmth * (warmth if warmth > 0.0 else loss * warmth)
        + w_told * (handoffs if handoffs > 0.0 else loss * handoffs)
        + w_outcome * (outcome if outcome > 0.0 else loss * outcome)
        + w_attention * (attention if attention > 0.0 else loss * attention)
        + w_control * (control if control > 0.0 else loss * control)
    )
    return chance(latent)


@rule
def worst_and_last(
    worst_warmth: float, last_warmth: float, worst_unhurried: float, last_unhurried: float
) -> tuple[float, float]:
    """Return how warm and unhurried [s] the worst and the last leg felt together: means of peak and end."""
    return (worst_warmth + last_warmth) / 2, (worst_unhurried + last_unhurried) / 2
