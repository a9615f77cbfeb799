"""Test how long each pace holds a conversation, by hand and against the closed forms of section 3.10."""

from math import exp, log

import pytest
from pydantic import TypeAdapter, ValidationError

from sim.codes import End
from sim.distributions import lognormal
from sim.distributions.lognormal import Lognormal
from sim.policies.pace import adaptive, handle_time_target, measured, none, quality_time
from sim.policies.pace.base import AnyPace
from sim.theory.early_ending import hard_cut, truncated_talk

LUCKS = [(k + 0.5) / 100 for k in range(100)]
WORKS = [(k + 0.5) / 2000 for k in range(2000)]


def load(kind, **settings):
    return TypeAdapter(AnyPace).validate_python({"kind": kind, **settings})


@pytest.mark.parametrize(
    ("target", "pressure", "done", "talk"),
    [
        (300.0, 0.5, 0.896429, 265.304790),
        (300.0, 1.0, 0.844190, 249.905255),
        (240.0, 2.0, 0.708060, 214.957624),
        (240.0, 8.0, 0.610495, 191.610036),
    ],
)
def test_holding_to_a_target_over_all_luck_gives_the_closed_form(target, pressure, done, talk):
    work = Lognormal.model_validate({"dist": "lognormal", "mean": "300s", "cv": 1}).numbers()
    pace = load("handle_time_target", target=f"{target}s", pressure=pressure).numbers("agents")
    held = [
        handle_time_target.hold(pace, lognormal.quantile(work, of_work), 0.0, 0.5, u)
        for of_work in WORKS
        for u in LUCKS
    ]
    assert (done, talk) == pytest.approx(truncated_talk(300.0, 1.0, target, pressure), abs=1e-6)
    assert sum(h[4] == End.DONE for h in held) / len(held) == pytest.approx(done, rel=1e-3)
    assert sum(h[0] for h in held) / len(held) == pytest.approx(talk, rel=1e-3)


def test_endless_pressure_cuts_hard_at_the_target():
    work = Lognormal.model_validate({"dist": "lognormal", "mean": "300s", "cv": 1}).numbers()
    pace = load("handle_time_target", target="240s", pressure=1e6).numbers("agents")
    held = [handle_time_target.hold(pace, lognormal.quantile(work, u), 0.0, 0.5, 0.5) for u in WORKS]
    assert sum(h[4] == End.DONE for h in held) / len(held) == pytest.approx(0.558929, abs=1e-3)
    assert sum(h[0] for h in held) / len(held) == pytest.approx(
        hard_cut(300.0, 1.0, 240.0).mean_talk, rel=1e-3
    )


def test_a_target_leaves_short_work_alone_and_cuts_long_work_past_it():
    pace = (200.0, 2.0, 45.0)
    assert handle_time_target.hold(pace, 200.0, 0.0, 0.5, 0.5) == pytest.approx(
        (200.0, 45 * exp(-2), 0, 2, End.DONE)
    )
    cut_at = 200.0 + 100.0 * log(2)
    assert handle_time_target.hold(pace, 300.0, 0.0, 0.5, 0.5) == pytest.approx(
        (cut_at, 0.0, 300.0 - cut_at, 2.0, End.CUT)
    )


def test_congestion_adds_to_the_pressure_of_a_target():
    cut_at = 200.0 + 200.0 / 2.5 * log(2)
    held = handle_time_target.hold((200.0, 2.0, 45.0), 300.0, 1.0, 0.5, 0.5)
    assert held == pytest.approx((cut_at, 0.0, 300.0 - cut_at, 2.5, End.CUT))


def test_a_target_without_pressure_is_no_target():
    held = handle_time_target.hold((200.0, 0.0, 45.0), 900.0, 0.0, 0.5, 0.99)
    assert held == (900.0, 45.0, 0.0, 0.0, End.DONE)


def test_pressure_can_be_told_by_what_share_ends_within_a_time():
    pace = load("handle_time_target", target="4m", pressure={"ended": "60%", "within": "1m"})
    numbers = pace.numbers("agents")
    assert numbers == pytest.approx((240.0, -log(0.4) * 4, 45.0))
    assert handle_time_target.hold(numbers, 9e9, 0.0, 0.5, 0.6)[0] == pytest.approx(300.0)


