"""Test the numbers that sections of a scenario say, and that they are told by name."""

import ast
import datetime
from pathlib import Path

import pytest

from sim.codes import NONE, UNLIMITED
from sim.family import module_of
from sim.hours import DAY
from sim.policies.handoff import cold
from sim.policies.handoff.base import Handoff
from sim.policies.pace import measured
from sim.policies.pace.base import Pace
from sim.policies.pace.none import NoPace
from sim.scenario.clock import Clock
from sim.scenario.customers import Customers
from sim.scenario.groups import Group
from sim.scenario.outages import SITE, TELEPHONY, Outage
from sim.scenario.queues import Queue
from sim.scenario.recontact import Recontact

SIM = Path(__file__).parents[3] / "sim"
# from so many fields on, a tuple is filled by name
MANY = 6
RAW = {"start": "2026-03-02", "days": 2, "warm_up": "1d"}
CLOCK = Clock.model_validate({**RAW, "open": "08:00-20:00"})


def queue(**settings):
    return Queue.model_validate({"patience": "2m", **settings})


def group(**settings):
    return Group.model_validate({"skills": ["calls"], **settings})


def test_a_queue_knows_by_index_who_serves_it_and_who_helps_from_which_wait():
    groups = {
        "slow": group(skills=["other"], overflow={"calls": "60s"}),
        "own": group(),
        "soon": group(skills=["other"], overflow={"calls": "20s"}),
        "late": group(skills=["other"], overflow={"calls": "60s"}),
    }
    numbers = queue().numbers("calls", CLOCK, groups, ["question"])
    assert numbers.groups == (1,)
    assert numbers.overflow == ((20.0, (2,)), (60.0, (0, 3)))
    assert (numbers.capacity, numbers.redial, numbers.drawn) == (UNLIMITED, None, None)


def test_a_drawn_wait_is_served_by_its_groups_and_nobody_looks_there_for_work():
    drawn = queue(drawn_wait={"chance": "50%", "wait": "1m"})
    assert drawn.numbers("calls", CLOCK, {"own": group()}, []).groups == ()
    assert drawn.numbers("calls", CLOCK, {"own": group()}, []).drawn.groups == (0,)
    assert group().numbers("own", ["calls"], {"calls"}, NoPace(kind="none"), False).queues == ()


def test_who_redials_as_the_same_type_becomes_none():
    redial = {"chance": "40%", "after": "5m"}
    settings = {"redial": redial, "redial_blocked": {**redial, "later": "10%", "becomes": "claim"}}
    numbers = queue(**settings).numbers("calls", CLOCK, {}, ["question", "claim"])
    assert numbers.redial[:2] == (0.4, 0.4)
    assert numbers.redial.becomes == NONE
    assert numbers.redial_blocked[:2] == (0.4, 0.1)
    assert numbers.redial_blocked.becomes == 1


def test_a_queue_keeps_its_own_hours_within_the_centres():
    opening = queue(open="06:00-12:00").numbers("calls", CLOCK, {}, []).opening
    hours = [(day * DAY + 8 * 3600.0, day * DAY + 12 * 3600.0) for day in range(CLOCK.run_days)]
    assert list(zip(opening.opens, opening.closes, strict=True)) == hours


def test_hours_around_the_clock_are_one_opening():
    clock = Clock.model_validate({**RAW, "open": "00:00-24:00"})
    assert clock.opening() == ((0.0,), (clock.run_days * DAY,))
    assert clock.open_share() == 1.0


def test_an_outage_begins_at_its_moment_of_the_run_and_hits_all_it_names_nothing_of():
    raw = {"lasts": "1h", "begins": ["2026-03-03 10:00", "2026-03-02 09:30"]}
    lines = Outage.model_validate({"hits": "telephony", **raw}).numbers("o", CLOCK, ["a", "b"], ["g"])
    assert (lines.hits, lines.queues, lines.groups) == (TELEPHONY, (0, 1), ())
    assert lines.begins == (DAY + 9.5 * 3600.0, 2 * DAY + 10 * 3600.0)
    site = Outage.model_validate({"hits": "site", **raw}).numbers("o", CLOCK, ["a", "b"], ["g"])
    assert (site.hits, site.queues, site.groups) == (SITE, (), (0,))


def test_midnights_before_the_run_are_negative():
    assert CLOCK.midnight(datetime.date(2026, 3, 1)) == 0.0
    assert CLOCK.midnight(datetime.date(2026, 2, 28)) == -DAY


def test_customers_without_segments_are_one_part():
    numbers = Customers(count=10, value_per_year=5.0).numbers(0.6)
    assert numbers[:5] == (10, ("all",), (1.0,), (0.6,), (5.0,))


def test_segments_have_the_level_and_value_of_all_where_they_say_none():
    segments = {"old": {"share": "30%", "trust": "80%"}, "young": {"share": "70%", "value_per_year": 9}}
    numbers = Customers.model_validate({"segments": segments, "value_per_year": 5}).numbers(0.6)
    assert numbers.up_to == pytest.approx((0.3, 1.0))
    assert (numbers.levels, numbers.values) == ((0.8, 0.6), (5.0, 9.0))


def test_no_limit_is_one_that_no_count_reaches():
    numbers = Recontact(limit="unlimited", attempts=3).numbers()
    assert (numbers.limit, numbers.attempts) == (UNLIMITED, 3)


def test_a_lever_knows_its_code_among_its_family():
    talked = measured.Measured.model_validate({"kind": "measured", "talk": "4m", "resolved": "70%"})
    assert cold.Cold(kind="cold").code() == 0
    assert [lever.code() for lever in (talked, NoPace(kind="none"))] == [2, 3]
    assert module_of(Pace, 2) is measured
    assert module_of(Handoff, 0) is cold


@pytest.mark.parametrize("path", sorted(SIM.glob("scenario/*.py")) + sorted(SIM.glob("world/*.py")), ids=str)
def test_tuples_of_many_numbers_are_filled_by_name(path):
    calls = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))
    made = (call for call in calls if ast.unparse(call.func).endswith(("Numbers", "World", "Levers")))
    assert [ast.unparse(call.func) for call in made if len(call.args) >= MANY] == []
