"""Test nights: hours and shifts that pass midnight, nights on which clocks change, a holiday after one."""

from itertools import pairwise

import numpy as np
import pytest

from sim.codes import AgentState
from sim.engines.reference import engine
from sim.errors import ScenarioError
from sim.kpis import Fold
from sim.luck import Luck
from sim.scenario.capacity import intervals_of, paid_hours, staff_of
from sim.scenario.load import load_scenario
from sim.scenario.loads import loads
from sim.scenario.model import Scenario
from sim.workload.duty_plan import planned_seconds, stretches
from sim.workload.needs import arrivals_of
from sim.world.build import build

HOUR, DAY = 3600.0, 86400.0
LATE = {"days": "mon-sat", "hours": "14:00-22:00", "staff": {"agents": 2}}
SHIFTS = {
    "early": {"days": "mon-sat", "hours": "06:00-14:00", "staff": {"agents": 2}},
    "late": LATE,
    "sunday": {"days": "sun", "hours": "06:00-22:00", "staff": {"agents": 1}},
    "night": {"hours": "22:00-06:00", "staff": {"agents": 1}},
}
SPLIT = {
    **{name: shift for name, shift in SHIFTS.items() if name != "night"},
    "evening": {"hours": "22:00-24:00", "staff": {"agents": 1}},
    "morning": {"hours": "00:00-06:00", "staff": {"agents": 1}},
}
HOLIDAY = {"2026-10-26": {"like": "sun", "volume": "50%"}}


def centre(clock=None, shifts=None, group=None, **changes):
    """Return five days from Friday, 23 October 2026; in Berlin clocks go back on Sunday."""
    times = {"start": "2026-10-23", "days": 5, "warm_up": "1d", "drain": "1d", "interval": "1h"}
    raw = {
        "version": 1,
        "name": "nights",
        "clock": {**times, "open": "00:00-24:00", **(clock or {})},
        "queues": {"line": {"patience": {"dist": "infinite"}}},
        "contacts": {
            "call": {
                "queue": "line",
                "volume": [1.0, 1.0, 5.0, *(1.0,) * 21],
                "work": {"dist": "constant", "value": "30m"},
                "acw": "0s",
            }
        },
        "groups": {"agents": {"skills": ["line"], "skill": "100%", "wage": 10, **(group or {})}},
        "shifts": SHIFTS if shifts is None else shifts,
        "customers": {"count": 1000},
        "behaviour": {"recontact": {"chance": 0}},
        "policies": {"usual": {"pace": "none"}},
        "baseline": "usual",
        **changes,
    }
    return Scenario.model_validate(raw)


def berlin(shifts=None, group=None):
    return centre({"timezone": "Europe/Berlin", "special_days": HOLIDAY}, shifts, group)


def measured(scenario, replications=1):
    """Return numerators and denominators by dimension, member and measure, over all replications."""
    world, found = build(scenario, "usual"), {}
    for replication in range(replications):
        fold = Fold(world)
        engine.run(world, Luck(4, replication), fold.add)
        for dimension, member, kpi, over, under in fold.finish().iter_rows():
            before = found.get((dimension, member, kpi), (0.0, 0.0))
            found[dimension, member, kpi] = before[0] + over, before[1] + under
    return found


def hours_by_day(world, luck=None):
    """Return the hours that agents are planned to work on each day of the run."""
    found = np.zeros(world.run_days)
    for agent in range(len(world.agents)):
        for begins, ends, state in stretches(world, luck or Luck(1, 0), agent):
            assert state == AgentState.AVAILABLE
            for place, day in enumerate(world.days):
                inside = min(ends, day.start + day.length) - max(begins, day.start)
                found[place] += max(0.0, inside) / HOUR
    return found.tolist()


