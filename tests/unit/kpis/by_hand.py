"""The small log of `by_hand.yaml`, written by hand, and what every measure counts in it."""

import ast
import operator
from pathlib import Path

import numpy as np
import yaml

from sim import codes
from sim.kpis.fold import KEYS
from sim.logs import FORMS
from sim.scenario.model import Scenario
from sim.world.build import build

TEXT = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
CODES = {
    "outcome": codes.Outcome,
    "end": codes.End,
    "closing": codes.Closing,
    "act": codes.Act,
    "state": codes.AgentState,
    "problem": codes.Problem,
}
ARITHMETIC = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
WORLD = build(Scenario.model_validate(TEXT["centre"]), "usual")


def number(told):
    """Return the number that an entry of `measures` writes as a sum."""
    return _value(ast.parse(str(told), mode="eval").body)


def _value(node):
    if isinstance(node, ast.BinOp):
        return ARITHMETIC[type(node.op)](_value(node.left), _value(node.right))
    return float(ast.literal_eval(node))


def _cell(column, told):
    if column in TEXT["moments"]:
        return -1.0 if told == "none" else WORLD.window.opens + told
    return int(CODES[column][told]) if isinstance(told, str) else told


def tables():
    """Return the log's tables: the columns of each as arrays.

    What no row of a table tells, and what is no index of a queue, type or the like, holds numbers of its own.
    """
    found = {}
    for name, rows in TEXT["logs"].items():
        block, told = np.zeros(len(rows), FORMS[name]), {column for row in rows for column in row}
        for place, column in enumerate(column for column in block.dtype.names if column not in told):
            if column not in KEYS.values():
                block[column] = 1009 + 31 * place + np.arange(len(rows))
        for place, row in enumerate(rows):
            for column, cell in row.items():
                block[column][place] = _cell(column, cell)
        found[name] = {column: np.ascontiguousarray(block[column]) for column in block.dtype.names}
    return found


def expected():
    """Return numerator and denominator by measure, as counted by hand; of a percentile, its value over 1."""
    return {
        name: tuple(map(number, told)) if isinstance(told, list) else (number(told), 1.0)
        for name, told in TEXT["measures"].items()
    }
