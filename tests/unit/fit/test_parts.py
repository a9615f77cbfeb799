"""Handle time over the week: what differs beyond chance comes back as factors, and nothing else does."""

import numpy as np
import polars as pl
import pytest

from sim.fit.parts import times_of_day
from sim.importers.grain import ANSWERED

WEEKS, A_DAY = 4, 150


def log(morning=1.0, monday=1.0, seed=2):
    """Return talks of four weeks, calls from 8 to 20 o'clock, some of them longer."""
    luck = np.random.default_rng(seed)
    days = np.repeat(np.arange(7 * WEEKS), A_DAY)
    hour = luck.uniform(8.0, 20.0, days.size)
    mean = 200.0 * np.where(hour < 12.0, morning, 1.0) * np.where(days % 7 == 0, monday, 1.0)
    arrived = np.datetime64("2026-03-02", "us") + (days * 86400e6 + hour * 3600e6).astype("timedelta64[us]")
    return pl.DataFrame({
        "arrived": arrived, "outcome": [ANSWERED] * days.size, "type": "calls",
        "talk_s": luck.gamma(1.3, mean / 1.3), "hold_s": 0.0,
    })  # fmt: skip


def test_a_longer_morning_and_a_longer_monday_come_back():
    found = times_of_day(log(morning=1.4, monday=1.5))["calls"]
    part, day = found.part.factors, found.weekday.factors
    assert part["before 12:00"] / part["12:00-17:00"] == pytest.approx(1.4, rel=0.1)
    assert part["after 17:00"] / part["12:00-17:00"] == pytest.approx(1.0, rel=0.1)
    assert day["mon"] / day["wed"] == pytest.approx(1.5, rel=0.12)
    curve = found.curve(48)
    assert curve.shape == (7, 48)
    assert curve[0, 20] == pytest.approx(part["before 12:00"] * day["mon"])
    assert curve[2, 40] == pytest.approx(part["after 17:00"] * day["wed"])


def test_the_mean_stays_as_measured():
    table = log(morning=1.4)
    found = times_of_day(table)["calls"]
    n = {name: one.n for name, one in found.part.means.items()}
    assert sum(n[name] * one for name, one in found.part.factors.items()) / sum(n.values()) == pytest.approx(
        1.0, abs=1e-3
    )


@pytest.mark.parametrize("seed", range(8))
def test_chance_is_no_difference(seed):
    assert not times_of_day(log(seed=seed))["calls"].is_clear
