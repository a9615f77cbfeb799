"""Test which numbers the formulas refuse, and the words they use."""

import ast
import math
from pathlib import Path

import numpy as np
import pytest

from sim import theory
from sim.theory import inputs


@pytest.mark.parametrize("value", [0.0, -1.0, math.inf, math.nan])
def test_a_positive_number_must_be_finite_and_above_zero(value):
    with pytest.raises(ValueError, match=r"^mean_service: ") as caught:
        inputs.positive(mean_service=value)
    assert str(caught.value) == (
        f"mean_service: is not above 0 (got {value}; allowed a finite number above 0). "
        "Give a positive number."
    )


@pytest.mark.parametrize("value", [-1e-9, math.inf, math.nan])
def test_a_number_from_zero_must_be_finite_and_not_negative(value):
    with pytest.raises(ValueError, match=r"^within: ") as caught:
        inputs.not_negative(within=value)
    text = f"within: is negative or endless (got {value}; allowed a finite number from 0). Give 0 or more."
    assert str(caught.value) == text


@pytest.mark.parametrize("value", [-0.01, 30, math.nan])
def test_a_share_lies_between_zero_and_one(value):
    with pytest.raises(ValueError, match=r"^p_resolved: ") as caught:
        inputs.shares(p_resolved=value)
    assert str(caught.value) == f"p_resolved: is no share (got {value}; allowed 0 to 1). Write 30 % as 0.3."


@pytest.mark.parametrize("value", [0, -3, 2.5, 3.0, True, math.nan])
def test_a_count_is_a_whole_number_from_the_least(value):
    with pytest.raises(ValueError, match=r"^agents: ") as caught:
        inputs.whole(1, agents=value)
    text = f"agents: cannot be counted (got {value}; allowed a whole number from 1). Give a whole number."
    assert str(caught.value) == text


def test_sound_numbers_pass_numpy_integers_included():
    inputs.positive(a=1e-300, b=1e300)
    inputs.not_negative(a=0.0)
    inputs.shares(a=0.0, b=1.0)
    inputs.whole(0, a=0, b=np.int64(7))


def test_theory_imports_only_math_numpy_and_scipy():
    folder = Path(theory.__file__).parent
    plain = {"__future__", "collections.abc", "functools", "typing", "numbers", "math", "sim.theory"}
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                known = name in plain or name.split(".")[0] in {"numpy", "scipy"}
                assert known or name.startswith("sim.theory."), f"{path.name} imports {name}"


def test_theory_loads_scipy_only_inside_functions():
    for path in Path(theory.__file__).parent.glob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Import | ast.ImportFrom):
                assert "scipy" not in ast.unparse(node), path.name
