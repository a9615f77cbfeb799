"""Test that no default changes without a new revision of the semantics."""

import json

from sim.scenario.semantics import CHANGES, SEMANTICS_REVISION, changed_since
from tests.house import pages
from tests.house.pages import DEFAULTS, ROOT, defaults, holds


def test_a_default_changes_only_with_the_revision_of_the_semantics():
    stored, here = json.loads((ROOT / DEFAULTS).read_text("utf-8"))["defaults"], defaults()
    assert len(here) > 150
    moved = {key: (old, here[key]) for key, old in stored.items() if not holds(old, here.get(key, old))}
    assert not moved, "raise the revision in sim/scenario/semantics.py, then run tests.house.pages"


def test_a_recorded_default_stays_until_the_revision_is_raised(monkeypatch):
    monkeypatch.setattr(pages, "defaults", lambda: {**defaults(), "Run.seed": 2, "Run.new": 1})
    told = json.loads(pages.recorded())["defaults"]
    assert (told["Run.seed"], told["Run.new"]) == (1, 1)
    monkeypatch.setattr(pages, "SEMANTICS_REVISION", SEMANTICS_REVISION + 1)
    assert json.loads(pages.recorded())["defaults"]["Run.seed"] == 2


def test_a_key_that_is_new_within_a_default_is_no_change():
    assert holds({"a": {"b": 1}}, {"a": {"b": 1, "c": None}})
    assert not holds({"a": {"b": 1}}, {"a": {"b": 2}})
    assert not holds({"a": 1}, {})


def test_revisions_count_on_from_the_first_and_say_what_they_changed():
    assert list(CHANGES) == list(range(2, SEMANTICS_REVISION + 1))
    assert changed_since(SEMANTICS_REVISION) == ""
    assert changed_since(1).startswith(CHANGES[2])
