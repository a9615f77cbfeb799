"""Callback: how customers take the offer to be called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sim.distributions.base import AnyTime, Law, law
from sim.frozen import Frozen
from sim.policies.callback.base import Callback, Promise
from sim.quantities import Factor, Share
from sim.scenario.queues import ANNOUNCED, Queue


class CallbackNumbers(NamedTuple):
    """How customers of some queues are called back: when, how often, and how they take it.

    `announces`: as of queues; `after`, `dial`, `pause` [s]; `drops`: at closing; shares who accept, who are
    `unreachable`, and of the delay that is `felt` as queueing; `talk`: of a called customer as a multiple;
    `patience`: how long they wait for the call, None for as long as it takes.
    """

    queues: tuple[int, ...]
    announces: int
    after: float
    dial: float
    tries: int
    pause: float
    drops: bool
    accepts: float
    unreachable: float
    felt: float
    talk: float
    patience: Law | None


class Called(Frozen):
    """Who accepts a call back, and who is there when it comes."""

    accepts: Share = 0.6
    """Share of those who are offered a call back that take it (assumption)."""
    unreachable: Share = 0.2
    """Share of calls to them that nobody answers (assumption)."""
    felt: Share = 0.0
    """Share of the time until the call that is felt as queueing (assumption: none)."""

    talk: Factor = 1.0
    """Talk of a conversation that a callback began, as a multiple of one on the line (assumption: the
    same)."""
    patience: AnyTime | None = None
    """How long they wait for the call, from accepting on; who is not called by then gives up the promise and
    is as one who hung up. As long as it takes if left out (assumption)."""

    def numbers(self, lever: Callback, queues: Mapping[str, Queue]) -> CallbackNumbers | None:
        """Return the numbers of calling back as the `lever` says, None where it promises no call."""
        if not isinstance(lever, Promise):
            return None
        names = list(queues)
        calls = [name for name, queue in queues.items() if queue.channel == "voice"]
        return CallbackNumbers(
            queues=tuple(names.index(name) for name in lever.queues or calls),
            announces=ANNOUNCED.index(lever.predictor),
            after=lever.after,
            dial=lever.dial,
            tries=lever.tries,
            pause=lever.pause,
            drops=lever.at_closing == "drop",
            accepts=self.accepts,
            unreachable=self.unreachable,
            felt=self.felt,
            talk=self.talk,
            patience=None if self.patience is None else law(self.patience),
        )
