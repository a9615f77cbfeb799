"""Test who comes first, messages, patience and transfers against event loops written for this test alone.

A loop shares no code with the engine. It takes from the log when contacts arrived and how long they talk,
and has to find when each of them is answered, to a microsecond. What chance decides (a message, a warm
handoff) it reads off the log where it shows; its share is held against the file's, to five standard errors.
"""

import heapq
import math
from collections import defaultdict

import numpy as np
import pytest
from closed_forms import check, run

from sim.engines.reference import engine
from sim.luck import Luck
from sim.scenario.model import Scenario
from sim.theory.priority import cobham
from sim.world.build import build

pytestmark = pytest.mark.slow
DAY = 86400.0
ACW, DIAL, INTRODUCTION = 30.0, 20.0, 30.0
ANSWERED, ABANDONED, WAITING, MESSAGE = 0, 1, 2, 11
EXACT = 1e-6


def centre(policy, **sections):
    """Return a centre that never closes, for two days, with exponential work and 30 s of after-call work."""
    found = {
        "version": 1,
        "name": "loops",
        "clock": {
            "start": "2026-03-02", "days": 2, "warm_up": "0d", "drain": "1d", "interval": "60m",
            "open": {"mon-sun": "00:00-24:00"},
        },
        "behaviour": {"work": {"congestion_pressure": 0}, "recontact": {"chance": 0}},
        "policies": {"usual": policy},
        "baseline": "usual",
        **sections,
    }  # fmt: skip
    return Scenario.model_validate(found)


def kind(queue, per_hour, mean="5m", **more):
    work = {"dist": "exponential", "mean": mean}
    return {"queue": queue, "volume": {"per_hour": per_hour}, "work": work, "acw": f"{ACW:g}s", **more}


def group(*skills, **more):
    return {"skills": list(skills), "skill": "100%", "warmth_spread": 0, **more}


def rows(scenario, table):
    """Play a scenario once, and return the rows of a table of its log, issue by issue and leg by leg."""
    chunks = []
    engine.run(
        build(scenario, "usual"), Luck(7, 0), lambda name, columns: chunks.append((name, dict(columns)))
    )
    found = [columns for name, columns in chunks if name == table]
    columns = {name: np.concatenate([chunk[name] for chunk in found]).tolist() for name in found[0]}
    made = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return sorted(made, key=lambda row: (row["issue"], row["attempt"], row["leg"]))


def same(waits, played):
    """Compare the waits that a loop found, by issue, with those of the log that ended."""
    assert len(waits) == len(played) > 1000
    played = [row for row in played if row["outcome"] != WAITING]
    assert max(abs(waits[row["issue"]] - row["wait"]) for row in played) < EXACT
    assert sum(row["wait"] > 0.0 for row in played) > 200


def binomial(hits, tries, share):
    """Assert that a share of at least 100 tries lies within five standard errors of what the file says."""
    assert tries > 100
    assert abs(hits - share * tries) < 5.0 * math.sqrt(tries * share * (1.0 - share))


def one_line(played, agents, leaves):
    """Return by issue the wait in one line served first come first served by `agents`.

    leaves: by issue, the wait after which one who is still in line goes.
    """
    free_at = [0.0] * agents
    heapq.heapify(free_at)
    waits = {}
    for row in sorted(played, key=lambda row: row["joined"]):
        begins = max(row["joined"], free_at[0])
        gives_up = row["joined"] + leaves.get(row["issue"], math.inf)
        if gives_up < begins:
            waits[row["issue"]] = gives_up - row["joined"]
            continue
        waits[row["issue"]] = begins - row["joined"]
        talk = row["talk"] if row["outcome"] == ANSWERED else math.nan
        heapq.heapreplace(free_at, begins + talk + ACW)
    return waits


