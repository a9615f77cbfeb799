"""Test that the small log written by hand tells every measure from the same measure with a planted fault."""

from collections import defaultdict
from math import ceil

import numpy as np
import polars as pl
import pytest

from sim.kpis import KPIS
from sim.kpis.account import histogram_value
from sim.kpis.base import ALL, Percentile
from sim.kpis.fold import DRIVERS, KNOWN
from sim.kpis.in_line import InLine
from sim.kpis.prepare import feeds_of
from tests.unit.kpis.by_hand import TEXT, WORLD, tables
from tests.unit.kpis.mutants import planted


class Log:
    """The measures' tables of a log, of all contacts or of one driver, and what formulas make of them."""

    def __init__(self, columns_of):
        self._frames = defaultdict(list)
        for name, columns in columns_of.items():
            for feed in feeds_of(WORLD, name, columns):
                if ALL in feed.dimensions:
                    self._frames[feed.table].append(feed.rows.frame)
                elif feed.table == "drivers":
                    self._frames[feed.table].append(feed.rows.frame.filter(driver=DRIVERS.index("wait")))
                elif feed.table == "within":
                    self._frames[feed.table].append(feed.rows.frame.filter(limit_index=0))
        in_line = InLine(WORLD)
        in_line.add(columns_of["legs"])
        for feed in in_line.feeds():
            if ALL in feed.dimensions:
                self._frames[feed.table].append(feed.rows.frame)

    def types(self, table):
        """Return the types of the columns that all rows of a table have, by name."""
        frames = self._frames[table]
        shared = set.intersection(*(set(frame.columns) for frame in frames))
        kinds = {name: kind for name, kind in frames[0].schema.items() if name in shared}
        return {
            name: "condition" if kind == pl.Boolean else "float" if kind.is_float() else "whole number"
            for name, kind in kinds.items()
        }

    def sums(self, table, formulas):
        """Return what each of the sums adds up to."""
        rows = [formula.row().sum().cast(pl.Float64).alias(str(k)) for k, formula in enumerate(formulas)]
        return [sum(one) for one in zip(*(f.select(rows).row(0) for f in self._frames[table]), strict=True)]

    def percentiles(self, table, formulas):
        """Return what each of the percentiles is, without bins."""
        rows = [histogram_value(formula).alias(str(k)) for k, formula in enumerate(formulas)]
        columns = pl.concat(frame.select(rows) for frame in self._frames[table]).iter_columns()
        pairs = zip(formulas, (np.sort(column.filter(column > 0.0)) for column in columns), strict=True)
        return [values[ceil(one.share * len(values)) - 1] if len(values) else 0.0 for one, values in pairs]

    def values(self, table, formulas):
        """Return the value of each of the formulas, all of one kind."""
        return (self.percentiles if isinstance(formulas[0], Percentile) else self.sums)(table, formulas)


def parts(kpi):
    """Return the formulas over the log that a measure is made of."""
    formulas = (kpi.percentile,) if kpi.percentile else (*kpi.sums, *kpi.plus, *kpi.less)
    return [formula for formula in formulas if formula.table not in KNOWN]


def hidden_faults(log, names=KPIS):
    """Return, by fault, the measures in which a log does not show it; and how many faults were planted."""
    hidden, planted_ones = defaultdict(set), 0
    for name in names:
        for formula in parts(KPIS[name]):
            faulty = list(planted(formula, log.types(formula.table)))
            right, *wrong = log.values(formula.table, [formula, *(one for _, one in faulty)])
            if right == 0.0:
                hidden["left out"].add(name)
            for (fault, _), value in zip(faulty, wrong, strict=True):
                if value == pytest.approx(right, rel=1e-9, abs=1e-12):
                    hidden[fault].add(name)
            planted_ones += len(faulty)
    return hidden, planted_ones


def test_the_log_shows_every_fault_but_those_that_no_log_can_show():
    hidden, planted_ones = hidden_faults(Log(tables()))
    assert hidden == {
        fault: set(names.split()) for told in TEXT["equal"].values() for fault, names in told.items()
    }
    assert planted_ones > 50 * len(KPIS)


def test_a_log_of_fewer_rows_hides_faults():
    few = {name: {c: rows[:2] for c, rows in columns.items()} for name, columns in tables().items()}
    assert len(hidden_faults(Log(few), ("fcr", "one_person"))[0]) > 20
