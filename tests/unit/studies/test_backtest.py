"""A backtest's bands, errors and luck floor on hand-worked numbers; a small centre against its own log."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from sim.importers.grain import shaped
from sim.importers.simulated import whole
from sim.scenario.load import load_scenario
from sim.studies.backtest import FORECAST, HANDLE, ROSTER, VOLUME, _fit, backtest, matched
from sim.studies.backtest_page import Told, page, verdict
from sim.studies.observed import observed, sums_of
from sim.studies.recorded import record

DAY = 719163
CENTRE = """
version: 1
name: small
clock: {start: 2026-03-02, days: 2, warm_up: 0d, drain: 1d, open: {mon-fri: "09:00-12:00"}, interval: 30m}
queues: {line: {service_level: 80/20, patience: {dist: exponential, mean: 2m}}}
contacts:
  calls: {queue: line, volume: {per_hour: 60}, day_to_day: 20%, work: {dist: exponential, mean: 3m}, acw: 0s}
groups: {team: {skills: [line], wage: 30, skill: 100%}}
on_duty: {team: 3}
customers: {count: 1000, currency: EUR, repeat_window: 1d}
policies: {today: {pace: none}}
baseline: today
run: {seed: 5, replications: 2}
"""


def test_error_and_luck_floor_of_hand_worked_days():
    days = np.array([[10.0], [20.0], [30.0]])
    fit = _fit(np.array([25.0]), days, np.array([25.0]), days)
    assert fit.inside == 1.0
    assert fit.error == 5.0
    assert fit.floor == pytest.approx((15.0 + 0.0 + 15.0) / 3)
    assert fit.as_bad == pytest.approx(2 / 3)
    assert fit.holds
    assert not _fit(np.array([45.0]), days, np.array([45.0]), days).holds


def test_sums_of_three_contacts():
    table = pl.DataFrame(
        {
            "arrived": ["2026-03-02 09:05:00", "2026-03-02 09:10:00", "2026-03-03 09:40:00"],
            "outcome": ["answered", "abandoned", "answered"],
            "wait_s": [10.0, 40.0, 30.0],
        }
    ).with_columns(pl.col("arrived").str.to_datetime(time_unit="us"))
    first = (pl.Series(["2026-03-02"]).str.to_date().cast(pl.Int32) + DAY).item()
    sums = sums_of(table, first, 2, 1800, 20.0)
    assert sums.offered[0, 18] == 2
    assert sums.offered[1, 19] == 1
    figures = sums.figures("day")
    assert figures["abandoned_share"].tolist() == [0.5, 0.0]
    assert figures["service_level"].tolist() == [0.5, 0.0]
    assert figures["asa"].tolist() == [10.0, 30.0]


@pytest.fixture(scope="module")
def tested(tmp_path_factory):
    path = Path(tmp_path_factory.mktemp("centre")) / "small.yaml"
    path.write_text(CENTRE, "utf-8")
    own = load_scenario(path)
    table = shaped(whole(record(own, "today", 99)), "contacts")
    seen = observed(table, own, matched(own, ["calls"]), 20.0)
    return backtest((path, None, "today"), seen, 19, within=20.0), seen


@pytest.mark.slow
def test_a_scenario_that_says_its_calls_a_week_is_held_against_dates(tested, tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text(CENTRE + "observed: {offered: {per_week: 900}, aht: 3m}\n", "utf-8")
    steps = backtest((path, None, "today"), tested[1], 19, within=20.0)
    assert [step.name for step in steps] == [step.name for step in tested[0]]
    assert (steps[-1].days["offered"] == tested[0][-1].days["offered"]).all()


@pytest.mark.slow
def test_a_centre_reproduces_its_own_log(tested):
    steps, _ = tested
    assert [step.name for step in steps] == [FORECAST, VOLUME, ROSTER, HANDLE]
    assert steps[0].fits["offered"].inside >= 0.75
    assert all(fit.inside >= 0.75 for fit in steps[1].fits.values())


def test_the_true_arrivals_leave_no_luck_in_the_volume(tested):
    steps, seen = tested
    for step in steps[1:]:
        assert (step.simulated["offered"] == seen.sums.figures("interval")["offered"]).all()
        assert "offered" not in step.fits


def test_recorded_arrivals_hold_those_who_call_again_after_an_agent_hung_up(tmp_path):
    path = tmp_path / "small.yaml"
    pace = "pace: {kind: none, hangs_up: {agents: 100%, calls: 30%}}"
    assert "pace: none" in CENTRE
    path.write_text(CENTRE.replace("pace: none", pace), "utf-8")
    own = load_scenario(path)
    table = shaped(whole(record(own, "today", 99)), "contacts")
    assert (table["talk_s"] < 6.0).mean() > 0.2
    seen = observed(table, own, matched(own, ["calls"]), 20.0)
    for step in backtest((path, None, "today"), seen, 3, within=20.0)[1:]:
        assert (step.simulated["offered"] == seen.sums.figures("interval")["offered"]).all()


def test_recorded_arrivals_hold_what_failures_cause(tmp_path):
    path = tmp_path / "small.yaml"
    failing = "failures: {bill: {per_customer_year: 20, contact: complaint}}\ngroups:"
    text = CENTRE.replace("  calls:", "  complaint: {queue: line, work: 4m}\n  calls:").replace(
        "groups:", failing
    )
    path.write_text(text, "utf-8")
    own = load_scenario(path)
    table = shaped(whole(record(own, "today", 99)), "contacts")
    seen = observed(table, own, matched(own, ["calls", "complaint"]), 20.0)
    steps = backtest((path, None, "today"), seen, 2, within=20.0)
    assert [step.name for step in steps][:2] == [FORECAST, VOLUME]


def test_the_roster_read_off_the_log_is_the_true_one(tested):
    _, seen = tested
    inner = seen.present["team"][:, 19:23]
    assert inner.mean() == pytest.approx(3.0, abs=0.2)


def test_the_page_says_what_fits(tested):
    steps, seen = tested
    text = page(steps, seen, Told("small", "today", "log", 19, 20.0), "x.png")
    assert verdict(steps) in text
    assert "| true roster | service level |" in text
    assert "| 2026-03-03 |" in text
    assert "as forecast → true volume: mean day error of share abandoned" in text