def test_own_queue_first_in_a_static_priority():
    """2 x 2 agents; each group serves its own queue first, whatever the order of queues says."""
    scenario = centre(
        {"discipline": {"kind": "static_priority", "order": {"a": 1, "b": 2}, "own_first": True}},
        queues={name: {"patience": {"dist": "infinite"}} for name in "ab"},
        contacts={"of_a": kind("a", 18), "of_b": kind("b", 18)},
        groups={
            "first": group() | {"skills": {"a": {"rank": 1}, "b": {"rank": 2}}},
            "second": group() | {"skills": {"a": {"rank": 2}, "b": {"rank": 1}}},
        },
        on_duty={"first": 2, "second": 2},
    )
    played = rows(scenario, "legs")
    own = (0, 0, 1, 1)  # the queue of each agent's group
    free = [(0.0, agent) for agent in range(4)]
    lines, waits, busy = ([], []), {}, []
    arrivals = sorted((row["joined"], row["issue"], row) for row in played)

    def serve(agent, row, now):
        waits[row["issue"]] = now - row["joined"]
        heapq.heappush(busy, (now + row["talk"] + ACW, agent))

    for at, _, row in [*arrivals, (math.inf, 0, None)]:
        while busy and busy[0][0] <= at:
            now, agent = heapq.heappop(busy)
            for queue in (own[agent], 1 - own[agent]):
                if lines[queue]:
                    serve(agent, lines[queue].pop(0), now)
                    break
            else:
                free.append((now, agent))
        if row is not None and free:
            free.sort()
            serve(free.pop(0)[1], row, at)
        elif row is not None:
            lines[row["queue"]].append(row)
    same(waits, played)


def test_who_is_asked_leaves_a_message_by_chance():
    scenario = centre(
        {},
        queues={"a": {"patience": {"dist": "infinite"}, "message": {"chance": "40%", "after": "45s"}}},
        contacts={"of_a": kind("a", 40)},
        groups={"agents": group("a")},
        on_duty={"agents": 4},
    )
    played = rows(scenario, "legs")
    left = {row["issue"]: 45.0 for row in played if row["outcome"] == MESSAGE}
    same(one_line(played, 4, left), played)
    asked = sum(row["wait"] > 45.0 for row in played) + len(left)
    binomial(len(left), asked, 0.4)


def test_nobody_waits_beyond_the_longest_patience():
    scenario = centre(
        {},
        queues={"a": {"patience": {"dist": "exponential", "mean": "2m"}, "patience_at_most": "90s"}},
        contacts={"of_a": kind("a", 55)},
        groups={"agents": group("a")},
        on_duty={"agents": 4},
    )
    played = rows(scenario, "legs")
    gone = {row["issue"]: row["wait"] for row in played if row["outcome"] == ABANDONED}
    same(one_line(played, 4, gone), played)
    assert max(row["wait"] for row in played) == pytest.approx(90.0)
    # before the limit patience ends at a rate of one in two minutes of waiting, whoever is answered
    sooner = sum(wait < 90.0 - EXACT for wait in gone.values())
    waited = sum(row["wait"] for row in played) / 120.0
    assert len(gone) - sooner > 50
    assert abs(sooner - waited) < 5.0 * math.sqrt(waited)


def by_issue(played):
    """Return the legs of each issue, in order."""
    legs = defaultdict(list)
    for row in played:
        legs[row["issue"]].append(row)
    return legs


def same_in_tiers(legs, joined, answered):
    """Compare when contacts came to each tier and were answered there, by issue and tier, with their legs."""
    for tier in (0, 1):
        of_tier = [of[tier] for of in legs.values() if len(of) > tier]
        for row in (row for row in of_tier if row["outcome"] != WAITING):
            at = row["issue"], tier
            assert joined[at] == pytest.approx(row["joined"], abs=EXACT, rel=0.0)
            assert answered[at] - joined[at] == pytest.approx(row["wait"], abs=EXACT, rel=0.0)
        assert sum(row["wait"] > 0.0 for row in of_tier) > 100


