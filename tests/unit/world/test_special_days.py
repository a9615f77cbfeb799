"""Test days that differ from their weekday: hours, volume, staff, luck and the names of their intervals."""

import numpy as np
import pytest

from sim.codes import Outcome
from sim.engines.reference import engine
from sim.kpis import Fold
from sim.luck import Luck
from sim.scenario.capacity import sizes, staffed_hours
from sim.scenario.clock import Clock
from sim.scenario.crosschecks import crosscheck
from sim.scenario.loads import loads
from sim.scenario.model import Scenario
from sim.workload.duty_plan import stretches
from sim.workload.needs import arrivals_of
from sim.world.build import build

DAY, HOUR = 86400.0, 3600.0
SPECIAL = {
    "2026-03-03": {"open": "closed"},
    "2026-03-04": {"like": "sat"},
    "2026-03-05": {"open": "09:00-11:30", "volume": 2},
    "2026-03-08": {"like": "mon", "open": "08:00-13:00", "volume": {"question": 0.5}},
}
CLOSED, LIKE_SATURDAY, SHORT, ON_SUNDAY = range(7, 11)


def scenario(special=None, **changes):
    """Return a week from Monday: four hours on weekdays, two on Saturday, two types, lists and a shift."""
    raw = {
        "version": 1,
        "name": "special days",
        "clock": {
            "start": "2026-03-02",
            "days": 7,
            "warm_up": "0s",
            "drain": "0s",
            "open": {"mon-fri": "08:00-12:00", "sat": "09:00-11:00"},
            "interval": "1h",
            "special_days": special or {},
        },
        "queues": {
            "service": {"patience": "3m"},
            "spare": {"patience": "3m", "open": {"mon-fri": "10:00-12:00"}},
        },
        "contacts": {
            "question": {
                "queue": "service",
                "volume": {"mon-fri": [40, 30, 20, 10], "sat": [4, 3]},
                "work": "5m",
            },
            "return": {"queue": "spare", "volume": {"per_hour": 6}, "work": "5m"},
        },
        "groups": {
            "agents": {"skills": ["service"], "skill": "75%"},
            "experts": {"skills": ["spare"], "skill": "75%"},
        },
        "on_duty": {"agents": {"mon-fri": [4, 3, 2, 1], "sat": [2, 1]}},
        "shifts": {"day": {"days": "mon-fri", "hours": "08:00-12:00", "staff": {"experts": 1}}},
        "customers": {"count": 1000},
        "behaviour": {"recontact": {"chance": 0}},
        "policies": {"usual": {"pace": "none"}},
        "baseline": "usual",
        **changes,
    }
    return Scenario.model_validate(raw)


@pytest.fixture(scope="module")
def world():
    return build(scenario(SPECIAL), "usual")


def test_every_day_of_the_run_has_its_kind(world):
    assert tuple(day.kind for day in world.days) == (0, CLOSED, LIKE_SATURDAY, SHORT, 4, 5, ON_SUNDAY)
    assert [plan.name for plan in world.week[6:]] == ["sun", *SPECIAL]
    assert [day.kind for day in build(scenario(), "usual").days] == [*range(7)]


def test_hours_are_the_days_own_or_those_of_the_weekday_it_works_as(world):
    hours = [(plan.starts, plan.closes) for plan in world.week[7:]]
    assert hours == [
        ((), 0.0),
        ((9 * HOUR, 10 * HOUR), 11 * HOUR),
        ((9 * HOUR, 10 * HOUR, 11 * HOUR), 11.5 * HOUR),
        (tuple(hour * HOUR for hour in range(8, 13)), 13 * HOUR),
    ]


def test_volume_is_as_at_the_same_time_of_day_times_the_factor(world):
    question, order = ([*kind.means[7:]] for kind in world.types)
    assert question == [(), (4.0, 3.0), (60.0, 40.0, 10.0), (20.0, 15.0, 10.0, 5.0, 0.0)]
    assert order == [(), (6.0, 6.0), (12.0, 12.0, 6.0), (6.0,) * 5]


