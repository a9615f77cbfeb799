"""Test that every rule gives the same bits compiled as it gives in plain Python."""

import importlib
import math
import pkgutil
import random
import struct
import sys
from collections import namedtuple
from collections.abc import Sequence
from contextlib import contextmanager
from functools import cache
from inspect import signature
from pathlib import Path
from typing import get_args, get_type_hints

import numpy as np
import pytest
import yaml

from sim.codes import AgentState
from sim.distributions.table import POINTS
from sim.floor import Floor
from sim.frozen import Frozen
from sim.rule import RULES
from sim.rules.churn import ChurnNumbers, Fading
from sim.rules.day_clock import DayClock
from sim.rules.experience import Scores
from sim.rules.hang_up import HangUpNumbers
from sim.rules.recontact import CallingCurve, Opening
from sim.rules.word_of_mouth import JoiningNumbers
from sim.rules.work import Steps, TempoNumbers
from sim.scenario.behaviour import Behaviour
from sim.scenario.erosion import Erosion
from sim.scenario.strain import Strain
from tests.floors import Standing

INPUTS = 10_000
FOLDERS = ("sim.rules", "sim.distributions", "sim.policies")
EXAMPLES = yaml.safe_load((Path(__file__).parents[1] / "families" / "examples.yaml").read_text())
SECONDS = {
    "begun",
    "elapsed",
    "experienced",
    "later",
    "half_life",
    "left",
    "norm",
    "opened",
    "original",
    "preferred",
    "reported",
    "seconds",
    "spread",
    "talk",
    "wait",
    "wanted",
    "wished",
    "within",
    "x",
}
SIGNED = {"agent", "tie", "unhurried", "value"}
EXTREMES = (2.0**-53, 1.0 - 2.0**-53, 0.5, 0.075, 0.925)
LINES, AGENTS = 4, 9
QUEUES = {"vip": 20.0, "service": 30.0, "disputes": 60.0, "cards": 20.0}
GIVEN = {
    "pace": [("specialists",), ("generalists",)],
    "discipline": [(QUEUES,)],
    "self_service": [(tuple(QUEUES),)],
}


def import_all():
    """Import every module that may hold a rule."""
    for folder in FOLDERS:
        for found in pkgutil.walk_packages(importlib.import_module(folder).__path__, f"{folder}."):
            importlib.import_module(found.name)


import_all()


@contextmanager
def a_second_copy_of(package):
    """Import a package once more, from the beginning, and put the first copy back afterwards."""

    def loaded():
        return [name for name in sys.modules if name.split(".")[0] == package]

    first = {name: sys.modules.pop(name) for name in loaded()}
    try:
        yield
    finally:
        for name in loaded():
            del sys.modules[name]
        sys.modules.update(first)


@pytest.fixture(scope="module")
def compiled():
    """Return every rule compiled: `@rule` is numba's compiler in a second copy of the package."""
    from numba import njit

    found = {}

    def rule(function):
        found[f"{function.__module__}.{function.__name__}"] = made = njit(function)
        return made

    with a_second_copy_of("sim"):
        importlib.import_module("sim.rule").rule = rule
        import_all()
    return found


def bits(value):
    """Return a value in a form that is equal for the same bits only."""
    if isinstance(value, tuple):
        return tuple(bits(item) for item in value)
    return struct.pack("<d", value) if isinstance(value, float) else int(value)


@cache
def columns_of(*names):
    """Return the type of a floor made of columns with these names."""
    return namedtuple("Columns", names)


def as_arrays(value):
    """Return an argument as a compiled engine holds it: tables, lines and the floor's columns as arrays."""
    if isinstance(value, Floor):
        names = [name for name in dir(value) if name[0] != "_" and isinstance(getattr(value, name), list)]
        return columns_of(*names)(*(np.array(getattr(value, name)) for name in names))
    if isinstance(value, Opening | CallingCurve | DayClock | Steps):
        return type(value)(*map(np.array, value))
    if isinstance(value, list) or (isinstance(value, tuple) and len(value) == POINTS):
        return np.array(value)
    return value


