"""Test that a new file in a family's folder is a new member, known everywhere without another edit."""

import json
import subprocess
import sys

import pytest

PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
import {package}
{package}.__path__.append(sys.argv[1])
from sim.scenario.model import Scenario
from sim.scenario.reference import page
from sim.scenario.schema import scenario_schema
from sim.scenario.provenance import choices, provenances
from sim.scenario.tree import Tree
from sim.world.build import build
from sim.luck import Luck
from sim.engines.reference import engine
import json
scenario = Scenario.model_validate(json.loads(sys.argv[2]))
again = Scenario.model_validate(scenario.model_dump(mode="json", exclude_none=True))
assert again == scenario
tables = {{}}
engine.run(build(scenario, "usual"), Luck(1, 0), lambda table, columns: tables.setdefault(table, columns))
legs = tables["legs"]
known = "{name}" in json.dumps(scenario_schema()) and "### {name}" in page()
numbers = [number.path for number in provenances(Tree(json.loads(sys.argv[2]), {{}}), scenario)]
kinds = [choice.kind for choice in choices(scenario)]
known = known and ("{name}" in kinds or "contacts.question.work.heads" in numbers)
print(json.dumps([float(legs["talk"].min()), float(legs["talk"].max()), known]))
"""
PACE = '''
"""Stop after as many seconds as there are in the numbers."""

from __future__ import annotations

from typing import Literal

from sim.policies.pace.base import Held, Pace
from sim.quantities import Duration
from sim.rule import rule


@rule
def hold(numbers: tuple[float, ...], wanted: float, crowd: float, kappa: float, u: float) -> Held:
    """Talk for a fixed time."""
    return numbers[0], 0.0, 0.0, kappa * crowd, 0


class Egg(Pace):
    """A conversation as long as an egg boils."""

    kind: Literal["egg"]
    boiled: Duration = 240.0
    """How long."""

    def numbers(self, group: str) -> tuple[float, ...]:
        """Return (time [s],)."""
        return (self.boiled,)
'''
TIME = '''
"""Take one of two times."""

from __future__ import annotations

from typing import Literal

from sim.distributions.base import TimeDistribution
from sim.quantities import Duration
from sim.rule import rule


@rule
def quantile(numbers: tuple[float, float], u: float) -> float:
    """Return one of two times."""
    return numbers[0] if u < 0.5 else numbers[1]


class Coin(TimeDistribution):
    """One time or another, as a coin falls."""

    dist: Literal["coin"]
    heads: Duration
    """The one."""
    tails: Duration
    """The other."""

    def numbers(self) -> tuple[float, float]:
        """Return the two times [s]."""
        return self.heads, self.tails

    def expected(self) -> float:
        """Return the mean [s]."""
        return (self.heads + self.tails) / 2
'''
ROUTING = '''
"""Send a contact to the last group that has somebody free."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from sim.floor import NOBODY, Floor
from sim.policies.routing.base import Routing
from sim.rule import rule


@rule
def select_agent(
    numbers: tuple[float, ...],
    floor: Floor,
    groups: Sequence[int],
    queue: int,
    known: int,
    u: float,
    now: float,
) -> int:
    """Return the first free agent of the last group."""
    chosen = NOBODY
    for group in groups:
        if floor.first_free[group] != NOBODY:
            chosen = floor.first_free[group]
    return chosen


class Backwards(Routing):
    """Last group first."""

    kind: Literal["backwards"]
'''
DISCIPLINE = '''
"""Serve the queue named last, whoever waits elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from sim.floor import NOBODY, Floor
from sim.policies.discipline.base import Discipline
from sim.rule import rule


@rule
def select_contact(numbers: tuple[float, ...], floor: Floor, queues: Sequence[int], now: float) -> int:
    """Return the last queue in which anybody waits."""
    chosen = NOBODY
    for queue in queues:
        if floor.first_waiting[queue] != NOBODY:
            chosen = queue
    return chosen


class Upside(Discipline):
    """Last queue first."""

    kind: Literal["upside"]
'''
WORLD = """{"version": 1, "name": "new member",
"clock": {"start": "2026-03-02", "days": 1, "warm_up": "0s", "drain": "0s", "open": "08:00-12:00"},
"queues": {"service": {"patience": "3m"}},
"contacts": {"question": {"queue": "service", "volume": {"per_hour": 10}, "work": WORK}},
"groups": {"agents": {"skills": ["service"], "skill": 1}}, "on_duty": {"agents": 9},
"policies": {"usual": {"FAMILY": MEMBER}}, "baseline": "usual"}"""


@pytest.mark.parametrize(
    ("package", "name", "text", "work", "member", "expected"),
    [
        ("sim.policies.pace", "egg", PACE, '"7m"', '{"kind": "egg", "boiled": "5m"}', [300.0, 300.0, True]),
        ("sim.policies.pace", "egg", PACE, '"7m"', '"egg"', [240.0, 240.0, True]),
        ("sim.policies.routing", "backwards", ROUTING, '"7m"', '"backwards"', [420.0, 420.0, True]),
        ("sim.policies.discipline", "upside", DISCIPLINE, '"7m"', '"upside"', [420.0, 420.0, True]),
        (
            "sim.distributions",
            "coin",
            TIME,
            '{"dist": "coin", "heads": "1m", "tails": "2m"}',
            '"none"',
            [60.0, 120.0, True],
        ),
    ],
)
@pytest.mark.slow
def test_a_file_put_into_a_family_is_read_by_loader_schema_and_engine(
    package, name, text, work, member, expected, tmp_path
):
    (tmp_path / f"{name}.py").write_text(text)
    family = "pace" if package == "sim.distributions" else package.split(".")[-1]
    world = WORLD.replace("WORK", work).replace("MEMBER", member).replace("FAMILY", family)
    command = [sys.executable, "-c", PROGRAM.format(package=package, name=name), str(tmp_path), world]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout) == expected
