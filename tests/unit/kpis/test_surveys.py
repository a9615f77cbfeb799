"""Test what surveys would show of a few issues and customers, worked out by hand."""

from math import inf
from pathlib import Path

import numpy as np
import pytest

from sim.codes import Act, Closing, Outcome, Problem
from sim.kpis.fold import Fold
from sim.logs import FORMS
from sim.rules.survey import recommends, response_chance
from sim.scenario.load import load_scenario
from sim.world.build import build

GIVEN_UP, RESOLVED, OPEN = int(Closing.GIVEN_UP), int(Closing.RESOLVED), int(Closing.OPEN)
NAN = float("nan")


@pytest.fixture(scope="module")
def world():
    scenario = load_scenario(Path(__file__).parents[3] / "scenarios" / "small_day.yaml")
    return build(scenario, scenario.baseline)


def table(name, rows):
    """Return a log table whose columns are zero but for what the rows say."""
    block = np.zeros(len(rows), FORMS[name])
    for place, row in enumerate(rows):
        for column, value in row.items():
            block[column][place] = value
    return {column: np.ascontiguousarray(block[column]) for column in FORMS[name].names}


def measured(world, tables):
    """Return the sums of every measure by (name, dimension, member)."""
    fold = Fold(world)
    for name, rows in tables.items():
        fold.add(name, table(name, rows))
    found = fold.finish()
    keys = zip(found["kpi"], found["dimension"], found["member"], strict=True)
    return dict(zip(keys, zip(found["numerator"], found["denominator"], strict=True), strict=True))


def test_a_survey_weighs_each_episode_by_the_chance_of_an_answer(world):
    opened = world.window.opens
    told = [
        {"quality": 0.9, "good": 1, "goodwill": 0.8, "contacts": 1, "people": 1, "closing": RESOLVED},
        {"quality": 0.5, "good": 1, "goodwill": 0.5, "contacts": 3, "people": 2, "closing": RESOLVED},
        {"quality": 0.2, "good": 0, "goodwill": 0.3, "contacts": 2, "people": 0, "closing": GIVEN_UP},
        {"quality": NAN, "good": 0, "goodwill": NAN, "contacts": 9, "people": 4, "closing": OPEN},
    ]
    found = measured(world, {"issues": [{**row, "opened": opened, "touchpoint": -1} for row in told]})
    chances = [response_chance(world.survey, row["quality"]) for row in told[:3]]
    said = [recommends(world.survey, row["goodwill"]) for row in told[:3]]
    assert said == [1, 0, -1]
    assert found["csat", "all", ""] == (2.0, 3.0)
    assert found["csat_survey", "all", ""] == pytest.approx((chances[0] + chances[1], sum(chances)))
    assert found["survey_response", "all", ""] == pytest.approx((sum(chances), 3.0))
    net = 100.0 * (chances[0] - chances[2])
    assert found["nps_survey", "all", ""] == pytest.approx((net, sum(chances)))
    assert found["effort", "all", ""] == (4.0, 3.0)


def test_what_is_handled_well_is_counted_among_the_voiced_and_among_all(world):
    opened = world.window.opens
    voiced = [
        {"quality": 0.5, "good": good, "opened": opened, "touchpoint": point, "closing": RESOLVED}
        for good, point in ((1, 0), (0, 0), (1, -1))
    ]
    failures = [{"struck": opened, "voiced": told} for told in (1, 1, 0, 0, 0)]
    found = measured(world, {"issues": voiced, "failures": failures})
    assert found["good_handling", "all", ""] == (1.0, 2.0)
    assert found["recovered_share", "all", ""] == (1.0, 5.0)


def test_what_the_firm_calls_about_unasked_is_neither_offered_nor_a_recontact(world):
    opens, outbound = world.window.opens, int(Outcome.OUTBOUND)
    ends = (int(Outcome.ANSWERED), outbound)
    contacts = [
        {"arrived": opens, "attempt": attempt, "outcome": end, "last_arrived": -1.0, "legs": 1}
        for attempt, end in enumerate(ends)
    ]
    stays = [{"joined": opens, "attempt": attempt, "outcome": end} for attempt, end in enumerate(ends)]
    calls = [{"act": int(Act.CALLED_BACK), "at": opens, "kept": kept, "touchpoint": 0} for kept in (1, 0, 1)]
    money = [{"act": int(act), "at": opens, "money": 5.0, "kept": 1} for act in (Act.ASKED, Act.COMPENSATED)]
    closed = [{"opened": opens, "touchpoint": 0, "closing": RESOLVED, "quality": 0.5}] * 2
    tables = {"contacts": contacts, "legs": stays, "amends": [*calls, *money], "issues": closed}
    found = measured(world, tables)
    days = found["offered", "all", ""][1]
    assert found["offered", "all", ""] == (1.0, days)
    assert found["recontact_share", "all", ""] == (0.0, 1.0)
    assert found["outbound", "all", ""] == (3.0, days)
    assert found["promises_kept", "all", ""] == (2.0, 3.0)
    assert found["amends_cost", "all", ""] == (10.0, days)
    assert found["compensation_per_failure", "all", ""] == (5.0, 2.0)
    assert found["profit", "all", ""] == (-10.0, days)


def test_customers_are_told_apart_by_what_became_of_their_last_failure(world):
    rows = [
        {"trust_end": 0.6, "tie": 0.2, "engaged_end": 1, "problem": int(Problem.NONE)},
        {"trust_end": 0.6, "tie": -0.2, "engaged_end": 0, "problem": int(Problem.SILENT)},
        {"trust_end": 0.6, "tie": 0.0, "engaged_end": 1, "problem": int(Problem.SILENT)},
        {"trust_end": 0.9, "tie": 0.0, "engaged_end": 1, "problem": int(Problem.GOOD)},
    ]
    found = measured(world, {"customers": [{**row, "left": inf} for row in rows]})
    assert found["engaged_share", "problem", "silent"] == (1.0, 2.0)
    assert found["engaged_share", "problem", "good"] == (1.0, 1.0)
    assert ("engaged_share", "problem", "poor") not in found
    assert found["nps", "all", ""] == (100.0, 4.0)
