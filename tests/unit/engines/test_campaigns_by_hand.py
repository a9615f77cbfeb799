"""Test campaigns in worlds worked out by hand: all luck is 0.5, a talk takes 300 s and 30 s of writing."""

import heapq

import numpy as np
import pytest

from sim.codes import AgentState, Outcome
from sim.engines.reference import engine
from sim.luck import Luck
from sim.scenario.model import Scenario
from sim.world.build import build

AVAILABLE, TALK, ACW, DIALLING = (
    AgentState.AVAILABLE,
    AgentState.TALK,
    AgentState.ACW,
    AgentState.DIALLING,
)
REACHED, UNREACHED, LEFT_ALONE = Outcome.REACHED, Outcome.UNREACHED, Outcome.ABANDONED
WAITING = Outcome.WAITING
HOUR = 3600.0


def calls(*, agents=1, **campaign):
    """A campaign of three people, who all answer after 15 s unless it says otherwise."""
    usual = {"groups": ["agents"], "records": 3, "hours": "08:00-12:00", "right_party": "60%", "talk": "5m"}
    return {
        "contacts": {"question": {"volume": {"per_hour": 1}, "work": "5m", "acw": "30s"}},
        "campaigns": {"renewals": {**usual, "acw": "30s", **campaign}},
        "shifts": {"day": {"hours": "08:00-12:00", "staff": {"agents": agents, "specialists": 1}}},
    }


def rows(played, *columns):
    """Return columns of the campaign's calls, in the order in which they were dialled."""
    found = sorted(played.outbound, key=lambda row: (row["dialled"], row["record"]))
    return [tuple(row[column] for column in columns) for row in found]


def duty(played, agent):
    return [(row["begins"], row["ends"], row["state"]) for row in played.duty if row["agent"] == agent]


def test_an_agent_who_is_free_is_held_until_somebody_answers(play):
    played = play([], calls())
    assert rows(played, "record", "dialled", "rang_until", "begins", "ends", "outcome", "last") == [
        (0, 0.0, 15.0, 0.0, 345.0, REACHED, 1),
        (1, 345.0, 360.0, 345.0, 690.0, REACHED, 1),
        (2, 690.0, 705.0, 690.0, 1035.0, REACHED, 1),
    ]
    assert duty(played, 0)[:4] == [
        (0.0, 15.0, DIALLING),
        (15.0, 315.0, TALK),
        (315.0, 345.0, ACW),
        (345.0, 360.0, DIALLING),
    ]
    assert duty(played, 0)[-1] == (1035.0, 4 * HOUR, AVAILABLE)


def test_who_calls_in_comes_before_the_next_on_the_list(play, need):
    played = play([need(10.0)], calls())
    assert played.column("legs", "wait") == [335.0]
    assert rows(played, "dialled") == [(0.0,), (675.0,), (1020.0,)]


def test_whom_nobody_reaches_is_called_again_after_a_pause_and_before_the_rest(play):
    played = play([], calls(records=30, right_party="40%", pause="60s", tries=2))
    # a call is given up after 25 s: 0, 1 and 2 are tried before 0 is due again at 85
    found = rows(played, "record", "attempt", "dialled", "rang_until", "outcome", "last")
    assert found[:5] == [
        (0, 0, 0.0, 25.0, UNREACHED, 0),
        (1, 0, 25.0, 50.0, UNREACHED, 0),
        (2, 0, 50.0, 75.0, UNREACHED, 0),
        (3, 0, 75.0, 100.0, UNREACHED, 0),
        (0, 1, 100.0, 125.0, UNREACHED, 1),
    ]
    assert len(found) == 60


def test_a_campaign_waits_for_whom_it_is_to_call_again(play):
    played = play([], calls(records=1, right_party="40%", pause="10m", tries=3))
    assert rows(played, "dialled", "last") == [(0.0, 0), (625.0, 0), (1250.0, 1)]


def test_in_a_preview_the_agent_looks_at_the_record_first(play):
    played = play([], calls(records=1, dialling={"kind": "preview", "looks": "30s"}))
    assert rows(played, "dialled", "rang_until", "begins", "ends") == [(30.0, 45.0, 0.0, 375.0)]


def test_predictive_rings_beyond_the_agents_only_as_far_as_the_cap_allows(play):
    dialling = {"kind": "predictive", "calls_per_agent": 3, "cap": "50%"}
    played = play([], calls(records=5, dialling=dialling))
    # one has answered by 345, so one more than the agent may ring; of the two who answer at 360 one is alone
    assert rows(played, "record", "dialled", "begins", "ends", "outcome")[:5] == [
        (0, 0.0, 15.0, 345.0, REACHED),
        (1, 345.0, 360.0, 690.0, REACHED),
        (2, 345.0, 360.0, 360.0, LEFT_ALONE),
        (3, 690.0, 705.0, 1035.0, REACHED),
        (4, 690.0, 705.0, 705.0, LEFT_ALONE),
    ]
    assert [row["agent"] for row in played.outbound if row["outcome"] == LEFT_ALONE] == [-1, -1]
    assert {state for _, _, state in duty(played, 0)} == {AVAILABLE, TALK, ACW}


