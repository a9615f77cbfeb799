"""Test that a page is the same wherever its figures are drawn."""

import pytest

from sim import executors
from sim.plots.style import Theme
from sim.report.sharing import Job, shared
from sim.report.voice import Voice
from sim.reporting.given import read_given

pytestmark = pytest.mark.slow


def drawn(folder, scenes=None, say=lambda _: None):
    given = read_given(folder)
    with shared(Job(given, Theme(), "shop.yaml", Voice(), scenes or list(given.scenarios))) as later:
        return {key: one._replace(made=()) for key, one in later(say).items()}


def test_figures_are_the_same_drawn_here_or_in_a_process_beside(plain_result, monkeypatch):
    monkeypatch.setattr(executors, "cores", lambda: 1)
    here = drawn(plain_result)
    monkeypatch.setattr(executors, "cores", lambda: 2)
    assert drawn(plain_result) == here
    assert len(here) == 2
    assert all(len(one.shown) > 3 for one in here.values())


def test_each_scenario_has_figures_of_its_own(plain_result):
    first, second = drawn(plain_result).values()
    assert [one.name for one in first.shown] == [one.name for one in second.shown]
    assert any(one.svg != other.svg for one, other in zip(first.shown, second.shown, strict=True))
