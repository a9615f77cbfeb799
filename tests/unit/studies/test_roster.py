"""Test rosters: a published instance, cases solved by hand, and the rules that are kept."""

import numpy as np
import pytest
import toy_centre as toy

from sim.errors import GoodwillError
from sim.hours import Span
from sim.scenario.capacity import intervals_of, staff_of
from sim.scenario.groups import Shift
from sim.scenario.roster_rules import RosterRules
from sim.scenario.taking import engaged
from sim.studies.roster import Kind, _there, as_yaml, cover, greedy, plan
from sim.theory.breaks import time_lost

HOUR = 3600.0
# Union Airways (Hillier & Lieberman, Introduction to Operations Research, 3.4): agents by period of the day,
# the periods that each authorised shift covers, and its daily pay; the least cost is 30,610
NEED = np.array([48, 79, 65, 87, 64, 73, 82, 43, 52, 15], dtype=float)
SHIFTS = ([0, 1, 2, 3], [1, 2, 3, 4], [3, 4, 5, 6], [5, 6, 7, 8], [8, 9])
PAY = np.array([170, 160, 175, 180, 195], dtype=float)


def there():
    found = np.zeros((NEED.size, PAY.size))
    for shift, periods in enumerate(SHIFTS):
        found[periods, shift] = 1.0
    return found


def weekly(tmp_path, on_duty, opens="mon-fri: 08:00-16:00"):
    text = (
        toy.TEXT.replace("mon-fri: 09:00-17:00}, interval", f"{opens}}}, interval")
        .replace("  seniors: {skills: [service], wage: 40, absence: 10%, absence_paid: true}\n", "")
        .replace("  bigger: {label: Two more clerks, changes: {shifts.day.staff.clerks: {add: 2}}}\n", "")
    )
    lines = [line for line in text.splitlines() if not line.startswith(("shifts:", "  day:"))]
    return toy.scenario(tmp_path, "\n".join([*lines, f"on_duty: {{clerks: {on_duty}}}"]))


def rules(**changes):
    return RosterRules.model_validate({"lengths": ["4h"], "starts": "08:00-16:00", "every": "60m", **changes})


def test_a_published_instance_is_solved_at_its_least_cost_and_not_above_a_greedy_cover():
    found = cover(there(), NEED, PAY)
    assert found.cost == 30_610
    assert found.numbers == (48, 31, 39, 43, 15)
    assert found.bound == pytest.approx(30_610)
    assert (there() @ found.numbers >= NEED).all()
    by_greed = greedy(there(), NEED, PAY)
    assert (there() @ by_greed >= NEED).all()
    assert found.cost <= PAY @ by_greed


def test_a_case_solved_by_hand(tmp_path):
    # three shifts of 4 h would do for the 12 hours needed, but none reaches 9 to 11 and 13 to 15 both
    scenario = weekly(tmp_path, "[1, 2, 2, 1, 1, 2, 2, 1]")
    found = plan(scenario, rules(), "clerks")
    assert found.paid == 5 * 16.0
    assert found.cost == 5 * 16.0 * 30.0
    assert found.bound == pytest.approx(found.cost)
    assert {kind.days for kind, _ in found.shifts} == {(0, 1, 2, 3, 4)}


def test_the_roster_brings_the_agents_needed_with_breaks_and_shrinkage(tmp_path):
    scenario = weekly(tmp_path, "[1, 2, 3.5, 4, 4, 3, 2, 1]")
    allowed = rules(lengths=["4h", "8h"], every="30m", pause="30m", shrinkage="30%")
    found = plan(scenario, allowed, "clerks")
    week = intervals_of(scenario.clock)
    need = staff_of(scenario, "clerks", week)
    for slot, interval in week.items():
        present = sum(0.7 * number * kind.works(interval) for kind, number in found.shifts)
        assert present >= need[slot] - 1e-6
    for kind, _ in found.shifts:
        long = kind.hours[-1].end - kind.hours[0].start == 8 * HOUR
        assert (kind.pause is not None) == long
        if long:
            assert kind.hours[0].start + 3.2 * HOUR <= kind.pause.start
            assert kind.pause.end <= kind.hours[0].start + 4.8 * HOUR


def test_who_works_five_days_has_two_days_off_together(tmp_path):
    scenario = weekly(tmp_path, "[1, 1, 1, 1, 1, 1, 1, 1]", "mon-sun: 08:00-16:00")
    found = plan(scenario, rules(lengths=["8h"], days=5), "clerks")
    assert sum(number for _, number in found.shifts) == 2
    for kind, _ in found.shifts:
        off = [day not in kind.days for day in range(7)]
        assert sum(off) == 2
        assert any(off[day] and off[day - 1] for day in range(7))


def test_few_kinds_of_shifts_cost_no_less(tmp_path):
    scenario = weekly(tmp_path, "[1, 2, 2, 1, 1, 2, 2, 1]")
    allowed = rules(lengths=["2h", "4h"])
    free, few = (
        plan(scenario, allowed.model_copy(update={"most_kinds": most}), "clerks") for most in (None, 2)
    )
    assert len(few.shifts) <= 2
    assert free.cost <= few.cost