class Inputs:
    """Return arguments for a rule's annotations; the same name, the same arguments."""

    def __init__(self, name, function):
        self.dice = random.Random(name)  # noqa: S311 - nothing is kept secret
        self.module = function.__module__
        self.hints = get_type_hints(function)
        del self.hints["return"]
        self.defaults = {type(numbers): numbers for numbers in behavioural_numbers()}
        self.named = {float: self.number, int: self.count}
        self.makers = {
            bool: self.either,
            Opening: self.opening,
            DayClock: self.day_clock,
            CallingCurve: self.calling,
            Steps: self.steps,
            Scores: self.scores,
            Sequence[int]: self.lines,
        }
        self.chosen = {"numbers": list(self.numbers()), "table": list(self.numbers())}
        floors = [self.floor() for _ in range(40)] if Floor in self.hints.values() else []
        self.prepared = {Floor: [(floor, as_arrays(floor)) for floor in floors]}

    def pair(self):
        """Return one list of arguments for Python and the same for numba."""
        pairs = [self.argument(name, hint) for name, hint in self.hints.items()]
        return [plain for plain, _ in pairs], [array for _, array in pairs]

    def argument(self, name, hint):
        """Return one argument in both forms."""
        if hint in self.prepared:
            return self.dice.choice(self.prepared[hint])
        if name in self.chosen:
            return self.dice.choice(self.chosen[name])
        if hint in self.defaults:
            value = hint(*(number * self.dice.uniform(0.5, 1.5) for number in self.defaults[hint]))
        elif hint in self.named:
            value = self.named[hint](name)
        elif hint in self.makers:
            value = self.makers[hint]()
        else:
            raise AssertionError(f"no inputs are known for {name}: {hint}; teach this test how to make them")
        return value, as_arrays(value)

    def number(self, name):
        """Return a float: a uniform between 0 and 1, seconds, a signed or a plain share."""
        if name == "u" or name.startswith("u_"):
            return self.dice.choice(EXTREMES) if self.dice.random() < 0.05 else self.dice.random() or 0.5
        if name == "speed":
            return self.dice.choice((1.0, self.dice.uniform(0.1, 4.0)))
        if name == "now":
            return self.dice.uniform(200.0, 1000.0)  # after all that happened on the floors below
        if name in SECONDS:
            return 10.0 ** self.dice.uniform(-2.0, 6.0)
        share = self.dice.choice((0.0, 1.0)) if self.dice.random() < 0.05 else self.dice.random()
        return 2.0 * share - 1.0 if name in SIGNED else share

    def count(self, name):
        """Return a small or a larger count; an `end` is one of three."""
        if name in ("queue", "kind"):
            return self.dice.randrange(LINES)
        if name == "known":
            return self.dice.randrange(-1, AGENTS)
        return self.dice.randint(0, 2 if name == "end" or self.dice.random() < 0.5 else 80)

    def either(self):
        """Return yes or no."""
        return self.dice.random() < 0.5

    def opening(self):
        """Return the opening hours of some days, long enough for any wish of up to a million seconds."""
        days = [day for day in range(self.dice.randint(1, 12)) if self.dice.random() < 0.8]
        opens = tuple(86400.0 * day + 60.0 * self.dice.randint(0, 700) for day in days or [0])
        return Opening(opens, tuple(begins + 3600.0 * self.dice.randint(1, 11) for begins in opens))

    def steps(self):
        """Return the factors of some intervals, or one."""
        count = self.dice.randint(1, 40)
        return Steps(
            tuple(25000.0 * k for k in range(count)), tuple(self.dice.random() for _ in range(count))
        )

    def day_clock(self):
        """Return twelve days, of which some have a change of the clock."""
        by = [self.dice.choice((0.0, 0.0, 3600.0, -3600.0)) for _ in range(12)]
        begins = [0.0]
        for shift in by[:-1]:
            begins.append(begins[-1] + 86400.0 - shift)
        return DayClock(tuple(begins), tuple(7200.0 if shift else float("inf") for shift in by), tuple(by))

    def calling(self):
        """Return when customers call on each of twelve days, of one curve or of two."""
        edges, shares, first, last = [], [], [], []
        for _ in range(2):
            parts = [self.dice.choice((0.0, self.dice.random())) for _ in range(self.dice.randint(1, 30))]
            parts.append(1.0)
            first.append(len(edges))
            edges += [60.0 * k for k in range(len(parts) + 1)]
            shares += [0.0, *(sum(parts[: k + 1]) / sum(parts) for k in range(len(parts)))]
            last.append(len(edges) - 1)
        spans = [self.dice.randrange(2) for _ in range(12)]
        return CallingCurve(
            tuple(first[k] for k in spans), tuple(last[k] for k in spans), tuple(edges), tuple(shares)
        )

    def scores(self):
        """Return scores between -1 and 1."""
        return tuple(2.0 * self.dice.random() - 1.0 for _ in get_args(Scores))

    def lines(self):
        """Return some of the queues or groups."""
        return self.dice.sample(range(LINES), self.dice.randint(1, LINES))

    def numbers(self):
        """Yield the numbers of this module's example members, or every table where it has none, jittered."""
        of_module = [numbers for module, numbers in member_numbers() if module == self.module]
        tables = [numbers for _, numbers in member_numbers() if len(numbers) == POINTS]
        for numbers in of_module or tables:
            if len(numbers) == POINTS:
                yield numbers, np.array(numbers)
                continue
            for _ in range(50):
                jittered = tuple(number * self.dice.uniform(0.8, 1.2) for number in numbers)
                yield jittered, jittered

    def floor(self):
        """Return a floor on which agents and contacts have come and gone."""
        run = Standing([self.dice.randrange(LINES) for _ in range(AGENTS)], LINES, LINES)
        floor = run.floor
        floor.rank = [[self.dice.randint(1, 3) for _ in range(LINES)] for _ in range(LINES)]
        floor.resolves = [[self.dice.randint(1, 3) / 300.0 for _ in range(AGENTS)] for _ in range(LINES)]
        floor.state = [self.dice.randrange(len(AgentState)) for _ in range(AGENTS)]
        free, waiting = [], [run.join(0, 0.0)]
        for moment in range(self.dice.randint(0, 40)):
            now = 10.0 * (moment // 2)
            if self.dice.random() < 0.5:
                agent = self.dice.randrange(AGENTS)
                (run.take if agent in free else run.free)(agent, now)
                (free.remove if agent in free else free.append)(agent)
            elif self.dice.random() < 0.6:
                waiting.append(run.join(self.dice.randrange(LINES), now))
            elif waiting:
                run.leave(waiting.pop(self.dice.randrange(len(waiting))), now)
        return floor


def behavioural_numbers():
    """Return the default numbers of every section of a scenario's behaviour."""
    sections = [getattr(Behaviour(), name) for name in Behaviour.model_fields]
    optional = [Erosion().numbers(0.3, 1800.0), Strain().numbers(), Fading(0.6, 0.471, 0.714)]
    optional += [ChurnNumbers(0.24, 3.5, 0.568), JoiningNumbers(10.0, 20.0, 5.0, 10.0, 0.01, 3.0)]
    optional += [HangUpNumbers(0.4, 0.4, 5.0, 0.3), TempoNumbers(0.2, 0.3, 0.4, 0.5, 1.2)]
    verbs = ("numbers", "failure_numbers")
    found = [getattr(section, verb) for section in sections for verb in verbs if hasattr(section, verb)]
    return optional + [numbers() for numbers in found if not signature(numbers).parameters]


def member_numbers():
    """Return (module, numbers) of every example of every family's members."""
    found = []
    for package, members in EXAMPLES.items():
        tag = "dist" if package == "sim.distributions" else "kind"
        for name, settings in members.items():
            module = importlib.import_module(f"{package}.{name}")
            model = next(
                value
                for value in vars(module).values()
                if isinstance(value, type)
                and issubclass(value, Frozen)
                and value.__module__ == module.__name__
                and tag in value.model_fields
            )
            for setting in settings:
                made = model.model_validate({tag: name, **setting})
                given = GIVEN.get(package.split(".")[-1], [()])
                found += [(module.__name__, made.numbers(*arguments)) for arguments in given]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(RULES))
def test_a_rule_gives_the_same_bits_compiled_on_ten_thousand_inputs(name, compiled):
    plain, fast = RULES[name], compiled[name]
    inputs = Inputs(name, plain)
    for _ in range(INPUTS):
        arguments, arrays = inputs.pair()
        expected, found = plain(*arguments), fast(*arrays)
        assert bits(found) == bits(expected), f"{name}{tuple(arguments)!r:.500}"


def test_the_comparison_sees_the_last_bit_and_the_sign_of_zero():
    assert bits((1.0, math.nextafter(1.0, 2.0))) != bits((1.0, 1.0))
    assert bits(-0.0) != bits(0.0)
    assert bits((0.5, True)) == bits((0.5, 1))
