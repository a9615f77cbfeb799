"""Test who leaves and comes, in small worlds whose figures can be worked out."""

from math import exp

import numpy as np
import pytest

from sim.centre.customers import loyalty as loyal
from sim.centre.customers.relationship import fail
from sim.centre.run import NEEDS
from sim.codes import Cause
from sim.engines.reference import engine
from sim.engines.reference.assembly import run_of
from sim.engines.reference.calendar import Calendar
from sim.hours import DAY
from sim.kpis import Fold
from sim.logs import Buffer
from sim.luck import Luck
from sim.rules.word_of_mouth import JoiningNumbers
from sim.scenario.model import Scenario
from sim.world.build import build

CALM = {"level": 0.6, "spread": 0, "tie_spread": 0}
CENTRE = {
    "version": 1,
    "name": "loyal",
    "clock": {"start": "2026-03-02", "days": 365, "warm_up": "0d", "drain": "0d", "open": "08:00-18:00"},
    "queues": {"service": {"patience": "10m"}},
    "contacts": {"question": {"queue": "service", "volume": {"per_hour": 0.01}, "work": "4m"}},
    "groups": {"agents": {"skills": ["service"], "skill": 1}},
    "on_duty": {"agents": 2},
    "customers": {"count": 4000, "value_per_year": 100},
    "behaviour": {"trust": CALM, "loyalty": {"joining": "none"}},
    "policies": {"usual": {}},
    "baseline": "usual",
}


def play(loyalty=None, seed=1, **changes):
    """Return the log tables and measures of a run."""
    behaviour = {"trust": CALM, "loyalty": {"joining": "none", **(loyalty or {})}}
    scenario = Scenario.model_validate({**CENTRE, "behaviour": behaviour, **changes})
    world = build(scenario, "usual")
    chunks, fold = {}, Fold(world)

    def sink(table, columns):
        chunks.setdefault(table, []).append(columns)
        fold.add(table, columns)

    engine.run(world, Luck(seed, 0), sink)
    tables = {
        table: {name: np.concatenate([chunk[name] for chunk in many]) for name in many[0]}
        for table, many in chunks.items()
    }
    found = fold.finish().rows()
    return tables, {(kpi, dimension, member): (over, under) for dimension, member, kpi, over, under in found}


def within_five(found, expected, spread):
    return abs(found - expected) <= 5 * spread


def test_alike_customers_leave_by_one_hazard():
    tables, _ = play()
    left = np.isfinite(tables["customers"]["left"]).mean()
    gone = 1 - exp(-0.24 * exp(-3.5 * (0.6 - 0.568)))
    assert within_five(left, gone, (gone * (1 - gone) / 4000) ** 0.5)


def test_nobody_leaves_without_churn_and_nobody_comes_without_joining():
    tables, _ = play({"churn": "none"})
    assert not np.isfinite(tables["customers"]["left"]).any()
    assert len(tables["customers"]["customer"]) == 4000


def test_a_price_cut_makes_customers_leave_while_it_lasts_and_is_named_as_the_cause():
    cut = {"begins": "2026-06-10", "lasts": "30d", "times": 5}
    tables, _ = play({"churn": {"price_cuts": [cut]}})
    left, cause = tables["customers"]["left"], tables["customers"]["cause"]
    during = (left >= 100 * DAY) & (left < 130 * DAY)
    assert (cause[during] == Cause.PRICE).all()
    assert not (cause[np.isfinite(left) & ~during] == Cause.PRICE).any()
    before = (left < 100 * DAY).sum()
    per_day = (during.sum() / 30) / (before / 100)
    assert 4.0 < per_day < 6.0  # 5, less those who are gone; some 250 leavers on either side


def test_customers_balance_and_their_value_counts_while_they_are_there():
    tables, measured = play({"joining": {"per_month": "2%", "brought": 0}})
    joined, left = tables["customers"]["joined"], tables["customers"]["left"]
    assert (joined > 0).sum() > 500
    base = 4000 + (joined > 0).sum() - np.isfinite(left).sum()
    assert measured["customer_base", "all", ""] == (base, 4000.0)
    years = (np.minimum(left, 365 * DAY) - joined).sum() / (365 * DAY)
    value, days = measured["customer_value", "all", ""]
    assert (value, days) == (pytest.approx(100 * years), 365.0)
    profit = measured["profit", "all", ""][0]
    assert profit == pytest.approx(value - measured["staff_cost", "all", ""][0], rel=1e-12)


@pytest.mark.slow
def test_joiners_come_at_the_rate_stated_and_bring_needs_of_their_own():
    busy = {"question": {**CENTRE["contacts"]["question"], "volume": {"per_hour": 4}}}
    loyalty = {"churn": "none", "joining": {"per_month": "5%", "brought": 0}}
    tables, _ = play(loyalty, contacts=busy)
    joined = tables["customers"]["joined"]
    many = (joined > 0).sum()
    assert within_five(many, 4000 * 0.6, (4000 * 0.6) ** 0.5)
    needs = tables["issues"]["customer"] >= 4000
    # first customers have 4 x 10 x 365 needs a year; a joiner as many each, from the day after joining
    there = (365 - np.floor(joined[joined > 0] / DAY) - 1).sum() / (4000 * 365)
    assert within_five(needs.sum(), 14600 * there, (14600 * there) ** 0.5)
    assert (tables["issues"]["opened"][needs] > 0).all()