def test_a_share_is_handed_off_warm_after_dialling():
    """Referrals by chance; the agent dials, and in 30 % of them stays until a colleague knows the case."""
    handoff = {"kind": "warm", "share": "30%", "dial": "20s", "introduction": "30s", "stays": "1d"}
    scenario = centre(
        {"handoff": handoff},
        queues={name: {"patience": {"dist": "infinite"}} for name in ("first", "second")},
        contacts={"call": kind("first", 36, refers_to="second", referral={"chance": "40%"})},
        groups={"agents": group("first"), "experts": group("second")},
        on_duty={"agents": 6, "experts": 2},
    )
    played = rows(scenario, "legs")
    legs = by_issue(played)
    referred = {issue: of for issue, of in legs.items() if len(of) == 2}
    warm = {issue for issue, (_, second) in referred.items() if not second["explained"]}
    binomial(len(warm), len(referred), 0.3)
    binomial(len(referred), len(legs), 0.4)
    events = [(of[0]["joined"], 2, issue, 0) for issue, of in legs.items()]
    heapq.heapify(events)
    free, lines, answered, joined = [6, 2], ([], []), {}, {}

    def answer(issue, tier, now):
        free[tier] -= 1
        answered[issue, tier] = now
        if tier == 1:
            if issue in warm:  # the first agent stays for the wait, and introduces
                heapq.heappush(events, (now + INTRODUCTION + ACW, 0, issue, 0))
            heapq.heappush(events, (now + referred[issue][1]["talk"] + ACW, 0, issue, 1))
            return
        ends = now + own_talk(issue)
        if issue in referred:
            heapq.heappush(events, (ends, 2, issue, 1))
        if issue not in warm:
            heapq.heappush(events, (ends + ACW, 0, issue, 0))

    def own_talk(issue):
        """Return the talk of the first agent alone, dialling included."""
        talk = legs[issue][0]["talk"]
        if issue in warm:
            talk -= legs[issue][1]["wait"] + INTRODUCTION
        return talk

    while events:
        now, event, issue, tier = heapq.heappop(events)
        if event == 0:
            free[tier] += 1
            if lines[tier]:
                answer(lines[tier].pop(0), tier, now)
            continue
        joined[issue, tier] = now
        if free[tier]:
            answer(issue, tier, now)
        else:
            lines[tier].append(issue)
    same_in_tiers(legs, joined, answered)


def test_dialling_comes_on_top_of_the_work():
    """With the same luck, a handoff that takes 20 s to dial makes each referring talk 20 s longer."""

    def talks(dial):
        scenario = centre(
            {"handoff": {"kind": "cold", "dial": dial}},
            queues={name: {"patience": {"dist": "infinite"}} for name in ("first", "second")},
            contacts={"call": kind("first", 30, refers_to="second", referral={"chance": "40%"})},
            groups={"agents": group("first"), "experts": group("second")},
            on_duty={"agents": 8, "experts": 5},
        )
        found = defaultdict(list)
        for row in rows(scenario, "legs"):
            found[row["issue"]].append(row["talk"])
        return found

    without, with_dial = talks("0s"), talks("20s")
    assert len(without) > 1000
    for issue, talk in without.items():
        longer = DIAL if len(talk) == 2 else 0.0
        assert with_dial[issue][0] - talk[0] == pytest.approx(longer, abs=EXACT)


def test_contact_types_with_priority_in_one_line_wait_as_cobham_says():
    """20 replications of 7 days: 604,800 contacts."""
    runs = run("priority_by_type")
    exact = cobham((60 / 3600, 120 / 3600), 60.0, 4)
    for name, wait in zip(("urgent", "usual"), exact.mean_waits, strict=True):
        check(f"wait of {name}", runs.sums("wait_mean", of=("contact", name)), wait)
    check("wait of all", runs.sums("wait_mean"), exact.mean_wait)
