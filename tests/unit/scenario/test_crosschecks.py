"""Check the findings that need more than one field; each rule is met once kept and once broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario.crosschecks import crosscheck
from sim.scenario.model import Scenario
from sim.scenario.source import parse
from sim.scenario.variant import apply, parse_changes

FULL = Path(__file__).parents[2] / "cases" / "valid" / "full.yaml"


def findings(**changes: object) -> list[tuple[str, str, str]]:
    tree = parse(FULL.read_text("utf-8"), "full.yaml").tree
    dotted = {key.replace("__", "."): value for key, value in changes.items()}
    changed = apply(tree, parse_changes(dotted, tree.marks, ("--set",)))
    found = crosscheck(Scenario.model_validate(changed.value))
    return [(".".join(map(str, finding.address)), finding.level, finding.text) for finding in found]


def test_a_sound_scenario_has_no_findings() -> None:
    assert findings() == []


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"contacts__balance__queue": "servce"}, "contacts.balance.queue", "is no queue (got servce"),
        ({"contacts__balance__refers_to": "x"}, "contacts.balance.refers_to", "is no queue"),
        ({"groups__generalists__skills": ["x", "service"]}, "groups.generalists.skills.0", "is no queue"),
        ({"groups__generalists__skills": {"servce": {}}}, "groups.generalists.skills.servce", "is no queue"),
        (
            {"policies__target__discipline": {"kind": "ageing_priority", "points_per_second": {"servce": 2}}},
            "policies.target.discipline.points_per_second.servce",
            "Did you mean service?",
        ),
        ({"shifts__early__staff": {"experts": 1}}, "shifts.early.staff.experts", "is no group"),
        ({"on_duty": {"experts": 1}}, "on_duty.experts", "is no group"),
        (
            {"failures__statement__contact": "complain"},
            "failures.statement.contact",
            "Did you mean complaint?",
        ),
        ({"baseline": "targt"}, "baseline", "Did you mean target?"),
        ({"groups__specialists__skills": ["service"]}, "queues.disputes", "is served by nobody"),
        (
            {"groups__generalists__skills": ["service"] * 2},
            "groups.generalists.skills",
            "names a skill twice",
        ),
        ({"shifts__early__staff": {"generalists": 1}}, "groups.specialists", "never works"),
        ({"on_duty": {"specialists": 1}}, "on_duty.specialists", "is staffed twice"),
        ({"on_duty": {"specialists": {"per_hour": 1}}}, "on_duty.specialists", "counts work, not people"),
        ({"customers__segments__new__share": "30%"}, "customers.segments", "do not sum to 1 (got 0.9;"),
        (
            {"shifts__early__hours": "02:00-04:00", "shifts__early__breaks": []},
            "shifts.early.hours",
            "lie outside the opening hours",
        ),
        ({"shifts__early__days": "mon-sun"}, "shifts.early", "works when the centre is closed (got sun"),
        ({"shifts__early__breaks": ["12:00-12:30"]}, "shifts.early.breaks.0", "lies outside its shift"),
        ({"shifts__early__breaks": ["9:00-10:00", "9:30-9:45"]}, "shifts.early.breaks", "overlap (got"),
        (
            {"contacts__balance__volume": [1, 2]},
            "contacts.balance.volume",
            "wrong number of intervals (got 2;",
        ),
        (
            {"contacts__balance__volume__sun": [1]},
            "contacts.balance.volume",
            "numbers for a closed day (got sun",
        ),
        ({"clock__drain": "90m"}, "clock.drain", "is not whole hours (got 1h30m"),
        (
            {"clock__warm_up": "3000d", "clock__drain": "2000d"},
            "clock",
            "makes the run too long (got 5005 days",
        ),
        ({"clock__start": "2026-03-08", "clock__days": 1}, "clock.days", "measures no open day"),
        (
            {"behaviour__recontact__after_opening": "3h"},
            "behaviour.recontact.after_opening",
            "is longer than",
        ),
        (
            {"queues__service__short_abandon": "21s"},
            "queues.service.short_abandon",
            "(got 21s; allowed at most 20s)",
        ),
        ({"contacts__complaint__volume": {"per_hour": 1}}, "contacts.complaint.volume", "is driven twice"),
        ({"failures": {}}, "contacts.complaint", "is driven by nothing"),
        (
            {"contacts__balance__refers_to": "service"},
            "contacts.balance.refers_to",
            "refers to its own queue",
        ),
        (
            {"contacts__balance__counts": "new"},
            "contacts.balance.first_attempts",
            "no meaning for new issues",
        ),
        ({"contacts__balance__work": "infinite"}, "contacts.balance.work", "never ends"),
        ({"queues__service__redial__after": "infinite"}, "queues.service.redial.after", "never ends"),
        (
            {"contacts__balance__work": "0s"},
            "contacts.balance.work",
            "takes no time while returns are unlimited",
        ),
        ({"policies__as_measured__pace__talk": "0s"}, "policies.as_measured.pace", "takes no time"),
    ],
)
def test_what_does_not_fit_is_an_error_at_its_field(
    changes: dict[str, object], field: str, words: str
) -> None:
    assert any(at == field and level == "error" and words in text for at, level, text in findings(**changes))


@pytest.mark.parametrize("name", ["a.b", "a/b", "a\\b", " a", "a\nb", "", "x" * 61])
def test_a_name_that_cannot_stand_in_a_path_or_table_is_an_error(name: str) -> None:
    touchpoint = {"per_customer_year": 0.1, "contact": "complaint"}
    assert [
        level for _, level, text in findings(failures={name: touchpoint}) if "is no usable name" in text
    ] == ["error"]


@pytest.mark.parametrize("name", ["a b", "Zürich-1", "x" * 60])
def test_other_names_are_the_planner_s_choice(name: str) -> None:
    assert findings(failures={name: {"per_customer_year": 0.1, "contact": "complaint"}}) == []


def test_callers_kept_over_the_night_are_a_warning_where_they_would_wait_as_long() -> None:
    kept = {"queues__service__at_closing": "keep"}
    ((at, level, text),) = findings(**kept)
    assert (at, level) == ("queues.service.at_closing", "warning")
    assert "got keep, a night of 20h and a patience that can outlast it" in text
    assert findings(queues__service__patience="5h", **kept) == []
    assert findings(queues__service__at_closing="clear") == []


def test_volume_that_comes_while_its_queue_is_closed_is_a_warning() -> None:
    """Of four hours of equal volume the queue is open for three, on one of two days in another zone's."""
    text = """
version: 1
name: closed
clock: {start: 2026-03-02, days: 2, warm_up: 0d, drain: 0d, open: "08:00-12:00", interval: 30m, timezone: UTC}
queues: {line: {patience: 3m, open: OPEN}, post: {channel: email, open: "08:00-09:00"}}
contacts: {call: {queue: line, volume: VOLUME, work: 4m}, letter: {queue: post, volume: 1, work: 4m}}
groups: {agents: {skills: [line, post], skill: 100%}}
on_duty: {agents: 20}
customers: {count: 100, repeat_window: 0s}
policies: {usual: {pace: none}}
baseline: usual
"""

    def told(hours: str, volume: str = "3") -> list[str]:
        written = text.replace("OPEN", hours).replace("VOLUME", volume)
        found = crosscheck(Scenario.model_validate(parse(written, "closed.yaml").tree.value))
        return [one.text for one in found if one.address == ("contacts", "call", "volume")]

    assert "got 25 % of it outside the hours of line" in told('"08:00-11:00"')[0]
    assert "got 12 % of it" in told('{mon: "08:15-11:15", tue: "08:00-12:00"}')[0]
    assert "got 50 % of it" in told('{timezone: Asia/Tokyo, mon-sun: "15:00-19:00"}')[0]
    assert told('"08:00-11:00"', "[3, 3, 3, 3, 3, 3, 0, 0]") == []
    assert told('"08:00-12:00"') == []
    assert told('"08:00-11:00", redial_blocked: {chance: 60%, after: 20h}') == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"clock__drain": "1d"}, "clock.drain"),
        ({"contacts__balance__volume": {"mon": [1, 2, 3, 4]}}, "contacts.balance.volume"),
        ({"queues__sales": {"patience": "1m"}}, "queues.sales"),
        ({"contacts__balance__first_attempts": 0}, "contacts.balance.counts"),
        ({"queues__service__service_level": "20/80"}, "queues.service.service_level"),
        (
            {"queues__service__service_level": "90/4", "queues__service__short_abandon": "0s"},
            "queues.service.service_level",
        ),
    ],
)
def test_what_is_odd_but_can_run_is_a_warning(changes: dict[str, object], field: str) -> None:
    assert [(at, level) for at, level, _ in findings(**changes)] == [(field, "warning")]


