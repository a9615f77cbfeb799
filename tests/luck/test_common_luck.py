"""Test that policies meet the same customers with the same luck, and that runs can be repeated."""

import numpy as np
import pytest

from sim.codes import Outcome
from sim.engines.reference import engine
from sim.logs import Digest
from sim.luck import LEG, PURPOSES, STAY, Luck
from sim.reporting.simulate import simulate
from sim.scenario.model import Scenario
from sim.world.build import build

ANSWERED, ABANDONED = int(Outcome.ANSWERED), int(Outcome.ABANDONED)
CENTRE = {
    "version": 1,
    "name": "common luck",
    "clock": {"start": "2026-03-02", "days": 1, "warm_up": "1d", "drain": "1d", "open": "08:00-12:00"},
    "queues": {
        "service": {
            "patience": {"dist": "exponential", "mean": "2m"},
            "redial": {"chance": "50%", "after": {"dist": "exponential", "mean": "10m"}},
        },
        "experts": {"patience": {"dist": "exponential", "mean": "4m"}},
    },
    "contacts": {
        "question": {
            "queue": "service",
            "refers_to": "experts",
            "volume": {"per_hour": 50},
            "day_to_day": "20%",
            "work": {"dist": "lognormal", "mean": "4m", "cv": 1},
        },
        "complaint": {"queue": "service", "refers_to": "experts", "work": "4m"},
    },
    "groups": {"agents": {"skills": ["service"]}, "experts": {"skills": ["experts"], "skill": "97%"}},
    "on_duty": {"agents": 5, "experts": 2},
    "customers": {"count": 900},
    "failures": {"statement": {"per_customer_year": 20, "contact": "complaint"}},
    "behaviour": {"recontact": {"after": {"dist": "exponential", "mean": "1h"}}},
    "policies": {
        "target": {"pace": {"kind": "handle_time_target", "counts": "talk", "target": "2m"}},
        "quality": {"pace": "quality_time", "changes": {"on_duty.agents": {"add": 1}}},
    },
    "baseline": "target",
}

# nobody works part-time here, everybody is let in, referrals go by complexity, and nothing fails; nobody is
# marked, asked for a message, called by a campaign, handed over warmly by chance, or rung in vain
NOT_ASKED_FOR = {"busy_day", "callback", "confirm", "dial", "entry", "interval_factor", "outage", "presence"}
NOT_ASKED_FOR |= {
    "candidate",
    "drawn_wait",
    "hang_up",
    "hangs_up",
    "job",
    "mark",
    "message",
    "outbound",
    "outreach",
    "quit",
    "referral",
    "ring",
    "self_service",
    "silence",
    "starters",
    "transfer",
    "visit",
}


class Recorded(Luck):
    """Draw as luck does, and note what stood at every address."""

    def __init__(self, seed, replication):
        super().__init__(seed, replication)
        self.drawn = {}

    def at(self, purpose, name, entity, attempt=0, leg=0):
        found = super().at(purpose, name, entity, attempt, leg)
        self.drawn[purpose.name, name, entity, attempt, leg] = tuple(found)
        return found

    def blocks(self, purpose, spans):
        spans = list(spans)
        return self.noted(purpose, spans, super().blocks(purpose, spans))

    def noted(self, purpose, spans, found):
        places = [(name, entity + k) for name, entity, count in spans for k in range(count)]
        rows = map(tuple, found.tolist())
        self.drawn |= {(purpose.name, *place, 0, 0): row for place, row in zip(places, rows, strict=True)}
        return found


def run(policy, seed=1, replication=0, luck=Luck):
    """Return the log tables of one run, its luck and the digest of its logs."""
    chunks, digest = {}, Digest()

    def sink(table, columns):
        digest.add(table, columns)
        for name, column in columns.items():
            chunks.setdefault(table, {}).setdefault(name, []).append(column)

    used = luck(seed, replication)
    engine.run(build(Scenario.model_validate(CENTRE), policy), used, sink)
    tables = {
        table: {name: np.concatenate(parts) for name, parts in columns.items()}
        for table, columns in chunks.items()
    }
    return tables, used, digest.text()


@pytest.fixture(scope="module")
def target():
    return run("target", luck=Recorded)


@pytest.fixture(scope="module")
def quality():
    return run("quality", luck=Recorded)


def by_issue(tables, *names):
    """Return the named columns of the issues, sorted by issue."""
    issues = tables["issues"]
    order = np.argsort(issues["issue"])
    return [issues[name][order].tolist() for name in names]


def stays(tables):
    """Return the rows of the legs by address: (issue, attempt, leg) to (queue, outcome, wait)."""
    legs = tables["legs"]
    places = zip(legs["issue"].tolist(), legs["attempt"].tolist(), legs["leg"].tolist(), strict=True)
    values = zip(legs["queue"].tolist(), legs["outcome"].tolist(), legs["wait"].tolist(), strict=True)
    return dict(zip(places, values, strict=True))


def test_two_policies_share_every_uniform_on_every_address_both_visit(target, quality):
    mine, theirs = target[1].drawn, quality[1].drawn
    shared = mine.keys() & theirs.keys()
    assert {name for name, *_ in shared} == PURPOSES.keys() - NOT_ASKED_FOR
    assert any(attempt > 0 or leg > 0 for name, _, _, attempt, leg in shared if name in {STAY.name, LEG.name})
    assert len(shared) > 1000
    assert {place for place in shared if mine[place] != theirs[place]} == set()
    assert mine.keys() != theirs.keys()


def test_two_policies_meet_the_same_needs_customer_by_customer(target, quality):
    names = ("issue", "customer", "type", "segment", "touchpoint", "severity", "work", "opened")
    mine, theirs = by_issue(target[0], *names), by_issue(quality[0], *names)
    assert len(mine[0]) > 500
    assert set(mine[2]) == {0, 1}
    assert mine == theirs
    assert by_issue(target[0], "agent_seconds") != by_issue(quality[0], "agent_seconds")


def test_who_hangs_up_under_both_policies_has_the_same_patience(target, quality):
    mine, theirs = stays(target[0]), stays(quality[0])
    places = [place for place in mine.keys() & theirs.keys() if mine[place][0] == theirs[place][0]]
    both = [place for place in places if mine[place][1] == theirs[place][1] == ABANDONED]
    one = [place for place in places if mine[place][1] == ABANDONED and theirs[place][1] == ANSWERED]
    assert len(both) > 20
    assert [mine[place][2] for place in both] == pytest.approx([theirs[place][2] for place in both], abs=1e-9)
    assert len(one) > 20
    assert all(theirs[place][2] <= mine[place][2] + 1e-9 for place in one)


def test_the_same_seed_gives_the_same_digest_and_another_seed_or_replication_another(target):
    same = run("target")[2]
    assert same == target[2]
    assert len({same, run("target", seed=2)[2], run("target", replication=1)[2]}) == 3


@pytest.mark.slow
def test_one_process_and_two_give_the_same_digests():
    scenario = Scenario.model_validate(CENTRE)
    alone, together = (simulate(scenario, replications=2, seed=1, jobs=jobs) for jobs in (1, 2))
    assert alone.digests == together.digests
    assert alone.table.equals(together.table)
    assert len(set(alone.digests.values())) == 4
