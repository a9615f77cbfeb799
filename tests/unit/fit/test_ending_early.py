"""Conversations ended as a time passes: found where a target is, and only there."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from sim.fit.ending_early import ended_early
from sim.fit.left_out import ABSENT, THERE, UNKNOWN, left_out
from sim.importers.grain import ANSWERED, CONTACTS, shaped
from sim.importers.simulated import whole
from sim.scenario.load import load_scenario
from sim.studies.recorded import record

KNOWN = Path(__file__).with_name("known.yaml").read_text("utf-8")
TARGET = 360.0
LAWS = {
    "lognormal": lambda luck, mean, cv, n: luck.lognormal(
        np.log(mean) - np.log1p(cv * cv) / 2, np.sqrt(np.log1p(cv * cv)), n
    ),
    "gamma": lambda luck, mean, cv, n: luck.gamma(1.0 / cv**2, mean * cv * cv, n),
    "Weibull": lambda luck, mean, cv, n: mean * luck.weibull(cv**-1.086, n),
}


def table(talks, agents=1):
    """Return talks of one type, dealt to agents by turns."""
    names = [f"a{k % agents}" for k in range(len(talks))]
    columns = {"outcome": ANSWERED, "type": "calls"}
    return pl.DataFrame({"talk_s": talks, "agent": names}).with_columns(
        **{name: pl.lit(value) for name, value in columns.items()}
    )


def cut(luck, n, ended):
    """Return `n` talks of which so many of those past the target are ended within the next minute."""
    talks = LAWS["lognormal"](luck, 300.0, 0.8, n)
    return np.minimum(talks, TARGET - 60.0 / np.log(1.0 - ended) * luck.exponential(1.0, n))


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("cv", [0.25, 0.6, 1.0, 1.3])
def test_laws_without_a_target_show_none(law, cv):
    """180 logs of 20,000 in all; bound: none (one in 140 at most by the margin, far fewer by the laws)."""
    luck = np.random.default_rng(11)
    assert not [
        mean for mean in (120.0, 240.0, 400.0) for _ in range(5)
        if ended_early(table(LAWS[law](luck, mean, cv, 20_000))).found is not None
    ]  # fmt: skip


def test_a_target_is_found_with_its_moment_and_its_share_inside_the_interval():
    """Of 20 logs of 20,000 each: all found at the moment, 16 or more intervals of 95 % hold the truth."""
    luck, held = np.random.default_rng(12), 0
    for ended in (0.2, 0.3, 0.4, 0.6) * 5:
        found = ended_early(table(cut(luck, 20_000, ended))).found
        assert found is not None
        assert found.target == TARGET
        held += found.ended.low <= ended <= found.ended.high
    assert held >= 16


def test_agents_who_end_more_are_named_first():
    luck = np.random.default_rng(13)
    keen, calm = cut(luck, 10_000, 0.6), cut(luck, 10_000, 0.2)
    found = ended_early(table(np.stack([keen, calm], axis=1).ravel(), agents=2)).found
    assert found is not None
    (first, high), (last, low) = found.agents
    assert (first, last) == ("a0", "a1")
    assert (high, low) == (pytest.approx(0.6, abs=0.08), pytest.approx(0.2, abs=0.08))


def test_a_few_talks_tell_nothing():
    assert ended_early(table(cut(np.random.default_rng(14), 60, 0.6))) == (0, None)


@pytest.mark.parametrize(
    ("pace", "found"),
    [
        ("none", ABSENT),
        ("{kind: handle_time_target, target: 4m, pressure: {ended: 60%, within: 1m}}", THERE),
    ],
)
def test_a_simulated_centre_shows_the_pace_that_it_has(pace, found, tmp_path):
    path = tmp_path / "known.yaml"
    path.write_text(KNOWN.replace("pace: none", f"pace: {pace}").replace("days: 10", "days: 15"), "utf-8")
    scenario = load_scenario(path)
    rows = shaped(whole(record(scenario, scenario.baseline, 3)), CONTACTS)
    one = left_out(rows, ("sales", "service"), {})[-1]
    assert one.found == found
    assert ("that pass 4m, " in one.words) == (found == THERE)


def test_too_few_conversations_are_said_to_be_too_few():
    rows = table(cut(np.random.default_rng(15), 60, 0.6)).with_columns(
        arrived=pl.lit("2026-03-02 08:00").str.to_datetime(), wait_s=pl.lit(0.0)
    )
    one = left_out(shaped(rows, CONTACTS), ("calls",), {})[-1]
    assert (one.name, one.found) == ("conversations ended early", UNKNOWN)