@pytest.mark.parametrize(
    ("level", "words"),
    [
        ("20/80", "is 20 % within 1m20s; allowed, but rare). Write 80/20, if that is meant."),
        ("30/20", "Write 80/20, if that is meant."),
        (
            "90/4",
            "is a short time for calls (got 90/4, that is 90 % within 4s; allowed, but rare).",
        ),
    ],
)
def test_a_service_level_that_looks_mistaken_is_told_with_what_may_be_meant(level: str, words: str) -> None:
    changes = {"queues__service__service_level": level, "queues__service__short_abandon": "0s"}
    assert words in findings(**changes)[0][2]


@pytest.mark.parametrize("level", ["50/20", "100/5", "80/0"])
def test_a_service_level_that_is_used_somewhere_brings_no_warning(level: str) -> None:
    assert findings(queues__service__service_level=level, queues__service__short_abandon="0s") == []


ALONE = {
    "contacts__balance__refers_to": None,
    "contacts__complaint__refers_to": None,
    "groups__generalists": {"skills": ["service"]},
    "groups__specialists__skill": "97%",
}


def test_skill_left_to_its_default_without_a_second_tier_is_a_warning() -> None:
    told = {at: text for at, level, text in findings(**ALONE) if at.endswith("skill") and level == "warning"}
    assert set(told) == {"groups.generalists.skill"}
    assert told["groups.generalists.skill"].startswith("leaves 25 % of issues of balance, complaint never")
    measured = ALONE | {
        "policies": {"usual": {"pace": {"kind": "measured", "talk": "4m", "resolved": "80%"}}}
    }
    assert not [at for at, _, _ in findings(**measured, baseline="usual") if at.endswith("skill")]
    stated = ALONE | {"groups__generalists": {"skills": ["service"], "skill": "75%"}}
    per_queue = ALONE | {"groups__generalists": {"skills": {"service": {"skill": "75%"}}}}
    referring = {key: value for key, value in ALONE.items() if not key.startswith("contacts")}
    for changes in (stated, per_queue, referring):
        assert not [at for at, _, _ in findings(**changes) if at.startswith("groups")]


