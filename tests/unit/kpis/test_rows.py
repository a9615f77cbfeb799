"""Test that formulas worked out by NumPy give what Polars makes of the measures' expressions."""

import numpy as np
import polars as pl
import pytest

from sim.kpis import KPIS
from sim.kpis.account import histogram_value
from sim.kpis.fold import KNOWN
from sim.kpis.in_line import InLine
from sim.kpis.prepare import feeds_of
from sim.kpis.rows import Plan, Rows, formula
from tests.unit.kpis.by_hand import WORLD, tables


def feeds():
    """Return what the log by hand feeds to the measures' tables."""
    log, line = tables(), InLine(WORLD)
    line.add(log["legs"])
    return [
        *(feed for name, columns in log.items() for feed in feeds_of(WORLD, name, columns)),
        *line.feeds(),
    ]


def made(feed, wanted):
    """Return what a formula makes of each row of a feed, which leaves out what is 0 for all."""
    return dict(feed.of(Plan({"it": wanted}))).get("it", np.zeros(feed.count))


def made_of(columns, wanted):
    """Return what a formula makes of columns, as a list."""
    ((_, values),) = Plan({"it": wanted}).of(Rows(columns))
    return values.tolist()


FEEDS = feeds()
EXPRESSIONS = {
    f"{kpi.name} {place}": (part.table, part.row())
    for kpi in KPIS.values()
    if not kpi.percentile
    for place, part in enumerate((*kpi.sums, *kpi.plus, *kpi.less))
    if part.table not in KNOWN
} | {
    kpi.name: (kpi.percentile.table, histogram_value(kpi.percentile))
    for kpi in KPIS.values()
    if kpi.percentile
}


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_a_formula_gives_what_its_expression_says(name):
    table, expression = EXPRESSIONS[name]
    of_table = [feed for feed in FEEDS if feed.table == table]
    assert of_table
    for feed in of_table:
        expected = feed.rows.frame.select(expression.alias("it"))["it"].to_numpy()
        np.testing.assert_array_equal(made(feed, formula(expression)), expected)


def test_what_is_not_a_number_is_unequal_to_all_and_larger_than_none_that_counts():
    """Rows that do not count may hold no number: a formula that asks first must not take them."""
    rows = {"begun": np.array([np.nan, 1.0, 3.0]), "due": np.array([1.0, 1.0, 2.0])}
    begun, due = pl.col("begun"), pl.col("due")
    asked = formula(pl.when(begun.is_not_nan() & (begun <= due)).then(begun - due).otherwise(7.0))
    assert made_of(rows, asked) == [7.0, 0.0, 7.0]


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_expressions_that_are_told_in_another_way_give_the_same(name, monkeypatch):
    table, expression = EXPRESSIONS[name]
    usual = formula(expression)
    monkeypatch.setattr("sim.kpis.rows._read", {}.__getitem__)
    unread = formula(expression)
    assert unread.step == "whole"
    assert unread == formula(expression)
    for feed in (feed for feed in FEEDS if feed.table == table):
        np.testing.assert_array_equal(made(feed, unread), made(feed, usual))


def test_a_step_that_is_not_known_is_left_to_polars():
    root = formula(pl.col("wait").sqrt())
    assert made_of({"wait": np.array([4.0, 9.0])}, root) == [2.0, 3.0]
    assert root != formula(pl.col("talk").sqrt())


COLUMNS = {
    "as they are": lambda values, _: values,
    "alike": lambda values, _: np.full(len(values), values[0]),
    "alike but for the last": lambda values, _: np.append(np.full(len(values) - 1, values[0]), values[-1:]),
    "nothing": lambda values, _: np.zeros_like(values),
    "some of them": lambda values, luck: np.where(
        luck.random(len(values)) < 0.5, values, np.zeros_like(values)
    ),
}


@pytest.mark.parametrize("table", sorted({table for table, _ in EXPRESSIONS.values()}))
def test_formulas_of_a_table_together_give_what_each_expression_says(table):
    """A part that several formulas share is let go when the last has had it, and not before."""
    luck = np.random.default_rng(1)
    asked = {name: expression for name, (of, expression) in EXPRESSIONS.items() if of == table}
    plan = Plan({name: formula(expression) for name, expression in asked.items()})
    for feed in (feed for feed in FEEDS if feed.table == table):
        for _ in range(10):
            ways = luck.choice(list(COLUMNS), len([*feed.rows]))
            columns = {
                name: COLUMNS[way](feed.rows.frame[name].to_numpy(), luck)
                for name, way in zip(feed.rows, ways, strict=True)
            }
            rows = Rows(columns)
            found = {name: np.broadcast_to(values, rows.count) for name, values in plan.of(rows)}
            assert found.keys() == asked.keys()
            for name, expression in asked.items():
                expected = pl.DataFrame(columns).select(expression.alias("it"))["it"].to_numpy()
                np.testing.assert_allclose(found[name], np.broadcast_to(expected, rows.count), rtol=1e-15)


@pytest.mark.parametrize(
    ("asked", "given"),
    [(pl.col("a") & pl.col("b"), [0, 2, 2]), (pl.col("a") | pl.col("b"), [3, 2, 3])],
)
def test_whole_numbers_that_are_alike_are_combined_bit_by_bit(asked, given):
    assert made_of({"a": np.array([2, 2, 2]), "b": np.array([1, 2, 3])}, formula(asked)) == given


def test_a_queue_has_all_stays_and_the_rest_the_first_of_each_contact():
    two = {name: np.concatenate((column[:1], column[:1])) for name, column in tables()["legs"].items()}
    two["leg"] = np.array([0, 1])
    found = {feed.dimensions[0]: feed.count for feed in feeds_of(WORLD, "legs", two) if feed.table == "stays"}
    assert found == {"queue": 2, "all": 1}
