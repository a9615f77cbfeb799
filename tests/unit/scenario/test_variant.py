"""Check changes: what they set, add and multiply, and what they refuse."""

from __future__ import annotations

import pytest

from sim.errors import ScenarioError
from sim.scenario.source import parse
from sim.scenario.tree import Mark, Tree
from sim.scenario.variant import apply, overlap, parse_changes

TEXT = """\
contacts:
  balance:
    volume: {mon: [80, 6, 0], sat: [4.5]}
    work: {dist: lognormal, mean: 3m20s, cv: 1.1}
    day_to_day: 30%
    chance: {value: 40%, range: [30%, 50%], source: log, confidence: low}
queues:
  service: {service_level: 80/20, open: true}
shifts:
  late: {staff: {a: 4, b: 3.5}, breaks: [10:00-10:15, 12:00-12:30]}
"""

JUDGED = {"source": "log", "confidence": "low"}


def changed(path: str, value: object, text: str = TEXT) -> Tree:
    tree = parse(text, "base.yaml").tree
    marks = {**tree.marks, ("v",): Mark("v.yaml", 9, 9), ("v", path): Mark("v.yaml", 9, 9)}
    return apply(Tree(tree.value, marks), parse_changes({path: value}, marks, ("v",)))


def at(tree: Tree, path: str) -> object:
    node = tree.value
    for step in path.split("."):
        node = node[int(step) if isinstance(node, list) else step]
    return node


@pytest.mark.parametrize(
    ("path", "value", "result"),
    [
        ("contacts.balance.work.mean", "5m", "5m"),
        ("contacts.balance.work", {"dist": "infinite"}, {"dist": "infinite"}),
        ("contacts.balance.volume", {"multiply": 1.15}, {"mon": [92, 6.9, 0], "sat": [5.175]}),
        ("contacts.balance.volume.mon", {"add": 2}, [82, 8, 2]),
        ("contacts.balance.volume.mon.1", {"add": -2}, 4),
        ("contacts.balance.work.mean", {"multiply": 1.1}, "220.0s"),
        ("contacts.balance.work.mean", {"add": "30s"}, "230.0s"),
        ("contacts.balance.work.mean", {"add": "-30s"}, "170.0s"),
        ("contacts.balance.day_to_day", {"add": "5%"}, "35%"),
        ("contacts.balance.day_to_day", {"multiply": 0.5}, "15%"),
        ("contacts.balance.day_to_day", {"multiply": "50%"}, "15%"),
        ("contacts.balance.chance", {"multiply": 0.5}, {"value": "20%", "range": ["15%", "25%"], **JUDGED}),
        ("shifts.late.staff", {"multiply": 0.9}, {"a": 3.6, "b": 3.15}),
        ("shifts.late.staff.a", {"add": 2}, 6),
        ("shifts.late.breaks.1", "13:00-13:30", "13:00-13:30"),
        ("behaviour.trust.level", 0.5, 0.5),
        ("shifts.early", {"hours": "08:00-12:00"}, {"hours": "08:00-12:00"}),
    ],
)  # fmt: skip
def test_a_change_sets_adds_or_multiplies(path: str, value: object, result: object) -> None:
    assert at(changed(path, value), path) == result


TWO = """\
contacts:
  balance: {volume: 4, scale: 1}
  loans: {volume: [1, 2], scale: 2}
queues: {all: {patience: 1m}, service: {patience: 2m}}
customers: {segments: {old: {share: 40%}, new: {share: 60%}}}
"""


@pytest.mark.parametrize(
    ("path", "value", "results"),
    [
        ("contacts.all.scale", {"multiply": 1.5}, {"contacts.balance.scale": 1.5, "contacts.loans.scale": 3}),
        ("contacts.all.acw", "30s", {"contacts.balance.acw": "30s", "contacts.loans.acw": "30s"}),
        (
            "customers.segments.all.trust",
            0.5,
            {"customers.segments.old.trust": 0.5, "customers.segments.new.trust": 0.5},
        ),
        ("queues.all.patience", "5m", {"queues.all.patience": "5m", "queues.service.patience": "2m"}),
    ],
)
def test_all_stands_for_every_name_unless_one_is_called_so(
    path: str, value: object, results: dict[str, object]
) -> None:
    tree = changed(path, value, TWO)
    assert {name: at(tree, name) for name in results} == results
    mark = next(tree.marks[tuple(name.split("."))] for name in results)
    assert mark == Mark("v.yaml", 9, 9)