def test_agents_by_interval_are_as_at_the_same_time_of_day_and_shifts_are_cut(world):
    def present(group, kind):
        week = [agent.week[kind] for agent in world.agents if agent.group == group]
        return [(s.begins / HOUR, s.ends / HOUR) for agent in week for s in agent]

    by_interval = [present(0, kind) for kind in range(7, 11)]
    assert by_interval[:2] == [[], [(9.0, 11.0), (9.0, 10.0)]]
    assert by_interval[2] == [(9.0, 11.5), (9.0, 11.0), (9.0, 10.0)]
    assert by_interval[3] == [(8.0, 12.0), (8.0, 11.0), (8.0, 10.0), (8.0, 9.0)]
    assert [present(1, kind) for kind in range(7, 11)] == [[], [], [(9.0, 11.5)], [(8.0, 12.0)]]
    expert = len(world.agents) - 1
    _, shortened, _, sunday = stretches(world, Luck(1, 0), expert)
    assert shortened[:2] == (3 * DAY + 9 * HOUR, 3 * DAY + 11.5 * HOUR)
    assert sunday[:2] == (6 * DAY + 8 * HOUR, 6 * DAY + 12 * HOUR)


def test_a_queues_own_hours_are_those_of_the_weekday_within_the_special_day(world):
    own = world.queues[1].opening
    days = [(begin // DAY, begin % DAY / HOUR, end % DAY / HOUR) for begin, end in zip(*own, strict=True)]
    assert days == [(0, 10, 12), (3, 10, 11.5), (4, 10, 12), (6, 10, 12)]
    assert len(world.queues[0].opening.opens) == 6


def test_needs_come_while_a_special_day_is_open_and_those_of_other_days_do_not_move(world):
    plain, luck = build(scenario(), "usual"), Luck(2, 0)
    for day in (0, 4, 5):
        assert arrivals_of(world, luck, day).time.tolist() == arrivals_of(plain, luck, day).time.tolist()
    assert arrivals_of(world, luck, 1).time.size == 0
    short = arrivals_of(world, luck, 3).time - 3 * DAY
    assert short.min() >= 9 * HOUR
    assert short.max() < 11.5 * HOUR


def test_a_day_that_opens_later_keeps_the_needs_of_the_hours_it_keeps():
    later = build(scenario({"2026-03-05": {"open": "10:00-12:00"}}), "usual")
    plain, luck = build(scenario(), "usual"), Luck(2, 0)
    usual = arrivals_of(plain, luck, 3)
    kept = usual.time >= 3 * DAY + 10 * HOUR
    assert 0 < kept.sum() < kept.size
    for column, other in zip(arrivals_of(later, luck, 3), usual, strict=True):
        assert column.tolist() == other[kept].tolist()


def test_measures_by_interval_keep_special_days_apart(world):
    fold = Fold(world)
    chunks = []
    engine.run(world, Luck(3, 0), lambda table, columns: chunks.append((table, columns)))
    for table, columns in chunks:
        fold.add(table, columns)
    rows = fold.finish().filter(dimension="interval", kpi="offered")
    found = {member: (over, under) for member, over, under in rows[:, [1, 3, 4]].iter_rows()}
    assert {name.partition(" ")[0] for name in found} == {"mon", "fri", "sat", *list(SPECIAL)[1:]}
    assert {under for _, under in found.values()} == {1.0}
    legs = [columns for table, columns in chunks if table == "legs"]
    let_in = np.concatenate([columns["outcome"] != Outcome.BLOCKED for columns in legs])
    joined = np.concatenate([columns["joined"] for columns in legs])[let_in]
    for name, hour in (("2026-03-05 09:00", 3 * 24 + 9), ("mon 08:00", 8), ("2026-03-08 12:00", 6 * 24 + 12)):
        inside = ((joined >= hour * HOUR) & (joined < (hour + 1) * HOUR)).sum()
        assert found[name][0] == inside
    paid = fold.finish().filter(dimension="interval", kpi="occupancy").select("member")
    assert "2026-03-08 11:00" in paid["member"].to_list()


def test_a_figure_a_day_is_over_the_measured_days_of_that_kind():
    raw = scenario({"2026-03-05": {"volume": 2}}).model_dump(mode="json", exclude_none=True)
    raw["clock"] |= {"days": 14, "warm_up": "1d"}
    rows = Fold(build(Scenario.model_validate(raw), "usual")).finish().filter(kpi="offered")
    days = dict(rows.filter(dimension="interval").select("member", "denominator").iter_rows())
    assert (days["mon 08:00"], days["thu 08:00"], days["2026-03-05 08:00"]) == (2.0, 1.0, 1.0)


def test_sums_over_the_file_know_special_days():
    assert sizes(scenario()) == loads(scenario())[:0] == []
    assert staffed_hours(scenario(SPECIAL), "agents") == staffed_hours(scenario(), "agents")
    busy = scenario({"2026-03-05": {"volume": "10000%"}})
    assert "at 2026-03-05 08:00, the worst" in loads(busy)[0].text
    many = {"one": {"queue": "service", "volume": {"per_hour": 1e5}, "work": "5m"}}
    assert not sizes(scenario(contacts=many))
    far = scenario({"2026-03-05": {"volume": "100000%"}}, contacts=many)
    assert "issues in one replication" in sizes(far)[0].text


def test_a_date_outside_the_run_and_hours_without_numbers_are_warned_of():
    odd = {"2026-12-24": {"open": "closed"}, "2026-03-04": {"open": "08:00-13:00"}}
    every = crosscheck(scenario(odd, customers={"repeat_window": "0s"}))
    found = [finding for finding in every if "special_days" in finding.address]
    assert [(finding.address[-1], finding.level) for finding in found] == [
        ("2026-12-24", "warning"),
        ("2026-03-04", "warning"),
    ]
    assert "lies outside the run" in found[0].text
    assert "opens when wed is closed (got 08:00-13:00; allowed within 08:00-12:00)" in found[1].text


@pytest.mark.parametrize(
    ("interval", "reported"), [("1m", 900.0), ("7m", 1260.0), ("15m", 900.0), ("16m", 960.0), ("1h", 3600.0)]
)
def test_measures_by_interval_are_by_the_planning_interval_or_a_quarter_of_an_hour(interval, reported):
    clock = Clock.model_validate({"start": "2026-03-02", "open": "00:00-24:00", "interval": interval})
    assert clock.reported == reported


def test_a_minute_of_volume_counts_in_its_quarter_of_an_hour():
    """Needs come at the stated minutes alone; the measures' intervals are quarters of the same hours."""
    minutes = [0.0] * 60
    minutes[14], minutes[15], minutes[59] = 500.0, 250.0, 125.0
    raw = scenario().model_dump(mode="json", exclude_none=True)
    raw["clock"] |= {"interval": "1m", "open": {"mon": "08:00-09:00"}}
    raw["contacts"] = {"question": {**raw["contacts"]["question"], "volume": {"mon": minutes}}}
    raw["on_duty"] = {"agents": 50}
    raw["shifts"] = {"day": {"days": "mon", "hours": "08:00-09:00", "staff": {"experts": 1}}}
    raw["queues"]["spare"].pop("open")
    one = build(Scenario.model_validate(raw), "usual")
    time = arrivals_of(one, Luck(1, 0), 0).time
    counts = np.bincount(((time - 8 * HOUR) // 60).astype(int), minlength=60)
    assert np.flatnonzero(counts).tolist() == [14, 15, 59]
    fold = Fold(one)
    engine.run(one, Luck(1, 0), fold.add)
    rows = fold.finish().filter(dimension="interval", kpi="offered")
    assert dict(rows.select("member", "numerator").iter_rows()) == {
        "mon 08:00": counts[14],
        "mon 08:15": counts[15],
        "mon 08:30": 0.0,
        "mon 08:45": counts[59],
    }
    assert len(one.agents[0].week[0]) == 1


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("2026-03-02", 4, ("mon", "2026-03-03", "2026-03-04", "2026-03-05")),
        ("2026-03-06", 4, ("fri", "sat", "2026-03-08", "mon")),
        ("2026-03-05", 9, ("mon", "tue", "wed", "thu", "fri", "sat", "2026-03-05", "2026-03-08")),
    ],
)
def test_days_are_told_in_the_order_of_a_short_run_and_dates_come_last_in_a_longer_one(start, days, expected):
    clock = Clock.model_validate(
        {"start": start, "days": days, "open": "08:00-12:00", "special_days": SPECIAL, "warm_up": "7d"}
    )
    assert clock.told_days() == expected