def test_agents_kept_free_answer_who_calls_in(play, need):
    kept = play([need(10.0)], calls(agents=2, keeps_free=1))
    assert kept.column("legs", "wait") == [0.0]
    assert rows(kept, "dialled", "agent") == [(0.0, 0), (345.0, 1), (690.0, 0)]
    all_call = play([need(10.0)], calls(agents=2))
    assert all_call.column("legs", "wait") == [335.0]


def test_who_answers_follows_the_hour(play):
    late = [{"hours": "09:00-10:00", "right_party": "60%"}]
    played = play([], calls(records=1, right_party="40%", by_hour=late, pause="1h"))
    assert rows(played, "dialled", "outcome") == [(0.0, UNREACHED), (HOUR + 25.0, REACHED)]


def test_nobody_is_called_outside_the_hours_and_a_talk_is_finished_in_overtime(play):
    played = play([], calls(records=1000, hours="11:50-12:00"))
    assert rows(played, "dialled") == [(13800.0,), (14145.0,)]
    assert [(row["begins"], row["ends"]) for row in played.overtime] == [(14400.0, 14490.0)]


@pytest.fixture
def come_up(need):
    """Four calls that come up after 1, 2, 3 and 3.5 hours."""
    return [need(hours * HOUR, kind="campaign renewals") for hours in (1, 2, 3, 3.5)]


def by_volume(**campaign):
    """A campaign whose calls come up by volume."""
    return calls(records=None, volume={"per_hour": 1}, **campaign)


def test_calls_that_come_up_are_dialled_from_then_on(play, measure, come_up):
    found = rows(play(come_up, by_volume()), "record", "due", "dialled", "outcome")
    times = [HOUR, 2 * HOUR, 3 * HOUR, 3.5 * HOUR]
    assert found == [(k, time, time, REACHED) for k, time in enumerate(times)]
    assert measure("outbound_due", come_up, by_volume()) == 4.0
    assert measure("outbound_delay", come_up, by_volume()) == 0.0


def test_calls_that_come_up_wait_for_the_hours_and_for_an_agent(play, measure, come_up):
    late = by_volume(hours="09:30-11:05", talk="1h")
    # the first is spoken to from 5415 to 9015 s, notes to 9045 s; the others come up while the agent is busy
    # until 12690 s, when the campaign's hours (to 11100 s) are over
    assert rows(play(come_up, late), "due", "dialled", "rang_until", "outcome") == [
        (HOUR, 1.5 * HOUR, 5415.0, REACHED),
        (2 * HOUR, 9045.0, 9060.0, REACHED),
        (3 * HOUR, 16 * HOUR, 16 * HOUR, WAITING),
        (3.5 * HOUR, 16 * HOUR, 16 * HOUR, WAITING),
    ]
    assert measure("outbound_due", come_up, late) == 4.0
    assert measure("outbound_tried", come_up, late) == 2.0
    assert measure("outbound_delay", come_up, late) == pytest.approx((1800.0 + 1845.0) / 2)


def test_who_calls_in_comes_before_calls_that_come_up(play, need, come_up):
    played = play([need(HOUR - 10.0), need(HOUR), *come_up], by_volume())
    assert played.column("legs", "wait") == [0.0, 320.0]
    assert rows(played, "due", "dialled")[0] == (HOUR, HOUR + 650.0)


def test_what_came_up_and_nobody_answered_is_tried_again(play, come_up):
    found = play(come_up, by_volume(right_party="40%", pause="10m", tries=2))
    assert rows(found, "record", "attempt", "due", "dialled", "last")[:4] == [
        (0, 0, HOUR, HOUR, 0),
        (0, 1, HOUR + 625.0, HOUR + 625.0, 1),
        (1, 0, 2 * HOUR, 2 * HOUR, 0),
        (1, 1, 2 * HOUR + 625.0, 2 * HOUR + 625.0, 1),
    ]


def storm(**outage):
    """A talk takes 305 s; something fails from 08:06 (360 s) to 08:16, while a call rings."""
    usual = {"hits": "telephony", "begins": ["2026-03-02 08:06"], "lasts": "10m"}
    return {**calls(talk="305s", pause="1h"), "outages": {"storm": {**usual, **outage}}}


