"""Test the ends of shifts, breaks and nobody at all, worked out by hand; times are seconds after opening."""

from sim.codes import AgentState, Closing, End, Outcome

AVAILABLE, TALK, ACW, BREAK = AgentState.AVAILABLE, AgentState.TALK, AgentState.ACW, AgentState.BREAK
HOUR = 3600.0
NOTES = {"policies": {"usual": {"handoff": {"kind": "cold", "notes": "50%"}}}}
CUTS_OFF = {"groups": {"agents": {"at_shift_end": "cut_off"}}, **NOTES}
EARLY = {"hours": "08:00-10:00", "staff": {"agents": 1}}
LATE = {"hours": "11:00-12:00", "staff": {"agents": 1}}
BRIEF = {"hours": "10:10-10:11", "staff": {"agents": 1}}
ALL_DAY = {"hours": "08:00-12:00", "staff": {"agents": 1}}


def shifts(**of):
    """Return shifts of agents, with an expert there all day."""
    return {"shifts": {"day": {"hours": "08:00-12:00", "staff": {"agents": 0, "specialists": 1}}, **of}}


def duty(played, agent):
    rows = [row for row in played.duty if row["agent"] == agent]
    return [(row["begins"], row["ends"], row["state"]) for row in rows]


def overtime(played):
    return [(row["agent"], row["begins"], row["ends"]) for row in played.overtime]


def test_a_contact_cut_off_comes_back_first_in_line_and_is_heard_again(play, need):
    calls = [need(2 * HOUR - 120.0), need(2 * HOUR - 60.0)]
    played = play(calls, CUTS_OFF | shifts(early=EARLY, late=LATE))
    first, again, second = played.legs
    assert (first["talk"], first["acw"], first["end"]) == (120.0, 0.0, End.SHIFT_OVER)
    assert (again["joined"], again["wait"], again["explained"]) == (2 * HOUR, HOUR, 1)
    assert again["talk"] == 300.0 - 0.5 * 120.0 + 45.0
    assert (second["wait"], second["talk"]) == (HOUR + 60.0 + again["talk"] + 30.0, 300.0)
    assert duty(played, 0) == [(0.0, 2 * HOUR - 120.0, AVAILABLE), (2 * HOUR - 120.0, 2 * HOUR, TALK)]
    assert played.column("contacts", "legs") == [2, 1]
    assert played.column("issues", "closing") == [Closing.RESOLVED] * 2
    assert overtime(played) == []


def test_a_contact_finished_after_the_shift_is_overtime(play, need):
    played = play([need(2 * HOUR - 120.0)], NOTES | shifts(early=EARLY, late=LATE))
    assert played.column("legs", "end") == [End.DONE]
    assert overtime(played) == [(0, 2 * HOUR, 2 * HOUR + 180.0 + 30.0)]


def test_who_is_free_takes_a_contact_cut_off_at_once(play, need):
    played = play([need(2 * HOUR - 120.0)], CUTS_OFF | shifts(early=EARLY, long=ALL_DAY))
    assert played.column("legs", "agent") == [0, 1]
    assert played.column("legs", "wait") == [0.0, 0.0]
    assert played.column("issues", "people") == [2]


def test_nobody_whose_shift_ends_at_the_same_moment_takes_it(play, need):
    two = {**EARLY, "staff": {"agents": 2}}
    played = play([need(2 * HOUR - 120.0)], CUTS_OFF | shifts(early=two, late=LATE))
    assert played.column("legs", "agent") == [0, 2]
    assert played.column("legs", "wait") == [0.0, HOUR]


def test_several_contacts_cut_off_keep_the_order_of_their_agents_leaving(play, need):
    two = {**EARLY, "staff": {"agents": 2}}
    calls = [need(2 * HOUR - 120.0), need(2 * HOUR - 60.0), need(2 * HOUR - 30.0)]
    played = play(calls, CUTS_OFF | shifts(early=two, late=LATE))
    answered = sorted((row["joined"] + row["wait"], row["issue"]) for row in played.legs)
    assert [issue for _, issue in answered] == [1, 2, 2, 1, 3]  # each to the head: the last to come first


