"""One stored result for all tests of exhibits, and results of three and six policies made of it."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from made import LONG, copied, stored

from sim.plots.base import exhibits
from sim.reporting.given import read_given


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """The result folder of the small day."""
    return stored(tmp_path_factory.mktemp("result") / "small_day")


@pytest.fixture(scope="session")
def given(folder):
    """The small day as it stands in a result folder."""
    return read_given(folder)


@pytest.fixture(scope="session")
def cases(given):
    """Results of two, three and six policies, with studies; the last has labels of 60 letters."""
    return {2: copied(given, 2), 3: copied(given, 3), 6: copied(given, 6, LONG)}


@pytest.fixture(scope="session")
def long(given):
    """Every exhibit of two and of three policies with labels of 60 letters, by number and name."""
    cases = {count: copied(given, count, LONG) for count in (2, 3)}
    return {count: {one.name: one for one in exhibits(case)} for count, case in cases.items()}


@pytest.fixture(scope="session")
def made(cases):
    """Every exhibit by number of policies and by name."""
    return {count: {one.name: one for one in exhibits(case)} for count, case in cases.items()}
