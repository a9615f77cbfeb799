"""Agents' own speed: how far apart they are comes back beyond chance and the mix of types that they serve."""

import numpy as np
import polars as pl
import pytest

from sim.fit.speed import speed_spread
from sim.importers.grain import ANSWERED

AGENTS, TALKS = 30, 400


def log(spread, seed=4):
    """Return talks of agents whose speeds differ by `spread`; half of them serve the long type more."""
    luck = np.random.default_rng(seed)
    speeds = np.exp(spread * luck.standard_normal(AGENTS))
    agent = np.repeat(np.arange(AGENTS), TALKS)
    is_long = luck.random(agent.size) < np.where(agent < AGENTS // 2, 0.2, 0.8)
    talk = luck.exponential(np.where(is_long, 600.0, 120.0)) / speeds[agent]
    return pl.DataFrame({
        "outcome": [ANSWERED] * agent.size,
        "agent": [f"a{one}" for one in agent],
        "type": np.where(is_long, "long", "short"),
        "talk_s": talk,
    }), float(np.std(np.log(speeds), ddof=1))  # fmt: skip


@pytest.mark.parametrize("spread", [0.1, 0.25])
def test_the_spread_of_speeds_comes_back_whatever_agents_serve(spread):
    table, truth = log(spread)
    found = speed_spread(table)
    assert found.n == AGENTS
    assert abs(found.value - truth) <= 0.75 * (found.high - found.low)
    assert found.low > 0.0
    assert found.high - found.low < truth


def test_agents_alike_differ_by_no_more_than_chance():
    found = speed_spread(log(0.0)[0])
    assert found.low == 0.0
    assert found.value < 0.03


def test_few_agents_say_nothing():
    table, _ = log(0.2)
    assert speed_spread(table.filter(pl.col("agent").is_in(["a0", "a1", "a2", "a3"]))) is None
