"""Check the sums of work, people and size, by hand."""

from __future__ import annotations

from typing import Any

import pytest

from sim.scenario.capacity import sizes, staffed_hours
from sim.scenario.loads import busiest, loads
from sim.scenario.model import Scenario


def scenario(**changes: Any) -> Scenario:
    """Build two queues: 60 contacts an hour of 6 min for a, 30 of 6 min for b, that is 6 and 3 erlang."""
    sections: dict[str, Any] = {
        "version": 1,
        "name": "sums",
        "clock": {"start": "2026-03-02", "open": {"mon": "08:00-10:00"}, "interval": "60m"},
        "queues": {"a": {"patience": "3m"}, "b": {"patience": "3m"}},
        "contacts": {
            "x": {"queue": "a", "volume": [60, 60], "work": "5m", "acw": "1m"},
            "y": {"queue": "b", "volume": {"per_hour": 30}, "work": "6m", "acw": "0s"},
        },
        "groups": {
            "both": {"skills": ["a", "b"], "skill": "100%", "late_breaks": "made_up"},
            "only_b": {"skills": ["b"], "skill": "100%"},
        },
        "shifts": {
            "day": {"days": "mon", "hours": "08:00-10:00", "breaks": ["09:00-09:30"], "staff": {"both": 8}}
        },
        "on_duty": {"only_b": {"mon": [2, 5]}},
        "policies": {"usual": {}},
        "baseline": "usual",
    }
    return Scenario.model_validate(sections | changes)


def test_staffed_hours_leave_breaks_out() -> None:
    assert staffed_hours(scenario(), "both") == 8 * 1.5
    assert staffed_hours(scenario(), "only_b") == 7


def test_agents_who_are_absent_away_or_late_count_as_far_as_they_are_there() -> None:
    groups = {
        "both": {
            "skills": ["a", "b"],
            "absence": "10%",
            "shrinkage": "20%",
            "adherence": "95%",
            "late_breaks": "made_up",
        },
        "only_b": {"skills": ["b"]},
    }
    assert staffed_hours(scenario(groups=groups), "both") == pytest.approx(8 * 1.5 * 0.9 * 0.8 * 0.95)
    assert "for 2.7 agents at mon 09:00" in loads(scenario(groups=groups))[0].text


def test_each_queue_and_each_pool_is_set_against_its_agents() -> None:
    found = [
        (finding.address, finding.text.partition(" (")[2].partition(";")[0]) for finding in loads(scenario())
    ]
    assert found == [(("queues", "a"), "got 6.0 erlang for 4.0 agents at mon 09:00, the worst")]


def test_queues_that_share_agents_are_also_set_against_them_together() -> None:
    short = scenario(
        on_duty={"only_b": 0.5}, shifts={"day": {"days": "mon", "hours": "08:00-10:00", "staff": {"both": 8}}}
    )
    found = loads(short)
    assert [finding.address for finding in found] == [("queues", "a")]
    assert "brings more work together with b than its agents can do in 2 of 2 intervals" in found[0].text
    assert "got 9.0 erlang for 8.5 agents" in found[0].text


def test_intervals_in_which_a_queue_has_nobody_are_told_apart_from_those_with_too_few() -> None:
    (found,) = loads(
        scenario(
            groups={"both": {"skills": ["a"]}, "only_b": {"skills": ["b"], "skill": "100%"}},
            on_duty={"only_b": {"mon": [0, 5]}},
        )
    )[1:]
    assert found.address == ("queues", "b")
    assert (
        "has nobody to serve it in 1 of 2 intervals (got 3.0 erlang and no agents at mon 08:00," in found.text
    )


def test_a_special_day_counts_only_if_the_run_has_it() -> None:
    def words(date: str) -> list[str]:
        special = {date: {"like": "mon", "volume": 3}}
        clock = {"start": "2026-03-02", "open": {"mon": "08:00-10:00"}, "interval": "60m"}
        return [finding.text for finding in loads(scenario(clock=clock | {"special_days": special}))]

    assert words("2027-03-01") == [finding.text for finding in loads(scenario())]
    assert "at 2026-03-03 09:00, the worst" in words("2026-03-03")[0]


def test_work_that_just_fits_brings_no_warning() -> None:
    fits = {"day": {"days": "mon", "hours": "08:00-10:00", "staff": {"both": 7}}}
    assert loads(scenario(shifts=fits)) == []


def test_the_work_of_a_measured_pace_is_its_talk() -> None:
    fits = {"day": {"days": "mon", "hours": "08:00-10:00", "staff": {"both": 7}}}
    pace = {"kind": "measured", "talk": "30m", "resolved": "50%"}
    assert loads(scenario(shifts=fits, policies={"usual": {"pace": pace}}))


def test_helpers_count_among_the_agents_of_a_queue() -> None:
    """Without them a has 6 erlang for 4 agents in its second hour."""
    helped = {
        "both": {"skills": ["a"], "skill": "100%"},
        "only_b": {"skills": ["b"], "overflow": {"a": "1m"}, "skill": "100%"},
    }
    assert loads(scenario(groups=helped, on_duty={"only_b": {"mon": [5, 5]}})) == []
    alone = helped | {"only_b": {"skills": ["b"], "skill": "100%"}}
    assert [found.address for found in loads(scenario(groups=alone, on_duty={"only_b": 5}))] == [
        ("queues", "a")
    ]


