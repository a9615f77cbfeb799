"""Test how measures are discovered: entries in the file of their log table."""

from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules

import pytest

import sim.kpis
from sim.kpis import KPIS
from sim.kpis.base import by_name, files

NEW = '''
"""Seconds: how many there are."""

from dataclasses import replace

from sim.kpis.queue_stays import MEASURES as STAYS

MEASURES = (replace(STAYS[0], name="seconds"),)
'''
FILES = {
    entry.name: entries
    for entry in iter_modules(sim.kpis.__path__)
    if (entries := getattr(import_module(f"sim.kpis.{entry.name}"), "MEASURES", ()))
}


def test_every_entry_of_every_file_is_a_measure():
    assert sorted(kpi.name for entries in FILES.values() for kpi in entries) == sorted(KPIS)


@pytest.mark.parametrize("file", FILES)
def test_a_file_lists_its_measures_in_the_order_in_which_they_are_printed(file):
    names = [kpi.name for kpi in FILES[file]]
    assert names == [name for name in KPIS if name in names]


def test_a_new_file_holds_new_measures(tmp_path, monkeypatch):
    (tmp_path / "seconds.py").write_text(NEW)
    monkeypatch.setattr(sim.kpis, "__path__", [*sim.kpis.__path__, str(tmp_path)])
    files.cache_clear()
    assert [kpi.name for kpi in files()["Seconds: how many there are."]] == ["seconds"]
    files.cache_clear()


def test_two_measures_of_one_name_are_refused():
    first = KPIS["offered"]
    with pytest.raises(TypeError, match="two measures are called 'offered'"):
        by_name([first, replace(first, place=first.place + 1)])


def test_every_definition_over_offered_contacts_says_that_balked_ones_are_among_them():
    over = {name: kpi.definition for name, kpi in KPIS.items() if "offered" in kpi.definition}
    del over["callback_accepted_share"]  # of callbacks, not of contacts
    assert [name for name, text in over.items() if "balked" not in text] == []
    assert {"service_level", "wait_mean", "recontact_share"} <= over.keys()