def test_the_file_s_own_shifts_are_the_agents_needed_where_there_are_no_others(tmp_path):
    scenario = toy.scenario(tmp_path)
    allowed = RosterRules.model_validate(
        {"lengths": ["8h"], "starts": "09:00-17:00", "pause": "30m", "pause_between": [0.3, 0.7]}
    )
    found = plan(scenario, allowed, "clerks")
    assert found.paid == 5 * 8 * 8.0


def test_what_no_shift_reaches_is_refused(tmp_path):
    scenario = weekly(tmp_path, "[1, 2, 2, 1, 1, 2, 2, 1]")
    with pytest.raises(GoodwillError) as refused:
        plan(scenario, rules(starts="10:00-16:00"), "clerks")
    assert str(refused.value) == (
        "--rules: no roster covers the agents that are needed (got intervals that no shift reaches, or too "
        "few kinds; allowed shifts over all opening hours). Widen starts, lengths or most_kinds."
    )


def test_rules_without_end_are_refused(tmp_path):
    scenario = weekly(tmp_path, "[1, 2, 2, 1, 1, 2, 2, 1]")
    with pytest.raises(
        GoodwillError, match=r"--rules: allow too many kinds of shifts .*Write a longer every"
    ):
        plan(scenario, rules(lengths=["1h", "2h", "3h"], every="1s"), "clerks")


def test_a_break_that_fits_nowhere_is_refused(tmp_path):
    scenario = weekly(tmp_path, "[1, 2, 2, 1, 1, 2, 2, 1]")
    with pytest.raises(GoodwillError) as refused:
        plan(scenario, rules(lengths=["8h"], pause="2h", pause_between=[0.45, 0.55]), "clerks")
    assert str(refused.value) == (
        "--rules: pause_between leaves no place for the break of 08:00-16:00 (got 120 minutes; allowed what "
        "fits). Widen it."
    )


def test_shifts_of_several_groups_are_named_and_written_once(tmp_path):
    scenario = weekly(tmp_path, "[1, 2, 2, 1, 1, 2, 2, 1]")
    found = plan(scenario, rules(), "clerks")
    other = found._replace(group="seniors")
    shifts = as_yaml([found, other])
    assert all(shift["staff"]["clerks"] == shift["staff"]["seniors"] for shift in shifts.values())
    assert "mon_fri_0800_1200" in shifts
    assert (Span(8 * HOUR, 12 * HOUR),) in {kind.hours for kind, _ in found.shifts}


def test_a_shift_rests_unpaid_where_the_centre_closes(tmp_path):
    scenario = weekly(tmp_path, "[1, 1, 1, 1]", 'mon-fri: "08:00-10:00, 11:00-13:00"')
    found = plan(scenario, rules(), "clerks")
    assert found.paid == 5 * 4.0
    ((kind, number),) = found.shifts
    assert (kind.hours, number) == ((Span(8 * HOUR, 10 * HOUR), Span(11 * HOUR, 13 * HOUR)), 1)
    (shift,) = as_yaml([found]).values()
    assert shift["hours"] == "08:00-10:00, 11:00-13:00"
    assert Shift.model_validate(shift).paid_hours == 20.0


def test_breaks_of_shifts_count_as_they_will_be_taken(tmp_path):
    """Work makes agents late for their breaks; where breaks are made up for, nobody is there in them."""
    scenario = weekly(tmp_path, "[1, 1, 1, 1, 1, 1, 1, 1]")
    allowed, late = rules(lengths=["8h"], pause="20m"), engaged(scenario, "clerks")
    week = [one for slot, one in intervals_of(scenario.clock).items() if slot[0] == 0]
    kind = Kind((Span(8 * HOUR, 16 * HOUR),), Span(12 * HOUR, 12 * HOUR + 1200.0), (0,))
    lost = time_lost(1200.0, *late) / 1200.0
    assert lost > 0.02
    brings = _there(scenario, allowed, "clerks", kind, week, late)
    assert brings == pytest.approx([1.0] * 4 + [1.0 - (1.0 - lost) / 3.0] + [1.0] * 3)
    clerks = scenario.groups["clerks"].model_copy(update={"late_breaks": "made_up"})
    made_up = scenario.model_copy(update={"groups": {"clerks": clerks}})
    assert _there(made_up, allowed, "clerks", kind, week, late)[4] == pytest.approx(2.0 / 3.0)


def test_a_break_that_is_not_taken_whole_may_save_an_agent(tmp_path):
    """One clerk is needed all day but for most of a break of an hour at noon; 0.4 are needed then."""
    scenario = weekly(tmp_path, "[1, 1, 1, 1, 0.0, 1, 1, 1]")
    lost = time_lost(HOUR, *engaged(scenario, "clerks")) / HOUR
    allowed = rules(lengths=["8h"], pause="60m", pause_between=[0.5, 0.7])
    for there, agents in ((0.9 * lost, 1), (1.1 * lost, 2)):
        needed = weekly(tmp_path, f"[1, 1, 1, 1, {there}, 1, 1, 1]")
        assert sum(number for _, number in plan(needed, allowed, "clerks").shifts) == agents