@pytest.mark.parametrize("pressure", [{"ended": "100%", "within": "1m"}, {"ended": "60%", "within": "0s"}])
def test_pressure_without_bound_is_refused(pressure):
    with pytest.raises(ValidationError, match="gives no finite pressure"):
        load("handle_time_target", target="4m", pressure=pressure)


def test_quality_time_ends_no_conversation_and_stays_while_there_is_no_crowd():
    numbers = load("quality_time", rapport="40s").numbers("agents")
    assert quality_time.hold(numbers, 900.0, 0.0, 0.5, 0.5) == (900.0, 40.0, 0.0, 0.0, End.DONE)
    assert quality_time.hold(numbers, 900.0, 2.0, 0.5, 0.5) == pytest.approx(
        (900.0, 40 / exp(1), 0.0, 1.0, End.DONE)
    )


def test_no_pace_talks_as_long_as_the_work_takes():
    assert none.hold((), 900.0, 1.4, 0.5, 0.5) == (900.0, 0.0, 0.0, 0.7, End.DONE)
    assert load("none").talk_of("agents") is None


def test_a_measured_pace_resolves_its_share_and_groups_may_differ():
    pace = load("measured", talk="4m", resolved="70%", groups={"experts": {"talk": "5m", "resolved": "90%"}})
    assert [pace.talk_of(group).expected() for group in ("agents", "experts")] == [240.0, 300.0]
    ends = {
        group: [measured.hold(pace.numbers(group), 240.0, 0.0, 0.5, u)[4] for u in LUCKS]
        for group in ("agents", "experts")
    }
    assert {group: found.count(End.DONE) for group, found in ends.items()} == {"agents": 70, "experts": 90}
    assert ends["agents"].count(End.UNSOLVED) == 30


def test_contact_types_may_have_a_measured_talk_of_their_own_but_for_groups_with_figures():
    experts = {"experts": {"talk": "5m", "resolved": "90%"}}
    pace = load("measured", talk="4m", resolved="70%", contacts={"invoice": "7m"}, groups=experts)
    assert [pace.talk_of("agents", kind).expected() for kind in ("invoice", "balance")] == [420.0, 240.0]
    assert pace.talk_of("experts", "invoice").expected() == 300.0


def test_queues_may_have_a_measured_talk_of_their_own_whatever_the_contact_type():
    given = {"contacts": {"invoice": "7m"}, "queues": {"second": "9m"}}
    pace = load(
        "measured", talk="4m", resolved="70%", groups={"experts": {"talk": "5m", "resolved": 1}}, **given
    )
    found = [
        pace.talk_of("agents", kind, line).expected()
        for kind in ("invoice", "balance")
        for line in ("first", "second")
    ]
    assert found == [420.0, 540.0, 240.0, 540.0]
    assert pace.talk_of("experts", "invoice", "second").expected() == 300.0
    assert [mention.name for mention in pace.mentions()] == ["experts", "invoice", "second"]


def test_an_adaptive_pace_takes_time_up_to_its_limit_and_holds_to_the_target_beyond_it():
    pace = load("adaptive", target="200s", pressure=2, rapport="40s", above=0.5)
    numbers = pace.numbers("agents")
    assert numbers == (200.0, 2.0, 40.0, 0.5)
    assert adaptive.hold(numbers, 900.0, 0.5, 0.0, 0.5) == (900.0, 40.0, 0.0, 0.0, End.DONE)
    cut_at = 200.0 + 100.0 * log(2)
    assert adaptive.hold(numbers, 900.0, 0.51, 0.0, 0.5) == pytest.approx(
        (cut_at, 0.0, 900.0 - cut_at, 2.0, End.CUT)
    )


@pytest.mark.parametrize(
    ("above", "other", "settings"),
    [(100.0, "quality_time", {}), (0.0, "handle_time_target", {"target": "200s"})],
)
def test_an_adaptive_pace_whose_limit_is_never_or_always_passed_is_another_pace(above, other, settings):
    numbers = load("adaptive", target="200s", above=above).numbers("agents")
    hold = {"quality_time": quality_time.hold, "handle_time_target": handle_time_target.hold}[other]
    for wanted in (150.0, 900.0):
        expected = hold(load(other, **settings).numbers("agents"), wanted, 0.8, 0.5, 0.3)
        assert adaptive.hold(numbers, wanted, 0.8, 0.5, 0.3) == expected
