"""Test that what was entered stands beside what the run shows, and that only what is off is remarked."""

import polars as pl
import pytest

from sim.answer.reconcile import Compared, reconciliation, remarks, table
from sim.scenario.model import Scenario
from sim.scenario.observed import Observed


def scenario(**contact):
    return Scenario.model_validate({
        "version": 1,
        "name": "fit",
        "clock": {"start": "2026-03-02", "days": 1, "open": "08:00-10:00"},
        "queues": {"service": {"patience": "10m"}},
        "contacts": {"question": {"queue": "service", "volume": {"per_hour": 50}, "work": "2m", **contact}},
        "groups": {"agents": {"skills": ["service"], "shrinkage": "10%"}},
        "shifts": {"day": {"hours": "08:00-10:00", "staff": {"agents": 10}}},
        "policies": {"usual": {}, "other": {}},
        "baseline": "usual",
    })  # fmt: skip


def found(aht=180.0, offered=100.0, shrinkage=0.1):
    rows = [
        ("queue", "service", "aht", aht),
        ("contact", "question", "offered", offered),
        ("group", "agents", "shrinkage_share", shrinkage),
        ("all", "", "fcr", 0.8),
        ("all", "", "fcr_measured", 0.85),
    ]
    names = ("dimension", "member", "kpi", "value")
    frame = pl.DataFrame(rows, schema=names, orient="row")
    return frame.with_columns(scenario=pl.lit("as_written"), policy=pl.lit("usual"))


def test_what_fits_is_not_remarked():
    assert remarks(found(), scenario()) == []
    told = "\n".join(table(reconciliation(found(), scenario())))
    assert "handle time of service" in told
    assert "≠" not in told
    assert "First-contact resolution as a repeat window sees it" in told


@pytest.mark.parametrize(
    ("shown", "contact", "text"),
    [
        (
            {"aht": 150.0},
            {},
            "handle time of service 150 s (by the file 180 s). If your reports show another handle time ",
        ),
        (
            {"shrinkage": 0.05},
            {},
            "shrinkage of agents, as taken 5.0 % (by the file 10.0 %). Set shrink",
        ),
        (
            {"offered": 130.0},
            {"counts": "offered"},
            "contacts a day of question, repeats included 130 a day (by the file 100",
        ),
    ],
)
def test_what_is_off_is_named_with_what_to_do(shown, contact, text):
    (line,) = remarks(found(**shown), scenario(**contact))
    assert line.startswith(f"Check with your reports: usual shows {text}")
    assert "≠" in "\n".join(table(reconciliation(found(**shown), scenario(**contact))))


def test_repeats_on_top_of_new_issues_are_no_fault():
    assert remarks(found(offered=130.0), scenario()) == []


def test_nothing_is_compared_without_the_baseline():
    other = found().with_columns(policy=pl.lit("other"))
    assert reconciliation(other, scenario()) == []


def test_a_share_is_off_by_points_and_other_figures_by_shares():
    assert not Compared("a", "share", 0.1, 0.115, 0.02, "do").is_off
    assert Compared("a", "share", 0.1, 0.125, 0.02, "do").is_off
    assert Compared("a", "s", 100.0, 115.0, 0.1, "do").is_off
    assert not Compared("a", "s", None, 115.0, 0.1, "do").is_off


@pytest.mark.parametrize("observed", [{"aht": "4m"}, {"queues": {"service": {"aht": "4m"}}}])
def test_work_is_not_to_be_changed_where_the_handle_time_is_measured(observed):
    told = scenario()
    assert remarks(found(aht=150.0), told)
    measured = told.model_copy(update={"observed": Observed.model_validate(observed)})
    assert remarks(found(aht=150.0), measured) == []
    (row,) = [one for one in reconciliation(found(aht=150.0), measured) if one.what.startswith("handle time")]
    assert (row.entered, row.shown) == (180.0, 150.0)


def test_a_handle_time_measured_of_another_policy_or_queue_says_nothing_of_this_one():
    for observed in ({"policy": "other", "aht": "4m"}, {"under": {"other": {"aht": "4m"}}}, {"csat": "80%"}):
        other = scenario().model_copy(update={"observed": Observed.model_validate(observed)})
        assert remarks(found(aht=150.0), other), observed