def test_after_call_work_is_done_after_the_shift(play, need):
    played = play([need(2 * HOUR - 310.0)], CUTS_OFF | shifts(early=EARLY, late=LATE))
    assert played.column("legs", "end") == [End.DONE]
    assert overtime(played) == [(0, 2 * HOUR, 2 * HOUR + 20.0)]


def test_who_stays_on_the_line_for_a_handoff_is_not_cut_off(play, need):
    warm = {"usual": {"handoff": {"kind": "warm", "conveyed": "100%", "introduction": "30s", "stays": "5m"}}}
    day = shifts(early=EARLY)
    day["shifts"]["day"] = {"hours": "10:01-12:00", "staff": {"agents": 0, "specialists": 1}}
    refers = {"contacts": {"question": {"refers_to": "specialists"}}, "policies": warm}
    hard = need(2 * HOUR - 100.0, luck={("issue", 0, 0, 1): 0.9})
    played = play([hard], {**CUTS_OFF, **refers} | day)
    assert played.column("legs", "talk") == [90.0 + 70.0 + 30.0, 30.0 + 210.0]
    assert overtime(played) == [(0, 2 * HOUR, 2 * HOUR + 90.0 + 30.0)]


CONSULTS = {
    "contacts": {"question": {"refers_to": "specialists"}},
    "policies": {"usual": {"handoff": {"kind": "consult", "advice": "40s", "stays": "5m"}}},
}


def test_who_advises_a_colleague_is_not_cut_off(play, need):
    groups = {"agents": {"skill": "50%"}, "specialists": {"at_shift_end": "cut_off"}}
    day = {"hours": "08:00-12:00", "staff": {"agents": 1, "specialists": 0}}
    early = {"hours": "08:00-10:00", "staff": {"agents": 0, "specialists": 1}}
    hard = need(2 * HOUR - 110.0, luck={("issue", 0, 0, 1): 0.9})
    played = play([hard], {**CONSULTS, "groups": groups, "shifts": {"day": day, "early": early}})
    # 90 s of diagnosis, advice over the end of the expert's shift, and the 210 s that are left
    assert played.column("legs", "talk") == [130.0, 40.0, 210.0]
    assert [row[1:] for row in overtime(played)] == [(2 * HOUR, 2 * HOUR + 20.0)]


def test_a_case_is_kept_no_longer_than_the_shift_of_who_kept_it(play, need):
    groups = {"agents": {"skill": "50%", "at_shift_end": "cut_off"}}
    hard = need(2 * HOUR - 200.0, luck={("issue", 0, 0, 1): 0.9})
    played = play([hard], {**CONSULTS, "groups": groups} | shifts(early=EARLY, late=LATE))
    # after 90 s of diagnosis and 40 s of advice, 70 of the 210 s that are left
    assert [(row["agent"], row["talk"], row["end"]) for row in played.legs[:3]] == [
        (0, 130.0, End.DONE), (2, 40.0, End.DONE), (0, 70.0, End.SHIFT_OVER),
    ]  # fmt: skip
    assert (played.legs[3]["agent"], played.legs[3]["wait"]) == (1, HOUR)


def test_a_queue_cleared_at_closing_sends_away_who_was_cut_off_then(play, need):
    clears = {"queues": {"service": {"at_closing": "clear"}}}
    played = play([need(4 * HOUR - 120.0)], CUTS_OFF | clears)
    assert played.column("legs", "outcome") == [Outcome.ANSWERED, Outcome.CLEARED]
    assert played.column("contacts", "lost_inside") == [1]


def test_a_next_shift_that_begins_during_overtime_ends_it(play, need):
    second = {"hours": "10:02-12:00", "staff": {"agents": 1}}
    played = play([need(2 * HOUR - 120.0), need(2 * HOUR - 60.0)], NOTES | shifts(early=EARLY, next=second))
    assert played.column("legs", "agent") == [0, 1]
    assert overtime(played) == [(0, 2 * HOUR, 2 * HOUR + 210.0)]


