"""Check the reading of YAML: core scalars, marks, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import ScenarioError
from sim.scenario.reading import read_beside
from sim.scenario.source import dump, parse, parse_value, read, scalar
from sim.scenario.tree import Mark

LEAVES = (
    st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8)
)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("09:00", "09:00"),
        ("12:30:45", "12:30:45"),
        ("on", "on"),
        ("No", "No"),
        ("yes", "yes"),
        ("1e6", 1e6),
        ("010", 10),
        ("0o10", 8),
        ("0x1F", 31),
        ("1_000", "1_000"),
        ("-12", -12),
        ("+.5", 0.5),
        ("3.", 3.0),
        ("2026-03-02", "2026-03-02"),
        ("80/20", "80/20"),
        ("True", True),
        ("false", False),
        ("~", None),
        ("Null", None),
        ("", None),
        (".inf", float("inf")),
        ("0b1", "0b1"),
        ("=", "="),
    ],
)
def test_scalars_are_those_of_the_yaml_1_2_core_schema(text: str, value: object) -> None:
    assert scalar(text) == value
    assert type(scalar(text)) is type(value)


def test_quoted_scalars_stay_text() -> None:
    assert parse("a: '1'\nb: \"true\"\nc: |\n  5\n", "x").tree.value == {"a": "1", "b": "true", "c": "5\n"}


def test_every_value_has_the_mark_of_its_key_and_every_item_its_own() -> None:
    marks = parse("a:\n  b: [1,\n      {c: 2}]\n", "x").tree.marks
    assert marks[("a", "b")] == Mark("x", 2, 3)
    assert marks[("a", "b", 1)] == Mark("x", 3, 7)
    assert marks[("a", "b", 1, "c")] == Mark("x", 3, 8)


def test_an_alias_stands_for_its_anchor_with_the_marks_of_the_anchor_inside() -> None:
    tree = parse("a: &x {b: 1}\nc: *x\n", "x").tree
    assert tree.value == {"a": {"b": 1}, "c": {"b": 1}}
    assert tree.marks[("c",)] == Mark("x", 2, 1)
    assert tree.marks[("c", "b")] == Mark("x", 1, 8)


def test_several_problems_of_syntax_are_collected() -> None:
    problems = parse("a: ~\nb: !x 1\na: 2\n3: 4\n", "x").problems
    assert [problem.line for problem in sorted(problems)] == [1, 2, 3, 4]


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.dictionaries(st.text(), VALUES, max_size=4))
@pytest.mark.slow
def test_what_is_dumped_reads_back_to_the_same_values(value: dict[str, object]) -> None:
    source = parse(dump(value), "x")
    if not source.problems:
        assert source.tree.value == value
    else:
        names = {problem.text.partition(" (")[0] for problem in source.problems}
        assert names <= {"has a key that is not a name"}
        assert "<<" in str(value)


def test_a_number_with_its_source_stands_on_one_line_and_reads_back() -> None:
    number = {"value": "3m5.4s", "range": ["3m1.9s", "3m9s"], "source": "calls, a; mean, n = 3"}
    tree = {"contacts": {"a": {"work": {"dist": "gamma", "mean": number}, "queue": "a, b: c"}}}
    text = dump(tree, in_lines=True)
    assert "      mean: {value: 3m5.4s, range: [3m1.9s, 3m9s], source: 'calls, a; mean, n = 3'}\n" in text
    assert "    queue: 'a, b: c'\n" in text
    assert parse(text, "x").tree.value == tree


@pytest.mark.parametrize(
    "text", ["1e6", "0o17", "0x1f", "on", "null", "~", "09:00", "1_000", ".5", "=", "2026-03-02"]
)
def test_texts_that_look_like_something_else_are_dumped_in_quotes(text: str) -> None:
    assert parse(dump({"a": text}), "x").tree.value == {"a": text}


def test_a_value_of_the_command_line_is_a_yaml_value() -> None:
    assert parse_value("{multiply: 1.1}", "a.b") == {"multiply": 1.1}
    assert parse_value("4m30s", "a.b") == "4m30s"


def test_an_unreadable_value_of_the_command_line_is_refused_at_its_path() -> None:
    with pytest.raises(ScenarioError, match=r"--set: a\.b: is not valid YAML"):
        parse_value("[1", "a.b")


def test_a_base_is_laid_under_and_keeps_its_own_marks(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text("a: {b: 1, c: 2}\nd: [1, 2]\n")
    child = tmp_path / "child.yaml"
    child.write_text("extends: base.yaml\na: {c: 3}\nd: [4]\n")
    tree = read(child)
    assert tree.value == {"a": {"b": 1, "c": 3}, "d": [4]}
    assert tree.marks[("a", "b")] == Mark(str(tmp_path / "base.yaml"), 1, 5)
    assert tree.marks[("a", "c")] == Mark(str(child), 2, 5)


@pytest.mark.parametrize(
    "name", ["../secret.yaml", "/etc/hostname", "inner/../../secret.yaml", "link/secret.yaml", "a\0b", "", 5]
)
def test_a_file_outside_the_folder_of_the_scenario_is_refused(tmp_path: Path, name: object) -> None:
    folder = tmp_path / "study"
    folder.mkdir()
    (tmp_path / "secret.yaml").write_text("a: 1")
    (folder / "link").symlink_to(tmp_path)
    with pytest.raises(ScenarioError, match=r"leads out of the scenario's folder|is not a file name"):
        read_beside(folder / "s.yaml", name, Mark("s.yaml", 1, 1), ("extends",))


def test_a_file_beyond_two_megabytes_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    large = tmp_path / "large.yaml"
    large.write_text("a: [" + "1, " * 700_000 + "1]")
    with pytest.raises(ScenarioError, match="is too large"):
        read(large)


@pytest.mark.parametrize("name", ["nothing.yaml", ".", "a\0b"])
def test_a_file_that_cannot_be_read_is_refused_in_words(tmp_path: Path, name: str) -> None:
    with pytest.raises(ScenarioError, match=r"cannot be read \(got .*; allowed a readable file\)"):
        read(tmp_path / name)


def test_a_byte_order_mark_and_windows_lines_do_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "windows.yaml"
    file.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    assert read(file).value == {"a": 1, "b": 2}