def test_a_week_with_a_clock_change_and_a_holiday_is_paid_as_worked_by_hand():
    world = build(berlin(), "usual")
    assert [day.length / HOUR for day in world.days] == [24, 24, 24, 25, 24, 24, 24]
    # the night before until 6 o'clock, the day, and the first two hours of the next night
    friday = saturday = tuesday = 6 + 4 * 8 + 2
    sunday, holiday = 7 + 16 + 2, 6 + 16 + 2
    assert hours_by_day(world)[1:-1] == [friday, saturday, sunday, holiday, tuesday]
    assert planned_seconds(world, Luck(1, 0)) == (HOUR * 169,)
    found = measured(berlin(), 2)
    over, _ = found["all", "", "overtime_cost"]
    assert found["all", "", "staff_cost"][0] == pytest.approx(2 * 10 * 169 + over)


def test_volume_by_hour_is_that_of_what_the_clock_shows_twice_in_the_doubled_hour():
    world = build(berlin(), "usual")
    sunday, monday = world.days[3].kind, world.days[4].kind
    assert world.types[0].means[sunday] == (1.0, 1.0, 5.0, 5.0, *(1.0,) * 21)
    assert world.types[0].means[monday] == (0.5, 0.5, 2.5, *(0.5,) * 21)
    came = np.zeros(25)
    for seed in range(60):
        moments = arrivals_of(world, Luck(seed, 0), 3).time - world.days[3].start
        came += np.histogram(moments, np.arange(26) * HOUR)[0] / 60
    assert np.all(np.abs(came - world.types[0].means[sunday]) < 4 * np.sqrt(came / 60))
    found = measured(berlin())
    hours = ("01:00", "02:00", "02:00 again", "03:00")
    assert [found["interval", f"2026-10-25 {hour}", "offered"][1] for hour in hours] == [1] * 4
    assert ("interval", "2026-10-25 23:00", "offered") in found
    assert not any(member.startswith("sun ") for dimension, member, _ in found if dimension == "interval")


def test_in_spring_the_hour_that_the_clock_skips_brings_nobody_and_is_not_paid():
    world = build(centre({"start": "2026-03-28", "days": 3, "timezone": "Europe/Berlin"}), "usual")
    sunday = world.days[2]
    assert sunday.length == 23 * HOUR
    assert world.types[0].means[sunday.kind] == (1.0,) * 23
    assert hours_by_day(world)[2] == 5 + 16 + 2


def test_nights_split_at_midnight_have_false_overtime_that_whole_nights_have_not():
    whole, split = measured(berlin(), 6), measured(berlin(SPLIT), 6)

    def overtime(found):
        """Return hours of overtime by time of day."""
        hours = {}
        for (dimension, member, kpi), (over, _) in found.items():
            if (dimension, kpi) == ("interval", "overtime"):
                hours[member.split()[1]] = hours.get(member.split()[1], 0.0) + over
        return {hour for hour, over in hours.items() if over}

    assert overtime(whole) <= {"06:00", "07:00", "14:00", "22:00", "23:00"}
    assert overtime(whole) >= {"06:00", "22:00"}
    assert "00:00" in overtime(split)


def test_absence_is_drawn_once_for_a_night_and_nobody_goes_home_at_midnight():
    world = build(berlin({"night": SHIFTS["night"]}, {"absence": "50%"}), "usual")
    seen, midnights = set(), {day.start for day in world.days}
    for seed in range(20):
        for begins, ends, state in stretches(world, Luck(seed, 0), 0):
            length = {8 * HOUR, 9 * HOUR} if begins else {6 * HOUR}
            assert ends - begins in length
            assert ends not in midnights
            seen.add((begins == 0.0, state))
    assert seen == {
        (eve, state) for eve in (True, False) for state in (AgentState.AVAILABLE, AgentState.ABSENT)
    }


def test_a_shift_of_two_spans_is_one_day_with_one_luck_and_unpaid_time_between():
    halves = {"day": {"hours": "08:00-12:00, 16:00-20:00", "staff": {"agents": 1}}}
    present = [s[:2] for s in stretches(build(centre(shifts=halves), "usual"), Luck(1, 0), 0)]
    assert present[:2] == [(8 * HOUR, 12 * HOUR), (16 * HOUR, 20 * HOUR)]
    away = build(centre(shifts=halves, group={"absence": "50%"}), "usual")
    for seed in range(10):
        lived = list(stretches(away, Luck(seed, 0), 0))
        assert all(first[2] == second[2] for first, second in zip(lived[::2], lived[1::2], strict=True))
        assert [ends - begins for begins, ends, _ in lived] == [4 * HOUR] * len(lived)