@pytest.mark.slow
def test_the_first_customers_meet_the_same_needs_whether_others_come_or_not():
    busy = {"question": {**CENTRE["contacts"]["question"], "volume": {"per_hour": 4}}}
    alone, _ = play({"churn": "none"}, contacts=busy)
    many, _ = play({"churn": "none", "joining": {"per_month": "5%"}}, contacts=busy)
    first = many["issues"]["customer"] < 4000
    assert sorted(alone["issues"]["work"]) == sorted(many["issues"]["work"][first])


@pytest.mark.slow
def test_who_left_calls_no_more():
    busy = {"question": {**CENTRE["contacts"]["question"], "volume": {"per_hour": 4}}}
    tables, _ = play({"churn": {"per_month": "20%"}}, contacts=busy)
    left = dict(zip(tables["customers"]["customer"], tables["customers"]["left"], strict=True))
    late = [
        o - left[c] for c, o in zip(tables["issues"]["customer"], tables["issues"]["opened"], strict=True)
    ]
    assert max(late) <= 0.0
    assert len(late) < 0.6 * 14600


@pytest.mark.slow
def test_word_of_mouth_brings_customers_where_episodes_are_good():
    busy = {"question": {**CENTRE["contacts"]["question"], "volume": {"per_hour": 4}}}
    loud = {"churn": "none", "joining": {"per_month": "2%", "at_most": 3}}
    still = {"churn": "none", "joining": {"per_month": "2%", "at_most": 3, "brought": 0}}
    heard, unheard = (play(loyalty, contacts=busy)[0]["customers"]["joined"] for loyalty in (loud, still))
    told_well = (heard > 0).sum() - (unheard > 0).sum()
    assert told_well > 100  # 14,600 episodes, nearly all good: up to 0.05 customers each


def test_a_failed_customer_with_little_goodwill_left_complains():
    failing = {
        "billing": {
            "per_customer_year": 0.5,
            "contact": "request",
            "severity": {"dist": "fixed", "share": 0.9},
        }
    }
    contacts = {**CENTRE["contacts"], "request": {"queue": "service", "work": "4m"}}
    tables, measured = play({"complaint_below": 0.3}, failures=failing, contacts=contacts)
    assert len(tables["complaints"]["customer"]) > 100
    silent, _ = play({"complaint_below": -1.0}, failures=failing, contacts=contacts)
    assert "complaints" not in silent or len(silent["complaints"]["customer"]) == 0
    assert measured["complaint_share", "all", ""][0] == len(tables["complaints"]["customer"])


@pytest.mark.slow
def test_as_many_come_as_leave_from_the_first_day_where_satisfaction_is_the_reference_s():
    busy = {"question": {**CENTRE["contacts"]["question"], "volume": {"per_hour": 16}}}
    clock = {**CENTRE["clock"], "days": 28}
    came = went = 0
    for seed in range(6):
        loyalty = {"joining": {"reference": "99%", "at_most": 3}}
        tables, _ = play(loyalty, seed, contacts=busy, clock=clock, customers={"count": 20_000})
        came += (tables["customers"]["joined"] > 0).sum()
        went += np.isfinite(tables["customers"]["left"]).sum()
    # some 2,000 each; the few who rate badly and the spread of the candidates are within five standard errors
    assert within_five(came, went, (came + went) ** 0.5)


def run_before_anything_happened(world):
    return run_of(world, Luck(1, 0), Buffer(lambda *_: None), Calendar())


def test_what_is_told_today_is_heard_tomorrow():
    joining = JoiningNumbers(1.0, 10.0, 5.0, 10.0, 0.01, 0.0)
    world = build(Scenario.model_validate(CENTRE), "usual")
    run = run_before_anything_happened(world._replace(loyalty=world.loyalty._replace(joining=joining)))
    loyal.begin_day(run)
    slot = run.take_slot(NEEDS)
    loyal.add_issue(run, run.issues[slot].customer)
    loyal.end_issue(run, slot, True, 0.6, 0.6, 100.0)
    assert loyal.heard_per_day(run) == 0.0
    loyal.begin_day(run)
    assert loyal.heard_per_day(run) == 5.0 / 28


def test_people_join_where_word_of_mouth_alone_would_balance():
    busy = {"question": {**CENTRE["contacts"]["question"], "volume": {"per_hour": 40}}}
    world = build(
        Scenario.model_validate({**CENTRE, "contacts": busy, "behaviour": {"loyalty": {}}}), "usual"
    )
    joining = world.loyalty.joining
    assert joining.per_day == 0.0
    assert joining.candidates == pytest.approx(2.0 * joining.brought * joining.usual)
    assert joining.candidates > 0.0


def test_a_small_failure_kept_silent_does_not_rename_a_greater_one_that_was_handled():
    run = run_before_anything_happened(build(Scenario.model_validate(CENTRE), "usual"))
    slot, them = run.take_slot(NEEDS), run.customers

    def fails(customer, severity):
        before = them.trust[customer]
        fail(run, customer, severity, 0.0)
        return before - them.trust[customer]

    fails(0, 0.9)
    loyal.stay_silent(run, slot, fails(0, 0.1), 0.0)
    assert them.worst_cause[0] == Cause.HANDLED_FAILURE
    run.issues[slot].customer = 1
    loyal.stay_silent(run, slot, fails(1, 0.9), 0.0)
    assert them.worst_cause[1] == Cause.SILENT_FAILURE
