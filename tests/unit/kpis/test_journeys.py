"""Test tallies of waits and paths on a log worked by hand."""

from collections import namedtuple
from types import SimpleNamespace

import numpy as np

from sim.codes import Closing, End, Outcome
from sim.kpis.journeys import EDGES, NEW, REPEAT, TRANSFER, Journeys, read_bin, read_step

Window = namedtuple("Window", "opens closes ends")
WORLD = SimpleNamespace(
    queues=(SimpleNamespace(name="line"), SimpleNamespace(name="a line")),
    groups=(SimpleNamespace(name="clerks"),),
    window=Window(0.0, 2 * 86400.0, 9e9),
    days=tuple(SimpleNamespace(start=day * 86400.0) for day in range(3)),
)
LEGS = [  # queue, outcome, leg, group, joined, wait, end
    (0, Outcome.ANSWERED, 0, 0, 10.0, 0.0, End.UNSOLVED),
    (1, Outcome.ANSWERED, 1, 0, 200.0, 20.0, End.DONE),  # passed on; 20 s begin a bin
    (0, Outcome.ANSWERED, 0, 0, 300.0, 19.9, End.CUT),
    (0, Outcome.ABANDONED, 0, -1, 400.0, 1e6, -1),
    (0, Outcome.BLOCKED, 0, -1, 500.0, 0.0, -1),
    (0, Outcome.REACHED, 0, 0, 600.0, 0.0, End.DONE),  # the firm's own call
    (0, Outcome.ANSWERED, 0, 0, -1.0, 5.0, End.DONE),  # before the measured days
]
CONTACTS = [  # queue, attempt, outcome, arrived
    (0, 0, Outcome.ANSWERED, 10.0),
    (0, 2, Outcome.ANSWERED, 300.0),
    (0, 0, Outcome.ABANDONED, 400.0),
    (0, 0, Outcome.OUTBOUND, 600.0),
    (0, 0, Outcome.ANSWERED, 2 * 86400.0),  # after them
]
ISSUES = [
    (10.0, Closing.RESOLVED),
    (400.0, Closing.GIVEN_UP),
    (500.0, Closing.GIVEN_UP),
    (-5.0, Closing.OPEN),
]


def columns(names, rows):
    return {name: np.array(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}


def tallied():
    found = Journeys(WORLD)
    legs = columns(("queue", "outcome", "leg", "group", "joined", "wait", "end"), LEGS)
    found.add("legs", legs)
    found.add("contacts", columns(("queue", "attempt", "outcome", "arrived"), CONTACTS))
    found.add("issues", columns(("opened", "closing"), ISSUES))
    found.add("duty", {})
    return found.rows()


def test_paths_that_are_all_alike_are_counted_as_often_as_they_come():
    found, names = Journeys(WORLD), ("queue", "outcome", "leg", "group", "joined", "wait", "end")
    for _ in range(2):
        found.add("legs", columns(names, LEGS[:1] * 3))
    flows = found.rows().filter(dimension="flow").select("member", "numerator").iter_rows()
    assert {tuple(read_step(member)): count for member, count in flows} == {
        ("queue", "line", "group", "clerks"): 6.0,
        ("group", "clerks", "end", int(End.UNSOLVED)): 6.0,
    }


def test_waits_fall_into_their_bins():
    rows = tallied().filter(dimension="wait")
    assert rows["denominator"].unique().to_list() == [2.0]
    counts = {tuple(read_bin(member)): n for member, n in rows.select("member", "numerator").iter_rows()}
    answered, left = int(Outcome.ANSWERED), int(Outcome.ABANDONED)
    assert counts == {
        ("line", answered, 0): 1.0,
        ("line", answered, EDGES.index(10.0)): 1.0,
        ("a line", answered, EDGES.index(20.0)): 1.0,
        ("line", left, len(EDGES) - 1): 1.0,
    }


def test_paths_go_from_origin_to_queue_agent_and_end():
    rows = tallied().filter(dimension="flow")
    counts = {tuple(read_step(member)): n for member, n in rows.select("member", "numerator").iter_rows()}
    assert counts == {
        ("origin", NEW, "queue", "line"): 2.0,
        ("origin", REPEAT, "queue", "line"): 1.0,
        ("origin", TRANSFER, "queue", "a line"): 1.0,
        ("queue", "line", "outcome", int(Outcome.ABANDONED)): 1.0,
        ("queue", "line", "outcome", int(Outcome.BLOCKED)): 1.0,
        ("queue", "line", "group", "clerks"): 2.0,
        ("queue", "a line", "group", "clerks"): 1.0,
        ("group", "clerks", "end", int(End.UNSOLVED)): 1.0,
        ("group", "clerks", "end", int(End.DONE)): 1.0,
        ("group", "clerks", "end", int(End.CUT)): 1.0,
        ("issue", 0, "closing", int(Closing.RESOLVED)): 1.0,
        ("issue", 0, "closing", int(Closing.GIVEN_UP)): 2.0,
    }