def test_a_holiday_does_not_cut_the_night_before_it_and_none_begins_on_it():
    clock = {"special_days": {"2026-10-26": {"open": "00:00-06:00"}}}
    world = build(centre(clock, {"night": SHIFTS["night"]}), "usual")
    begun = [(begins / HOUR, ends / HOUR) for begins, ends, _ in stretches(world, Luck(1, 0), 0)]
    nights = [(begins - 24 * day, ends - begins) for day, (begins, ends) in enumerate(begun[1:])]
    assert (begun[0], nights[:4]) == ((0, 6), [(22, 8)] * 4)
    assert 4 * 24 + 22 not in [begins for begins, _ in begun]
    opening = world.queues[0].opening
    assert opening.closes[0] == 4 * DAY + 6 * HOUR
    assert opening.opens == (0.0, 5 * DAY)


def test_a_night_line_is_one_span_from_evening_to_morning_and_a_closed_day_keeps_the_night_before_it():
    night = {"open": {"mon-fri": "22:00-06:00"}, "special_days": {"2026-10-26": {"open": "closed"}}}
    scenario = centre(night, {"night": {**SHIFTS["night"], "days": "mon-fri"}})
    scenario = scenario.model_copy(update={"contacts": centre(contacts=calls({"per_hour": 60})).contacts})
    world = build(scenario, "usual")
    spans = [(a / HOUR % 24, (b - a) / HOUR) for a, b in zip(*world.queues[0].opening, strict=True)]
    assert spans == [(0, 6), (22, 8), (22, 8), (22, 8), (22, 8)]
    needs = [arrivals_of(world, Luck(1, 0), day).time for day in range(world.run_days)]
    assert all(
        np.all((day.start <= time) & (time < day.start + DAY))
        for day, time in zip(world.days, needs, strict=True)
    )
    moments = np.concatenate(needs)
    assert np.all((moments % DAY < 6 * HOUR) | (moments % DAY >= 22 * HOUR))
    early = [int(((time - day.start) < 6 * HOUR).sum()) for day, time in zip(world.days, needs, strict=True)]
    assert [count > 250 for count in early] == [True, True, True, False, False, False, True]
    assert np.all(np.diff(moments) >= 0.0)


def calls(volume):
    return {"call": {"queue": "line", "volume": volume, "work": "5m", "acw": "0s"}}


def test_an_interval_across_midnight_gives_each_need_to_its_day_once():
    clock = {"open": "23:00-03:00", "interval": "2h", "start": "2026-10-19"}
    raw = {
        "contacts": calls([200, 50]),
        "shifts": {"night": {"hours": "23:00-03:00", "staff": {"agents": 9}}},
    }
    world = build(centre(clock, **raw), "usual")
    needs = [arrivals_of(world, Luck(2, 0), day) for day in range(world.run_days)]
    moments = np.concatenate([slots.time for slots in needs])
    entities = np.concatenate([slots.entity for slots in needs])
    assert np.all(np.diff(moments) >= 0.0)
    assert len({*entities.tolist()}) == len(entities)
    nights = np.histogram(moments, [day.start - HOUR for day in world.days] + [world.window.horizon])[0][1:-1]
    assert np.all(np.abs(nights - 250) < 4 * np.sqrt(250))