def test_all_is_refused_where_a_name_cannot_be_changed_so() -> None:
    with pytest.raises(ScenarioError, match=r"contacts\.loans\.volume\.1\.x: leads into a plain value"):
        changed("contacts.all.volume.1.x", 5, "contacts: {loans: {volume: [1, 2]}}")


def test_the_rest_of_the_tree_stays_as_it_was() -> None:
    before = parse(TEXT, "base.yaml").tree.value
    after = changed("shifts.late.staff.a", 9).value
    assert after["contacts"] is before["contacts"] or after["contacts"] == before["contacts"]
    assert after["shifts"]["late"]["staff"] == {"a": 9, "b": 3.5}
    assert before["shifts"]["late"]["staff"] == {"a": 4, "b": 3.5}


def test_a_changed_value_carries_the_mark_of_its_change() -> None:
    tree = changed("contacts.balance.volume.mon", {"multiply": 2})
    assert tree.marks[("contacts", "balance", "volume", "mon", 0)] == Mark("v.yaml", 9, 9)
    assert tree.marks[("contacts", "balance", "volume", "sat")].file == "base.yaml"


def test_values_that_share_an_anchor_change_one_by_one() -> None:
    tree = changed("a.x", {"add": 1}, "a: &s {x: 1}\nb: *s\n")
    assert tree.value == {"a": {"x": 2}, "b": {"x": 1}}


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (
            "contacts.balanse.volume",
            5,
            r"leads nowhere \(got balanse; allowed balance\)\. Did you mean balance\?",
        ),
        (
            "contacts.balance.volumes",
            {"add": 1},
            r"is not in the file \(got volumes; .*Did you mean volume\?",
        ),
        ("contacts.balance.work.mean.x", 5, "leads into a plain value"),
        ("shifts.late.breaks.2", "x", r"leads nowhere \(got 2; allowed 0 to 1\)"),
        ("contacts.balance.work", {"multiply": 2}, r"cannot be multiplied \(got lognormal"),
        ("queues.service.service_level", {"add": 1}, r"cannot be added to \(got 80/20"),
        ("queues.service.open", {"add": 1}, r"cannot be added to \(got true"),
        ("shifts.late.staff.a", {"add": "x"}, "cannot be used to add here"),
        ("shifts.late.staff.a", {"add": "5%"}, "cannot be used to add here"),
        ("shifts.late.staff.a", {"multiply": True}, "cannot be used to multiply here"),
        ("shifts.late.staff.a", {"multiply": float("inf")}, "is not finite"),
        ("contacts.balance.work.mean", {"add": 30}, "has no unit"),
        ("contacts.balance.day_to_day", {"add": 30}, "is outside the range of a share"),
        ("shifts.late.staff.a", {"add": 1, "multiply": 2}, "mixes verbs"),
        ("a..b", 1, "is not a path"),
        ("", 1, "is not a path"),
        ("version", 2, "cannot be changed"),
        ("scenarios.today", [], "cannot be changed"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused_where_it_stands(
    path: str, value: object, words: str
) -> None:
    with pytest.raises(ScenarioError, match=words) as caught:
        changed(path, value)
    assert str(caught.value).startswith("v.yaml:9:9: ")


def test_changes_that_are_no_mapping_are_refused() -> None:
    with pytest.raises(ScenarioError, match="is not a mapping"):
        parse_changes([1], {(): Mark("x", 1, 1)}, ("v",))


@pytest.mark.parametrize(
    ("paths", "meets"),
    [
        (("a.b", "a.c"), False),
        (("a.b", "a.b"), True),
        (("a", "a.b.c"), True),
        (("a.b", "a.bc", "a.b.c"), True),
        (("a-b", "a", "ab"), False),
        (("contacts.all.scale", "contacts.a.scale"), True),
        (("contacts.b.work.mean", "contacts.all.work"), True),
        (("contacts.all.scale", "contacts.a.acw"), False),
        (("contacts.all.scale", "queues.a.scale"), False),
        (("a.all.b", "a.c.b"), False),
    ],
)
def test_two_changes_meet_when_one_path_starts_with_the_other(paths: tuple[str, ...], meets: bool) -> None:
    marks = {(): Mark("x", 1, 1)}
    changes = [change for path in paths for change in parse_changes({path: 1}, marks, ("v",))]
    assert (overlap(changes) is not None) == meets