def cut(begins: str) -> dict[str, object]:
    return {"begins": begins, "lasts": "2d", "times": 2}


HOLD = {"kind": "virtual_hold", "when_over": "1m"}
NO_JOB = {"queue": "service", "work": "7m"}
CHATS = {"queues__service__channel": "chat", "queues__disputes__channel": "chat"}
APART = {"groups__specialists__skills": ["disputes"], "policies__target__discipline": "earliest_due"}


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        (
            {"contacts__complaint": NO_JOB},
            "policies.when_few_wait.scheduling",
            "changes nothing (got customers_time and no contact type with a job; allowed with one). Add job:",
        ),
        (
            {"failures__statement__per_customer_year": 0},
            "policies.when_few_wait.recovery",
            "changes nothing (got ask_what_is_fair and no failures; allowed with failures). Add failures:",
        ),
        (
            {
                "failures__statement__per_customer_year": 0,
                "policies__when_few_wait__recovery": "none",
                "policies__target__outreach": "proactive",
            },
            "policies.target.outreach",
            "(got proactive and no failures;",
        ),
        (
            CHATS | {"policies__target__callback": HOLD},
            "policies.target.callback",
            "(got virtual_hold and no queue of calls; allowed with one). Write channel: voice,",
        ),
        (
            {"behaviour__callback__accepts": 0, "policies__target__callback": HOLD},
            "policies.target.callback",
            "(got virtual_hold and nobody who accepts; allowed with behaviour.callback.accepts above 0).",
        ),
        (
            {"behaviour__self_service__tries": 0, "policies__target__self_service": "front_door"},
            "policies.target.self_service",
            "(got front_door and nobody who tries;",
        ),
        (APART, "policies.target.discipline", "(got earliest_due and no group that serves two queues;"),
        (
            {"policies__target__routing": "skill_priority"},
            "policies.target.routing",
            "(got skill_priority and no queue whose groups differ in rank;",
        ),
        (
            {"groups__generalists__skills": {"service": {"rank": 2}}},
            "groups.generalists.skills.service.rank",
            "changes nothing (got 2; allowed with a policy that has routing: skill_priority, or a discipline",
        ),
        (
            {"policies__again": {"label": "Once more", "pace": "quality_time"}, "policies__free": {}}
            | {"policies__more": {"pace": "quality_time"}},
            "policies.more",
            "chooses what another policy chooses (got again; allowed a policy of its own). Change a lever,",
        ),
        (
            {"baseline": "more", "policies__more": {}, "policies__again": {}},
            "policies.again",
            "(got more, the",
        ),
        ({"behaviour__loyalty": {}}, "behaviour.loyalty", "sees hardly anybody leave (got 5 days;"),
        (
            {"clock__days": 7, "behaviour__loyalty": {"churn": {"price_cuts": [cut("2026-03-23")]}}},
            "behaviour.loyalty.churn.price_cuts.0",
            "changes nothing (got 2026-03-23; allowed within the 28 days from 2026-02-23). Pick a day",
        ),
        (
            {"clock__days": 7, "behaviour__loyalty": {"churn": {"price_cuts": [cut("2026-02-21")]}}},
            "behaviour.loyalty.churn.price_cuts.0",
            "changes nothing (got 2026-02-21;",
        ),
        (
            {"clock__special_days": {"2026-03-05": {"like": "thu"}}},
            "clock.special_days.2026-03-05",
            "changes nothing (got an ordinary day; allowed other hours, another weekday or volume).",
        ),
    ],
)
def test_what_can_change_nothing_is_a_warning(changes: dict[str, object], field: str, words: str) -> None:
    ((at, level, text),) = findings(**changes)
    assert (at, level) == (field, "warning")
    assert words in text


