"""Luck: every random draw has an address.

A draw is a pure function of (seed, replication, purpose, name, entity, attempt, leg): the block that
NumPy's Philox 4x64 makes of the key hash(seed, replication, purpose, name) and the counter (entity,
attempt, leg, 0). The name is that of the contact type, shift or other thing whose luck it is, so that
neither its place in a file nor another's name moves a draw. Two policies meet the same customers with
the same luck, a new purpose moves no other draw, and any replication can be run alone.

Philox increments its counter before it draws: a generator set to counter c yields block c + 1.
Entities therefore count from 1, and the state for entity e holds e - 1.

Source: Salmon, Moraes, Dror & Shaw 2011, Parallel random numbers: as easy as 1, 2, 3 (SC'11).
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache
from math import exp, log
from typing import Any, NamedTuple

import numpy as np
from numpy.random import Philox
from numpy.typing import NDArray

from sim.distributions.normal import FAR, MIDDLE, far_tail, middle, near_tail
from sim.rules.demand import poisson_quantile

WORDS = 4
LARGEST_MEAN = 256.0
"""The largest mean of a Poisson count that one uniform decides."""
CENTRE = ""
"""The name for luck that belongs to no named thing: customers, and what all contact types share."""
Uniforms = tuple[float, float, float, float]
Span = tuple[str, int, int]
"""The entities of a name: the first, and how many follow one another."""


class Purpose(NamedTuple):
    """Name what a block of four uniforms is for; `words` says what each of them decides."""

    name: str
    words: tuple[str, ...]


PURPOSES: dict[str, Purpose] = {}


def declare(name: str, *words: str) -> Purpose:
    """Declare a purpose by name, once, with what its uniforms decide.

    Raises:
        ValueError: the name is taken, or more than four words are asked for.
    """
    if name in PURPOSES or len(words) > WORDS:
        raise ValueError(f"luck's purpose {name!r} is declared twice or has more than {WORDS} words")
    PURPOSES[name] = Purpose(name, words)
    return PURPOSES[name]


COUNT = declare("count", "issues of an interval", "its second part", "its third part", "its fourth part")
DAY_FACTOR = declare("day_factor", "volume of a day")
BUSY_DAY = declare("busy_day", "what the days of all types have in common")
INTERVAL_FACTOR = declare("interval_factor", "volume of an interval")
NEED = declare("need", "moment within the interval", "customer")
STRIKE = declare("strike", "moment within the day", "customer", "severity", "voice")
ISSUE = declare("issue", "work", "complexity", "as hoped", "rating")
STAY = declare("stay", "patience", "routing", "measured talk", "moment after opening")
LEG = declare("leg", "end of the conversation", "warmth", "passed on", "after-call work")
DRAWN_WAIT = declare("drawn_wait", "whether", "how long")
ENTRY = declare("entry", "balking")
MARK = declare("mark", "whether")
TRANSFER = declare("transfer", "which queue", "whether warm")
RING = declare("ring", "first", "second", "third", "fourth")
MESSAGE = declare("message", "whether")
CALLBACK = declare("callback", "whether accepted", "moment of the window", "moment after opening", "patience")
DIAL = declare("dial", "whether reached", "moment after opening")
OUTBOUND = declare("outbound", "whether answered", "after how long", "talk", "after-call work")
REFERRAL = declare("referral", "whether")
HANGS_UP = declare("hangs_up", "whether this agent does")
HANG_UP = declare("hang_up", "whether on this call")
CONFIRM = declare("confirm", "says that it is not settled")
QUIT = declare("quit", "how much hazard an agent endures")
SILENCE = declare("silence", "whether", "when")
SELF_SERVICE = declare("self_service", "tries", "time", "gives up", "moment after opening")
OUTAGE = declare("outage", "time between", "time to repair")
JOB = declare("job", "urgent", "preferred time")
VISIT = declare("visit", "whether available", "whether kept", "when", "moment after opening")
RETURN = declare("return", "whether", "when", "moment after opening", "whether straight back")
OUTREACH = declare(
    "outreach", "whether the firm knows", "answer to a survey", "moment of a call", "moment after opening"
)
CUSTOMER = declare("customer", "first trust", "tie", "segment", "leaving")
CANDIDATE = declare("candidate", "moment within the day", "whether")
AGENT = declare("agent", "warmth", "skill", "speed", "turn among starters")
PRESENCE = declare("presence", "whether the position is filled", "when away", "how late")
STARTERS = declare("starters", "whether a fraction of a starter is one")


def key_of(seed: int, replication: int, purpose: Purpose, name: str) -> tuple[int, int]:
    """Return the Philox key of a purpose and a name: the two little-endian halves of a 128-bit hash."""
    text = f"goodwill luck 2|{seed}|{replication}|{purpose.name}|{name}"
    digest = hashlib.blake2b(text.encode(), digest_size=16).digest()
    return int.from_bytes(digest[:8], "little"), int.from_bytes(digest[8:], "little")


def name_of(kind: str, *names: str) -> str:
    """Return the name under which a thing has its luck; no two things share one."""
    return json.dumps([kind, *names])


def entity_of(period: int, k: int = 0) -> int:
    """Return the entity of the need `k` (below 2**20) of a `period`: an interval or a day of the run."""
    return (period << 20 | k) + 1


def uniforms_of(words: NDArray[np.uint64]) -> NDArray[np.float64]:
    """Return uniforms strictly between 0 and 1 from raw words: ((word >> 12) + 0.5) * 2**-52."""
    uniforms = (words >> np.uint64(12)).astype(np.float64)
    uniforms += 0.5
    uniforms *= 2.0**-52
    return uniforms


def normals(u: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the standard normals of uniforms of any shape, to the last bit those of the quantile.

    Logarithms are taken one by one: those of NumPy differ in the last bit.
    """
    q: Any = u - 0.5
    z: Any = middle(q)
    tails = np.abs(q) > MIDDLE
    tail, below = u[tails], q[tails] < 0.0
    logs = np.array([*map(log, np.where(below, tail, 1.0 - tail).tolist())])
    r: Any = np.sqrt(-logs)
    near: Any = near_tail(np.minimum(r, FAR))
    far = np.flatnonzero(r > FAR)
    near[far] = far_tail(r[far])
    z[tails] = np.where(below, -near, near)
    return np.asarray(z)