def test_nobody_is_dialled_while_the_lines_are_down(play):
    columns = ("record", "dialled", "rang_until", "outcome")
    found = [(0, 0.0, 15.0, REACHED), (1, 350.0, 365.0, UNREACHED), (2, 960.0, 975.0, REACHED)]
    assert rows(play([], storm()), *columns)[:3] == found
    assert rows(play([], storm(campaigns=["renewals"], queues=["specialists"])), *columns)[:3] == found
    goes_on = rows(play([], storm(queues=["specialists"])), *columns)
    assert goes_on == [(0, 0.0, 15.0, REACHED), (1, 350.0, 365.0, REACHED), (2, 700.0, 715.0, REACHED)]


def test_agents_whose_site_is_down_do_not_dial(play):
    found = rows(play([], storm(hits="site", groups=["agents"])), "record", "dialled", "outcome", "agent")
    assert found[:3] == [(0, 0.0, REACHED, 0), (1, 350.0, LEFT_ALONE, 0), (2, 960.0, REACHED, 0)]
    elsewhere = play([], storm(hits="site", groups=["specialists"]))
    assert [row[0] for row in rows(elsewhere, "dialled")] == [0.0, 350.0, 700.0]


def test_the_measures_count_what_a_day_of_calls_did(measure):
    changes = calls(right_party="40%", records=4, tries=1)
    assert measure("outbound_tried", [], changes) == 4.0
    assert measure("outbound_reached", [], changes) == 0.0
    assert measure("outbound_worked_off", [], changes) == 1.0
    assert measure("dialling_share", [], changes) == pytest.approx(100.0 / (8 * HOUR))


def loop(dice, agents, per_agent, cap):
    """Play 4 hours of predictive dialling by an event loop of its own: return answered, left alone, idle."""
    events, free, ringing, hour, answered, alone, idle, clock = [], agents, 0, 0, [0] * 4, [0] * 4, 0.0, 0.0
    while True:
        spare = (cap * answered[hour] - alone[hour]) / (1 - cap)
        while ringing < min(int(per_agent * free), free + max(0, int(spare))):
            ringing += 1
            if dice.random() < 0.3:
                answers = (clock + dice.exponential(15.0), "answers", dice.exponential(120.0))
                heapq.heappush(events, answers)
            else:
                heapq.heappush(events, (clock + 25.0, "nobody", 0.0))
        time, what, talk = heapq.heappop(events)
        idle += free * (min(time, 4 * HOUR) - clock)
        if time >= 4 * HOUR:
            return sum(answered), sum(alone), idle
        clock, hour = time, int(time // HOUR)
        if what == "free":
            free += 1
            continue
        ringing -= 1
        if what == "answers":
            answered[hour] += 1
            if free:
                free -= 1
                heapq.heappush(events, (clock + talk, "free", 0.0))
            else:
                alone[hour] += 1


def dialled(world, replication):
    """Return people who answered, those left alone, and the agents' idle time [s] of one replication."""
    counts = np.zeros(3)

    def sink(table, columns):
        if table == "outbound":
            alone = (columns["outcome"] == LEFT_ALONE).sum()
            counts[:2] += (columns["outcome"] == REACHED).sum() + alone, alone
        elif table == "duty":
            idle = (columns["group"] == 0) & (columns["state"] == AVAILABLE)
            counts[2] += (columns["ends"] - columns["begins"])[idle].sum()

    engine.run(world, Luck(7, replication), sink)
    return counts


@pytest.mark.slow
def test_predictive_dialling_is_that_of_an_independent_event_loop(centre):
    """60 days of 4 hours with 8 agents on both sides; three means within 4 standard errors of each other."""
    changes = calls(agents=8, records=100_000, right_party="30%", talk={"dist": "exponential", "mean": "2m"})
    campaign = {**changes["campaigns"]["renewals"], "acw": "0s"}
    campaign |= {"answers_after": {"dist": "exponential", "mean": "15s"}}
    campaign |= {"dialling": {"kind": "predictive", "calls_per_agent": 3, "cap": "10%"}}
    staffed = {**centre, "campaigns": {"renewals": campaign}, "shifts": changes["shifts"]}
    world, dice = build(Scenario.model_validate(staffed), "usual"), np.random.default_rng(1999)
    ours = np.array([dialled(world, replication) for replication in range(60)])
    theirs = np.array([loop(dice, 8, 3, 0.1) for _ in range(60)], float)
    error = np.sqrt((ours.var(0) + theirs.var(0)) / 60)
    assert (error < (0.02, 0.06, 0.03) * theirs.mean(0)).all()
    assert (np.abs(ours.mean(0) - theirs.mean(0)) < 4 * error).all()
