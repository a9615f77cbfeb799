"""Test that measured figures stand beside simulated ones, and that what is off is named."""

import polars as pl
import pytest

from sim.answer.measured import UNTIED, lines_of, table
from sim.scenario.model import Scenario
from sim.studies.figures import misfits, reconciled


def scenario(**observed):
    return Scenario.model_validate({
        "version": 1,
        "name": "fit",
        "clock": {"start": "2026-03-02", "days": 1, "open": "08:00-10:00"},
        "queues": {"service": {"patience": "10m"}},
        "contacts": {"question": {"queue": "service", "volume": {"per_hour": 50}, "work": "2m"}},
        "groups": {"agents": {"skills": ["service"]}},
        "shifts": {"day": {"hours": "08:00-10:00", "staff": {"agents": 10}}},
        "policies": {"usual": {}, "pilot": {}},
        "baseline": "usual",
        **({"observed": observed} if observed else {}),
    })  # fmt: skip


def found(policy="usual", **values):
    rows = [("all", "", kpi, value, 0.0) for kpi, value in values.items()]
    frame = pl.DataFrame(rows, schema=("dimension", "member", "kpi", "value", "half_width"), orient="row")
    return frame.with_columns(scenario=pl.lit("as_written"), policy=pl.lit(policy), n=pl.lit(4))


def test_a_figure_is_so_many_errors_from_what_was_measured():
    rows = reconciled(scenario(aht="370s", recontact_7d="20%"), found(aht=362.0, fcr_measured=0.77))
    assert [row.away for row in rows] == [
        pytest.approx(-2.0),
        pytest.approx(2.0),
    ]  # 8 of 4 s; 3 of 1.5 points


def test_repeats_after_long_contacts_are_a_difference_of_two_measures():
    asked = scenario(repeat_after_long={"after_longer": "30%", "after_shorter": "24%"})
    (row,) = reconciled(asked, found(repeats_after_long=0.35, repeats_after_short=0.23))
    assert row.shown == pytest.approx(0.12)
    assert row.away == pytest.approx(2.0)


def test_a_pilot_is_laid_beside_its_own_policy():
    asked = scenario(aht="370s", under={"pilot": {"aht": "330s"}})
    (row,) = reconciled(asked, found("pilot", aht=330.0))
    assert (row.figure.policy, row.away) == ("pilot", 0.0)


def test_the_run_says_which_figures_do_not_fit_the_farthest_first():
    asked = scenario(aht="370s", service_level="80%", abandoned="4%")
    here = found(aht=300.0, service_level=0.86, abandoned_share=0.04)
    assert [one.figure.name for one in misfits(reconciled(asked, here))] == ["aht", "service_level"]
    (line,) = lines_of(here, asked)
    assert line.startswith("1 of 3 measured figures fit the run (within 2 errors). Off: handle time 300 s")
    assert "≠" in "\n".join(table(reconciled(asked, here)))


def test_a_run_without_figures_says_that_nothing_ties_it_to_a_centre():
    assert lines_of(found(aht=300.0), scenario()) == [UNTIED]
    (line,) = lines_of(found(aht=370.0), scenario(aht="370s"))
    assert line == "1 of 1 measured figures fit the run (within 2 errors)."