@cache
def _of_largest_mean() -> list[float]:
    """Return P(N <= n) for n = 0, 1 and so on of a Poisson N of the largest mean, until it grows no more."""
    term = total = exp(-LARGEST_MEAN)
    chances = [total]
    while len(chances) <= LARGEST_MEAN or total + term > total:
        term *= LARGEST_MEAN / len(chances)
        total += term
        chances.append(total)
    return chances


class Luck:
    """Draw the uniforms of one replication."""

    def __init__(self, seed: int, replication: int) -> None:
        self.seed, self.replication = seed, replication
        self._generator = Philox(0)
        self._state: Any = dict(self._generator.state)
        self._counter = [0, 0, 0, 0]
        self._inner: dict[str, list[int]] = {"counter": self._counter}
        self._state.update(state=self._inner, buffer=[0, 0, 0, 0])
        self._keys: dict[tuple[str, str], list[int]] = {}

    def key(self, purpose: Purpose, name: str) -> list[int]:
        """Return the key of a purpose and a name, as `key_of` makes it."""
        key = self._keys.get((purpose.name, name))
        if key is None:
            key = self._keys[purpose.name, name] = list(key_of(self.seed, self.replication, purpose, name))
        return key

    def _prepare(self, purpose: Purpose, name: str, entity: int, attempt: int, leg: int) -> Philox:
        counter = self._counter
        counter[0], counter[1], counter[2] = entity - 1, attempt, leg
        self._inner["key"] = self.key(purpose, name)
        self._generator.state = self._state
        return self._generator

    def block(self, purpose: Purpose, name: str, entity: int, count: int) -> NDArray[np.float64]:
        """Return the uniforms of `count` entities from `entity` on, first attempt: shape (count, 4)."""
        return self.blocks(purpose, [(name, entity, count)])

    def blocks(self, purpose: Purpose, spans: Iterable[Span]) -> NDArray[np.float64]:
        """Return the uniforms of several spans, end to end: shape (sum of counts, 4)."""
        raw = [
            self._prepare(purpose, name, entity, 0, 0).random_raw(WORDS * count)
            for name, entity, count in spans
        ]
        return uniforms_of(np.concatenate(raw)).reshape(-1, WORDS)

    def at(self, purpose: Purpose, name: str, entity: int, attempt: int = 0, leg: int = 0) -> Uniforms:
        """Return the four uniforms of one address."""
        raw = self._prepare(purpose, name, entity, attempt, leg).random_raw(WORDS).tolist()
        return (
            ((raw[0] >> 12) + 0.5) * 2.0**-52,
            ((raw[1] >> 12) + 0.5) * 2.0**-52,
            ((raw[2] >> 12) + 0.5) * 2.0**-52,
            ((raw[3] >> 12) + 0.5) * 2.0**-52,
        )

    def normals(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the standard normals of uniforms of any shape."""
        return normals(u)

    def counts(
        self, purpose: Purpose, name: str, entities: Sequence[int], means: Sequence[float]
    ) -> list[int]:
        """Return a Poisson count of any mean for each entity: parts of mean 256 and a rest."""
        return [self._count(purpose, name, *of) for of in zip(entities, means, strict=True)]

    def _count(self, purpose: Purpose, name: str, entity: int, mean: float) -> int:
        whole, rest = divmod(mean, LARGEST_MEAN)
        count = 0
        for part in range(int(whole) + 1):
            u = self.at(purpose, name, entity, part // WORDS)[part % WORDS]
            if part < whole:
                count += min(bisect_left(_of_largest_mean(), u), len(_of_largest_mean()) - 1)
            else:
                count += poisson_quantile(rest, u)
        return count