def test_queues_may_keep_the_hours_of_another_zone_whose_clocks_change_on_other_days():
    hours = {"timezone": "America/New_York", "mon-fri": "09:00-12:00"}
    own = {"line": {"patience": "5m", "open": hours}}
    clock = {"timezone": "Europe/Berlin", "start": "2026-10-22", "days": 13, "warm_up": "0d", "drain": "0d"}
    opening = build(centre(clock, queues=own), "usual").queues[0].opening
    world = build(centre(clock), "usual")
    local = [
        ((begins - day.start) / HOUR, (ends - begins) / HOUR)
        for begins, ends in zip(*opening, strict=True)
        for day in world.days
        if day.start <= begins < day.start + day.length
    ]
    # six hours behind, five in the week between the two changes
    assert local == [(15, 3)] * 2 + [(14, 3)] * 5 + [(15, 3)] * 2


def test_a_warm_up_of_hours_begins_within_the_day_before_and_a_drain_ends_within_the_day_after():
    scenario = centre({"warm_up": "30h", "drain": "5h"})
    world = build(scenario, "usual")
    assert (world.begins, world.window) == (18 * HOUR, (2 * DAY, 7 * DAY, 7 * DAY + 5 * HOUR))
    assert arrivals_of(world, Luck(1, 0), 0).time.min() >= 18 * HOUR
    whole = build(centre({"warm_up": "2d", "drain": "1d"}), "usual")
    kept = arrivals_of(whole, Luck(1, 0), 0).time
    assert arrivals_of(world, Luck(1, 0), 0).time.tolist() == kept[kept >= 18 * HOUR].tolist()


def test_what_show_and_the_load_check_count_holds_nights_of_the_day_before():
    scenario = berlin()
    week = {slot: one for slot, one in intervals_of(scenario.clock).items() if slot[0] < 7}
    staff = staff_of(scenario, "agents", week)
    assert [staff[0, hour] for hour in (3, 7, 15, 23)] == [1, 2, 2, 1]
    assert paid_hours(scenario, "agents") == 6 * 32 + 16 + 7 * 8
    night = staff_of(scenario, "agents", intervals_of(scenario.clock))
    sunday = next(k for k, kind in enumerate(scenario.clock.kinds()) if kind.name == "2026-10-25")
    assert [night[sunday, hour] for hour in range(8)] == [1] * 7 + [1]
    assert not [one for one in loads(scenario) if "nobody" in one.text]


def test_special_hours_cut_only_the_shifts_that_begin_then_and_a_night_goes_on_past_midnight():
    clock = {"special_days": {"2026-10-24": {"open": "20:00-24:00"}}}
    world = build(centre(clock, {"late": LATE, "night": SHIFTS["night"]}), "usual")
    late, _, night = ([one[:2] for one in stretches(world, Luck(1, 0), agent)] for agent in range(3))
    saturday = 2 * DAY
    assert (saturday + 20 * HOUR, saturday + 22 * HOUR) in late
    assert (saturday + 22 * HOUR, saturday + 30 * HOUR) in night
    assert (DAY + 22 * HOUR, DAY + 30 * HOUR) in night


def test_log_in_before_opening_and_wrap_up_after_closing_are_paid():
    clock = {"open": "08:00-18:00"}
    raw = {
        "contacts": calls({"per_hour": 5}),
        "shifts": {"day": {"hours": "07:45-18:15", "staff": {"agents": 1}}},
    }
    world = build(centre(clock, **raw), "usual")
    assert hours_by_day(world) == [10.5] * world.run_days


TRACE = """
version: 1
name: stamps
clock:
  {start: 2026-10-24, days: 2, warm_up: 0d, drain: 0d, open: 0:00-24:00, interval: 1h, timezone: Europe/Rome}
queues: {line: {patience: {dist: infinite}}}
contacts: {call: {queue: line, volume: {trace: calls.csv}, work: 1m, acw: 0s}}
groups: {agents: {skills: [line], skill: 100%}}
on_duty: {agents: 5}
customers: {count: 100}
behaviour: {recontact: {chance: 0%}}
policies: {usual: {pace: none}}
baseline: usual
"""
BY_ORDER = (
    "10-25 01:59:00",
    "10-25 02:10:00",
    "10-25 02:50:00",
    "10-25 02:05:00",
    "10-25 02:55:00",
    "10-25 03:01:00",
)
ELAPSED = [hour * HOUR + minute * 60 for hour, minute in ((1, 59), (2, 10), (2, 50), (3, 5), (3, 55), (4, 1))]