def test_emails_that_a_week_has_agents_for_bring_no_warning() -> None:
    """3 erlang of email in two hours: 2 agents in the first and 5 in the second have time for them."""
    emails: dict[str, Any] = {
        "queues": {"a": {"patience": "3m"}, "b": {"channel": "email"}},
        "groups": {"both": {"skills": ["a"], "skill": "100%"}, "only_b": {"skills": ["b"], "skill": "100%"}},
    }
    told = [found.address for found in loads(scenario(**emails))]
    assert ("queues", "b") not in told
    few = scenario(**emails, on_duty={"only_b": {"mon": [0, 5]}})
    assert ("queues", "b") in [found.address for found in loads(few)]


def calls(**changes: Any) -> dict[str, Any]:
    """Return a campaign in which each call that comes up takes an agent 240 s: 10 until the answer."""
    one = {
        "groups": ["only_b"], "volume": 30, "hours": "08:00-10:00", "right_party": "100%",
        "answers_after": "10s", "talk": "200s", "acw": "30s",
    }  # fmt: skip
    return {"after_sales": one | changes}


@pytest.mark.parametrize(
    ("changes", "got"),
    [
        # 60 calls of 240 s are 4 h; all agents are 10 in the first hour and 9 in the second, for 9 erlang
        ({}, "got 4.0 hours of calls a week, and 1.0 hours"),
        ({"groups": ["both"], "volume": 8}, "got 1.1 hours of calls a week, and 1.0 hours"),
        ({"volume": 7}, None),
        ({"volume": 7, "keeps_free": 1}, "got 0.9 hours of calls a week, and 0.0 hours"),
        ({"volume": 7, "hours": "08:00-09:00"}, None),
        # answered half of the time, twice at most: 1.5 tries, of which 0.75 are talked to
        (
            {"volume": 4, "right_party": "50%", "tries": 2, "gives_up": "30s", "talk": "10m", "acw": "10m"},
            "got 2.1 hours of calls a week",
        ),
    ],
    ids=["too many", "busy agents", "fits", "kept free", "in an hour", "tries"],
)
def test_calls_on_agents_own_account_count_against_the_time_that_callers_leave(
    changes: dict[str, Any], got: str | None
) -> None:
    found = [one for one in loads(scenario(campaigns=calls(**changes))) if one.address[0] == "campaigns"]
    assert [one.address for one in found] == ([("campaigns", "after_sales", "volume")] if got else [])
    assert all(got in one.text for one in found if got)


CUT = {"kind": "handle_time_target", "counts": "talk", "target": "2m", "pressure": 1000, "rapport": "0s"}


@pytest.mark.parametrize(
    ("changes", "erlang"),
    [
        ({"groups": {"both": {"skills": ["a"], "skill": "50%"}}}, 0.5 * 5 + 0.5 * 0.3 * 5 + 1),
        ({"groups": {"both": {"skills": ["a"], "skill": "100%", "speed": 2}}}, 2.5 + 1),
        ({"policies": {"usual": {"pace": CUT}}}, 2 + 1),
        ({"policies": {"usual": {"pace": {"kind": "quality_time", "rapport": "1m"}}}}, 5 + 1 + 1),
    ],
    ids=["diagnosis only", "speed", "cut", "rapport"],
)
def test_planned_work_is_what_first_conversations_take(changes: dict[str, Any], erlang: float) -> None:
    """60 contacts an hour: as many erlang as minutes that one takes."""
    alone: dict[str, Any] = {
        "groups": {"both": {"skills": ["a"], "skill": "100%"}},
        "queues": {"a": {"patience": "3m"}},
        "contacts": {"x": {"queue": "a", "volume": [60, 60], "work": "5m", "acw": "1m"}},
        "on_duty": {},
    }
    assert busiest(scenario(**(alone | changes)), "a")[1] == pytest.approx(erlang, rel=2e-3)


@pytest.mark.parametrize(
    ("changes", "address"),
    [
        ({"shifts": {"day": {"days": "mon", "hours": "08:00-10:00", "staff": {"both": 1e9}}}}, ("shifts",)),
        ({"on_duty": {"only_b": 1e9}}, ("shifts",)),
        ({"on_duty": {"only_b": 1e12}, "shifts": {}}, ("on_duty",)),
        ({"failures": {"f": {"per_customer_year": 1e6, "contact": "x"}}}, ("contacts",)),
        ({"contacts": {"x": {"queue": "a", "volume": 1e12, "work": "1s"}}}, ("contacts",)),
        ({"contacts": {"x": {"queue": "a", "volume": 10, "scale": 1e12, "work": "1s"}}}, ("contacts",)),
    ],
)
def test_absurd_sizes_are_refused_by_counting(changes: dict[str, Any], address: tuple[str, ...]) -> None:
    assert [(finding.address, finding.level) for finding in sizes(scenario(**changes))] == [
        (address, "error")
    ]


def test_many_agents_over_many_days_are_refused_even_if_either_alone_is_not() -> None:
    clock = {"start": "2026-03-02", "days": 3660, "open": {"mon": "08:00-10:00"}, "interval": "60m"}
    shifts = {"day": {"days": "mon", "hours": "08:00-10:00", "staff": {"both": 10_000}}}
    assert [finding.address for finding in sizes(scenario(clock=clock, shifts=shifts))] == [("clock", "days")]


def test_ordinary_sizes_pass() -> None:
    assert sizes(scenario()) == []


def test_the_busiest_interval_is_that_of_most_planned_work_and_counts_everybody_who_serves_the_queue() -> (
    None
):
    rising = {"y": {"queue": "b", "volume": [30, 40], "work": "6m", "acw": "0s"}}
    contacts = {"x": {"queue": "a", "volume": [60, 50], "work": "5m", "acw": "1m"}, **rising}
    assert busiest(scenario(contacts=contacts), "a") == ("mon 08:00", pytest.approx(6.0), 8.0)
    assert busiest(scenario(contacts=contacts), "b") == ("mon 09:00", pytest.approx(4.0), 4.0 + 5.0)
