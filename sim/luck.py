"""Give every random draw an address.

A draw is a pure function of (seed, replication, purpose, entity, attempt, leg): the block that
NumPy's Philox 4x64 makes of the key hash(seed, replication, purpose name) and the counter
(entity, attempt, leg, 0). So two policies meet the same customers with the same luck, a new
purpose moves no other draw, and any replication can be run alone (semantics.md 17, 18).

Philox increments its counter before it draws: a generator set to counter c yields block c + 1.
Entities therefore count from 1, and the state for entity e holds e - 1.

Source: Salmon, Moraes, Dror & Shaw 2011, Parallel random numbers: as easy as 1, 2, 3 (SC'11).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.random import Philox
from numpy.typing import NDArray

WORDS = 4
OF_CANDIDATES = "candidates of "
"""What names of types and touchpoints begin with where luck decides about candidates' needs."""
Uniforms = tuple[float, float, float, float]


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
CALLBACK = declare("callback", "whether accepted", "moment of the window", "moment after opening")
DIAL = declare("dial", "whether reached", "moment after opening")
REFERRAL = declare("referral", "whether")
CONFIRM = declare("confirm", "says that it is not settled")
QUIT = declare("quit", "how much hazard an agent endures")
SILENCE = declare("silence", "whether", "when")
SELF_SERVICE = declare("self_service", "tries", "time", "gives up", "moment after opening")
OUTAGE = declare("outage", "time between", "time to repair")
JOB = declare("job", "urgent", "preferred time")
VISIT = declare("visit", "whether available", "whether kept", "when", "moment after opening")
RETURN = declare("return", "whether", "when", "moment after opening")
OUTREACH = declare(
    "outreach", "whether the firm knows", "answer to a survey", "moment of a call", "moment after opening"
)
CUSTOMER = declare("customer", "first trust", "tie", "segment", "leaving")
CANDIDATE = declare("candidate", "moment within the day", "whether")
AGENT = declare("agent", "warmth", "skill", "speed", "turn among starters")
PRESENCE = declare("presence", "whether the position is filled", "when away", "how late")
STARTERS = declare("starters", "whether a fraction of a starter is one")


def key_of(seed: int, replication: int, purpose: Purpose) -> tuple[int, int]:
    """Return the Philox key of a purpose: the two little-endian halves of a 128-bit hash."""
    text = f"goodwill luck 1|{seed}|{replication}|{purpose.name}"
    digest = hashlib.blake2b(text.encode(), digest_size=16).digest()
    return int.from_bytes(digest[:8], "little"), int.from_bytes(digest[8:], "little")


def identity(name: str, major: int = 0, minor: int = 0) -> int:
    """Return an entity number that depends on names and places only, never on a counter.

    19 bits are a hash of `name`, 24 bits `major` (an interval, a day, a shift), 20 bits `minor`.
    """
    digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
    return ((int.from_bytes(digest, "little") >> 45) << 44 | major << 20 | minor) + 1


def uniforms_of(words: NDArray[np.uint64]) -> NDArray[np.float64]:
    """Return uniforms strictly between 0 and 1 from raw words: ((word >> 12) + 0.5) * 2**-52."""
    uniforms = (words >> np.uint64(12)).astype(np.float64)
    uniforms += 0.5
    uniforms *= 2.0**-52
    return uniforms


class Luck:
    """Draw the uniforms of one replication."""

    def __init__(self, seed: int, replication: int) -> None:
        self.seed, self.replication = seed, replication
        self._generators: dict[str, tuple[Philox, Any, list[int]]] = {}

    def _prepare(self, purpose: Purpose, entity: int, attempt: int, leg: int) -> Philox:
        if purpose.name not in self._generators:
            generator = Philox(key=np.array(key_of(self.seed, self.replication, purpose), dtype=np.uint64))
            state: Any = dict(generator.state)
            counter = [0, 0, 0, 0]
            state["state"] = {"counter": counter, "key": state["state"]["key"].tolist()}
            state["buffer"] = [0, 0, 0, 0]
            self._generators[purpose.name] = generator, state, counter
        generator, state, counter = self._generators[purpose.name]
        counter[0], counter[1], counter[2] = entity - 1, attempt, leg
        generator.state = state
        return generator

    def block(self, purpose: Purpose, entity: int, count: int) -> NDArray[np.float64]:
        """Return the uniforms of `count` entities from `entity` on, first attempt: shape (count, 4)."""
        return self.blocks(purpose, [(entity, count)])

    def blocks(self, purpose: Purpose, spans: Iterable[tuple[int, int]]) -> NDArray[np.float64]:
        """Return the uniforms of several spans (entity, count), end to end: shape (sum of counts, 4)."""
        raw = [self._prepare(purpose, entity, 0, 0).random_raw(WORDS * count) for entity, count in spans]
        return uniforms_of(np.concatenate(raw)).reshape(-1, WORDS)

    def at(self, purpose: Purpose, entity: int, attempt: int = 0, leg: int = 0) -> Uniforms:
        """Return the four uniforms of one address."""
        raw = self._prepare(purpose, entity, attempt, leg).random_raw(WORDS).tolist()
        return (
            ((raw[0] >> 12) + 0.5) * 2.0**-52,
            ((raw[1] >> 12) + 0.5) * 2.0**-52,
            ((raw[2] >> 12) + 0.5) * 2.0**-52,
            ((raw[3] >> 12) + 0.5) * 2.0**-52,
        )