@pytest.mark.parametrize(
    "changes",
    [
        {"failures__statement__per_customer_year": 0, "failures__statement__once_per_customer": True},
        {
            "failures__statement__per_customer_year": 0,
            "policies__when_few_wait__recovery": "none",
            "policies__target__outreach": "survey_triggered",
        },
        {"queues__disputes__channel": "chat", "policies__target__callback": HOLD},
        {"behaviour__self_service__tries": 0, "behaviour__callback__accepts": 0},
        APART | {"groups__generalists__overflow": {"disputes": "1m"}},
        APART | {"policies__target__changes": {"groups.generalists.skills": ["service", "disputes"]}},
        {
            "groups__generalists__skills": {"service": {"rank": 2}},
            "policies__target__routing": "skill_priority",
        },
        {
            "groups__specialists__skills": {"disputes": {"rank": 2}},
            "groups__generalists__overflow": {"disputes": "1m"},
            "policies__target__routing": "skill_priority",
        },
        {"behaviour__loyalty": {"churn": "none"}},
        {"behaviour__loyalty": {}, "clock__days": 7},
        {"clock__days": 7, "behaviour__loyalty": {"churn": {"price_cuts": [cut("2026-03-22")]}}},
        {"clock__days": 7, "behaviour__loyalty": {"churn": {"price_cuts": [cut("2026-02-22")]}}},
        {"clock__special_days": {"2026-03-05": {"like": "fri"}}},
    ],
)
def test_what_can_change_something_brings_no_warning(changes: dict[str, object]) -> None:
    assert findings(**changes) == []


def test_a_variation_that_no_scenario_lists_is_a_warning() -> None:
    tree = parse(FULL.read_text("utf-8").replace("  worst: [busy, short]\n", ""), "full.yaml").tree
    ((at, level, text),) = crosscheck(Scenario.model_validate(tree.value))
    assert (at, level) == (("variations", "short"), "warning")
    assert text.endswith("Add a scenario, such as short: [short], under scenarios.")