def test_nobody_is_there_and_then_one(play, need):
    calls = [need(0.0), need(60.0), need(HOUR)]
    played = play(calls, shifts(day2={"hours": "09:00-12:00", "staff": {"agents": 1}}))
    assert played.column("legs", "wait") == [HOUR, HOUR - 60.0 + 330.0, 660.0]


def test_a_break_leaves_the_line_waiting_and_its_head_is_served_after_it(play, need):
    day = shifts(a={**ALL_DAY, "breaks": ["09:00-09:10"]})
    played = play([need(HOUR - 60.0), need(HOUR - 30.0), need(HOUR)], day)
    assert played.column("legs", "wait") == [0.0, 630.0, 930.0]
    assert (HOUR + 270.0, HOUR + 600.0, BREAK) in duty(played, 0)


def test_an_agent_away_at_a_meeting_finishes_the_contact_first_and_lets_others_wait(play, need):
    # 25 % of four hours in one stretch, from the middle of the day on
    away = {"groups": {"agents": {"shrinkage": "25%", "away_for": "4h"}}}
    played = play([need(2 * HOUR - 100.0), need(2 * HOUR)], away | shifts(a=ALL_DAY))
    assert played.column("legs", "wait") == [0.0, HOUR]
    assert (2 * HOUR + 230.0, 3 * HOUR, AgentState.AWAY) in duty(played, 0)


def test_an_agent_with_two_channels_serves_email_only_while_no_call_waits(play, need):
    blended = {
        "queues": {"mail": {"channel": "email", "patience": {"dist": "infinite"}, "service_level": "90/4h"}},
        "contacts": {
            "letter": {"queue": "mail", "volume": {"per_hour": 1}, "work": "10m", "acw": "0s"},
        },
        "groups": {"agents": {"skills": ["service", "mail"]}},
        "policies": {
            "usual": {"discipline": {"kind": "static_priority", "order": {"service": 1, "mail": 2}}}
        },
    }
    letters = [need(0.0, kind="letter"), need(10.0, kind="letter"), need(20.0, kind="letter")]
    played = play([*letters, need(100.0), need(200.0)], blended | shifts(a=ALL_DAY))
    begun = sorted((row["joined"] + row["wait"], row["queue"]) for row in played.legs)
    assert [queue for _, queue in begun] == [0, 1, 1, 0, 0]
    assert [time for time, _ in begun] == [0.0, 600.0, 930.0, 1260.0, 1860.0]


def test_all_chats_of_an_agent_come_back_and_go_on_together_with_the_next(play, need):
    chats = {
        "queues": {"service": {"channel": "chat"}},
        "groups": {"agents": {"concurrency": 2, "slow_down": "0%"}},
    }
    changes = {**CUTS_OFF, **chats} | shifts(early=EARLY, late=LATE)
    changes["groups"]["agents"]["at_shift_end"] = "cut_off"
    played = play([need(2 * HOUR - 120.0), need(2 * HOUR - 60.0)], changes)
    assert played.column("legs", "talk") == [120.0, 285.0, 60.0, 315.0]
    assert played.column("legs", "wait") == [0.0, HOUR, 0.0, HOUR]
    assert played.column("legs", "end") == [End.SHIFT_OVER, End.DONE] * 2
    assert overtime(played) == []


def test_who_is_cut_off_does_not_stay_for_a_warm_handoff_nor_does_it_count_as_one(play, need):
    warm = {"usual": {"handoff": {"kind": "warm", "stays": "5m", "at_most": 1}}}
    changes = {**CUTS_OFF, "policies": warm}
    played = play([need(2 * HOUR - 120.0)], changes | shifts(early=EARLY, short=BRIEF, late=LATE))
    assert played.column("legs", "end") == [End.SHIFT_OVER, End.SHIFT_OVER, End.DONE]  # at most one handoff
    assert played.column("legs", "talk")[:2] == [120.0, 60.0]
    assert overtime(played) == []
