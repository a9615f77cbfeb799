"""Learning: those who are new get better from day to day; their skill and speed change at midnight."""

from __future__ import annotations

from sim.centre.agents.person import grow
from sim.centre.records import NONE
from sim.centre.run import Run
from sim.rules.learning import learned


def begin(run: Run, agent: int, curve: int, since: float, now: float) -> None:
    """Start the learning of somebody who becomes `agent` at `since` [s], by a curve (index in Numbers)."""
    learner = run.learners[agent]
    learner.curve, learner.learns_since = curve, since
    _learn(run, agent, now)


def learn(run: Run, now: float) -> None:
    """Bring the skill and speed of all who learn up to `now` [s]."""
    for agent in range(len(run.learners)):
        if run.learners[agent].curve != NONE:
            _learn(run, agent, now)


def _learn(run: Run, agent: int, now: float) -> None:
    learner = run.learners[agent]
    numbers, elapsed = run.numbers.curves[learner.curve], max(0.0, now - learner.learns_since)
    skill = learned(numbers.skill, elapsed, numbers.half_life)
    grow(run, agent, skill, learned(numbers.speed, elapsed, numbers.half_life))