def recorded(folder, rows, text=TRACE):
    (folder / "calls.csv").write_text(
        "arrived\n2026-10-24 12:00:00\n" + "".join(f"2026-{row}\n" for row in rows)
    )
    (folder / "stamps.yaml").write_text(text)
    return load_scenario(folder / "stamps.yaml")


def test_stamps_without_an_offset_are_of_the_second_hour_from_where_they_jump_back(tmp_path):
    scenario = recorded(tmp_path, BY_ORDER)
    world = build(scenario, "usual")
    assert list(world.types[0].trace) == [(12 * HOUR,), tuple(ELAPSED)]
    assert arrivals_of(world, Luck(1, 0), 1).time.tolist() == [DAY + moment for moment in ELAPSED]
    assert build(Scenario.model_validate(scenario.model_dump(mode="json")), "usual").types == world.types


def test_stamps_with_an_offset_are_what_they_say_in_any_order(tmp_path):
    offsets = ["+02:00"] * 3 + ["+01:00"] * 3
    rows = [f"{stamp}{offset}" for stamp, offset in zip(BY_ORDER, offsets, strict=True)]
    world = build(recorded(tmp_path, [*rows[::-1], "10-25T01:01:00Z"]), "usual")
    assert list(world.types[0].trace[1]) == sorted([*ELAPSED, 3 * HOUR + 60.0])


def test_stamps_with_an_offset_are_refused_once_without_a_time_zone_and_skipped_times_with_one(tmp_path):
    with pytest.raises(ScenarioError, match="Add timezone: to clock, such as Europe/Berlin") as caught:
        recorded(
            tmp_path, [f"{stamp}+02:00" for stamp in BY_ORDER], TRACE.replace(", timezone: Europe/Rome", "")
        )
    assert len(caught.value.problems) == 1
    with pytest.raises(ScenarioError, match="is a time that the clock skips"):
        recorded(tmp_path, ["03-29 02:30:00"], TRACE.replace("2026-10-24", "2026-03-28"))


def test_both_hours_that_the_clock_shows_alike_are_reported(tmp_path):
    found = measured(recorded(tmp_path, BY_ORDER))
    hours = ("01:00", "02:00", "02:00 again", "03:00")
    assert [found["interval", f"2026-10-25 {hour}", "offered"][0] for hour in hours] == [1, 2, 2, 1]
    assert all(first < second for first, second in pairwise(sorted(hours)))


CALLS = """arrived
2026-10-25 02:20:00
2026-10-25 02:50:00
2026-10-25 02:10:00
"""
FILE = """
version: 1
name: a doubled hour
clock: {start: 2026-10-24, days: 3, open: "00:00-24:00", interval: 60m, warm_up: 0d, drain: 1d}
queues: {line: {patience: 3m}}
contacts: {call: {queue: line, volume: {trace: calls.csv}, work: 4m}}
groups: {agents: {skills: [line], skill: 100%}}
on_duty: {agents: 2}
variations: {berlin: {clock.timezone: Europe/Berlin}}
scenarios: {plain: [], zoned: [berlin]}
policies: {usual: {}}
baseline: usual
"""


@pytest.mark.parametrize(("scenario", "sets"), [("plain", ["clock.timezone=Europe/Berlin"]), ("zoned", [])])
def test_recorded_moments_are_read_by_the_clock_that_a_change_sets(tmp_path, scenario, sets):
    (tmp_path / "calls.csv").write_text(CALLS)
    (tmp_path / "centre.yaml").write_text(FILE)
    path = tmp_path / "centre.yaml"
    (trace,) = (kind.trace for kind in build(load_scenario(path, scenario, sets), "usual").types)
    assert [moment / 60.0 for moment in trace[1]] == [140.0, 170.0, 190.0]
    (plain,) = (kind.trace for kind in build(load_scenario(path, "plain"), "usual").types)
    assert [moment / 60.0 for moment in plain[1]] == [130.0, 140.0, 170.0]
