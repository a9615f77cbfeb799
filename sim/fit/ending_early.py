"""Fit whether agents end conversations as a time passes: a target that they are held to shows in the log.

A target adds to the rate at which talks end from its moment on (equation E2 of DESIGN.md), so that the rate
jumps there. Without one it is smooth: the rates of lognormal, gamma and Weibull laws rise at a falling pace
(in logarithms), or fall. So the rate of the minute after a moment is held, type by type, against the two
minutes before it, carried on in a straight line of logarithms where they rise, and level where they fall.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import expm1
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sim.fit.measured import Z95, Measured, measured
from sim.importers.grain import ANSWERED

Floats = NDArray[np.float64]
MINUTE = 60.0
GRID = 15.0
"""Moments looked at lie so far apart [s] (assumption: people set targets in quarters of a minute)."""
FEWEST = 50
"""Fewest talks that end in each of the three minutes (assumption)."""
JUMP = 1.25
"""How many times the expected rate counts as a jump, at the low end of its interval (assumption)."""
SURE = 4.5
"""Standard errors of the logarithm by which a jump has to differ from none: some 100 moments are looked at
in each of up to 20 types, so that at most one log in 140 without a target shows one (Bonferroni, normal)."""
LEAST_TALKS = 100
"""Talks of one agent that pass the moment, from which the agent is told (assumption)."""


class EndedEarly(NamedTuple):
    """Conversations ended as a time passes.

    kind: the contact type where it shows most. target: when it begins [s of talk]. ended: of the talks that
    pass it, the share ended within the next minute, beyond those that would have ended anyway. agents: that
    share by agent, most first, of those with enough talks.
    """

    kind: str
    target: float
    ended: Measured
    agents: tuple[tuple[str, float], ...]


class _Jump(NamedTuple):
    """The rate at which talks end after a moment [1/s], what was to be expected, and how sure it is."""

    at: float
    rate: float
    usual: float
    error: float
    n: int

    @property
    def sure(self) -> float:
        """Return by how many standard errors the logarithm of the jump differs from 0."""
        return float(np.log(self.rate / self.usual)) / self.error

    @property
    def is_one(self) -> bool:
        """Return whether this is a jump."""
        low = np.exp(np.log(self.rate / self.usual) - Z95 * self.error)
        return self.sure > SURE and bool(low > JUMP)


class Looked(NamedTuple):
    """What was looked at: moments with enough talks around them, and where talks end early, if anywhere."""

    moments: int
    found: EndedEarly | None


def ended_early(table: pl.DataFrame) -> Looked:
    """Look for a moment from which conversations are ended; of several the surest."""
    talks = table.filter((pl.col("outcome") == ANSWERED) & (pl.col("talk_s") > 0.0)).select(
        "agent", kind=pl.col("type").fill_null("unknown"), talk=pl.col("talk_s")
    )
    moments = [
        (one, str(kind[0]))
        for kind, own in talks.group_by("kind")
        for one in _jumps(np.sort(own["talk"].to_numpy()))
    ]
    jumps = [(one, kind) for one, kind in moments if one.is_one]
    if not jumps:
        return Looked(len(moments), None)
    jump, kind = max(jumps, key=lambda pair: (pair[0].sure, pair[1]))
    past = talks.filter((pl.col("kind") == kind) & (pl.col("talk") >= jump.at))
    found = EndedEarly(kind, jump.at, _share(jump), tuple(_agents(past, jump)))
    return Looked(len(moments), found)


def _jumps(talks: Floats) -> Iterator[_Jump]:
    """Yield what happens to the rate at each moment that has enough talks around it; `talks` are sorted."""
    if not talks.size:
        return
    total = np.concatenate([[0.0], np.cumsum(talks)])
    for at in np.arange(2.0 * MINUTE, talks[-1], GRID):
        ends = np.array([at - 2.0 * MINUTE, at - MINUTE, at, at + MINUTE])
        place = np.searchsorted(talks, ends)
        ended = np.diff(place).astype(float)
        if ended.min() < FEWEST:
            continue
        spent = (total[place[1:]] - total[place[:-1]]) - ended * ends[:-1] + (talks.size - place[1:]) * MINUTE
        before, last, after = ended / spent
        error = float(np.sqrt((1.0 / ended) @ np.array([1.0, 4.0, 1.0])))
        usual = max(last * last / before, last)
        yield _Jump(float(at), float(after), float(usual), error, int(talks.size - place[2]))


def _share(jump: _Jump) -> Measured:
    """Return the share of talks that the jump ends within a minute; the interval is of the jump's rate."""
    more = max(jump.rate - jump.usual, 0.0)
    value = -expm1(-MINUTE * more)
    error = (1.0 - value) * MINUTE * jump.rate * jump.error
    how = "of talks past it, ended within the next minute beyond those who end anyway"
    return measured(value, error, jump.n, how)


def _agents(past: pl.DataFrame, jump: _Jump) -> Iterator[tuple[str, float]]:
    """Yield the share that each agent ends early, most first; `past`: the talks that pass the moment."""
    own = (
        past.drop_nulls("agent")
        .group_by("agent")
        .agg(
            n=pl.len(),
            ended=(pl.col("talk") < jump.at + MINUTE).sum(),
            spent=(pl.col("talk") - jump.at).clip(upper_bound=MINUTE).sum(),
        )
        .filter(pl.col("n") >= LEAST_TALKS)
    )
    shares = [
        (-expm1(-MINUTE * max(ended / spent - jump.usual, 0.0)), str(agent))
        for agent, _, ended, spent in own.iter_rows()
    ]
    for value, agent in sorted(shares, key=lambda pair: (-pair[0], pair[1])):
        yield agent, float(value)
