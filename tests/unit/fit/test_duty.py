"""Who is on duty, worked out by hand: two agents who serve a type each, in one group."""

from datetime import datetime, timedelta

import polars as pl
import pytest

from sim.fit.duty import present_by
from sim.fit.grid import grid
from sim.importers.grain import ANSWERED, CONTACTS, shaped

QUARTER = timedelta(minutes=15)


def log(kind_that_waits):
    """Return ten hours: ann talks for 5 of every 15 minutes; in each gap a call waits a minute for bob."""
    begin, rows = datetime(2026, 3, 2, 8), []
    for k in range(40):
        at = begin + k * QUARTER
        rows.append((at, "billing", 0.0, 300.0, "ann"))
        rows.append((at + timedelta(minutes=7), kind_that_waits, 60.0, 600.0, "bob"))
    rows = [(*row, ANSWERED) for row in rows]
    names = ("arrived", "type", "wait_s", "talk_s", "agent", "outcome")
    return shaped(pl.DataFrame(rows, schema=names, orient="row"), CONTACTS)


def hours(kind_that_waits):
    table = log(kind_that_waits)
    counts = grid(table, 1800)
    return present_by(table, counts, {"all": frozenset(counts.types)})["all"].sum() / 2.0


BOB = 40 * 10.0 / 60.0
"""Hours of bob's talks: for him a call waits in every gap, until he answers it."""


def test_who_waits_for_something_else_does_not_say_that_an_agent_is_away():
    ann = (39 * 15.0 + 5.0) / 60.0
    assert hours("loans") == pytest.approx(ann + BOB, abs=0.01)


def test_who_waits_for_what_an_agent_serves_says_that_the_agent_is_away_until_then():
    ann = (40 * 5.0 + 39 * 7.0) / 60.0
    assert hours("billing") == pytest.approx(ann + BOB, abs=0.01)
