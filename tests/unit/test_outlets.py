"""Test that no text of a file steers a terminal, commands a build, or becomes a formula."""

import json
import re
from pathlib import Path

import polars as pl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from sim import outlets
from sim.checks import junit, markdown
from sim.cli import app
from sim.scenario.load import check
from sim.scenario.source import dump, parse_value
from sim.store import to_csv

ROOT = Path(__file__).parents[2]
SHOP = (ROOT / "tests/unit/cli/corner_shop.py").read_text("utf-8").split('"""')[3]
BAD = "\x1b[2J\x9b31m\r\n::error::false\n##[error]false\n=1+1\u202e\x07"
UNPRINTABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
COMMAND = re.compile(r"^\s*::|##\[", re.MULTILINE)


def is_safe(text):
    return not (UNPRINTABLE.search(text) or COMMAND.search(text))


@given(st.text(st.sampled_from("\x1b\x9b\n\r\t:#[ a\u202e\ud800"), max_size=12) | st.text())
@settings(derandomize=True, deadline=None, max_examples=400)
def test_any_text_is_safe_on_a_terminal_and_means_the_same_as_json(text):
    assert is_safe(outlets.lines(text))
    assert "\n" not in outlets.line(text)
    written = outlets.json_text(json.dumps({"x": text}, ensure_ascii=False, indent=1))
    assert json.loads(written) == {"x": text}
    assert not UNPRINTABLE.search(written)
    if text.isprintable() or text.encode("utf-8", "replace").decode() == text:  # YAML holds no half character
        written = outlets.yaml_text(dump({"x": text, "y": f"{'a ' * 50}{text}"}))
        assert parse_value(written, "x") == {"x": text, "y": f"{'a ' * 50}{text}"}
        assert is_safe(written)


def test_plain_text_stays_as_it_is():
    text = "größe 80 % ▲\u00a0better: a::b # 3 → 4\n  second"
    assert outlets.lines(text) == text


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula_and_numbers_stay_numbers(text):
    table = pl.DataFrame({"name": [text, "a=b", None], "value": [-1.5, 2.0, None]})
    assert outlets.cell(text) == f"'{text}"
    again = pl.read_csv(to_csv(table).encode())
    assert again["name"].to_list() == [f"'{text}", "a=b", None]
    assert again["value"].to_list() == [-1.5, 2.0, None]


def texts_of(value, at=()):
    """Yield the address of every text in a scenario file, and of every name that people give."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from texts_of(inner, (*at, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from texts_of(inner, (*at, index))
    else:
        yield at


def replaced(value, at, text):
    if not at:
        return text
    key, *rest = at
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[key] = replaced(copy[key], rest, text)
    return copy


def renamed(value, at, text):
    *above, name = at
    if not above:
        return {text if key == name else key: inner for key, inner in value.items()}
    return {**value, above[0]: renamed(value[above[0]], (*above[1:], name), text)}


WHOLE = {**yaml.safe_load(SHOP), "description": "why"}
FIELDS = [*texts_of(WHOLE)]
NAMES = [(section, name) for section, inner in WHOLE.items() if isinstance(inner, dict) for name in inner]


def problems(tmp_path, whole):
    """Return what loading says, and the loaded scenario where it is sound."""
    path = tmp_path / "x.yaml"
    path.write_text(yaml.safe_dump(whole, allow_unicode=True))
    try:
        return "\n".join(map(str, check(path))), True
    except Exception as error:
        return str(error), False


@pytest.mark.parametrize("change", ["value", "name"])
def test_bad_text_in_every_field_is_refused_in_safe_words_or_is_a_description(tmp_path, change):
    sound = []
    for at in FIELDS if change == "value" else NAMES:
        whole = (replaced if change == "value" else renamed)(WHOLE, at, BAD)
        told, loaded = problems(tmp_path, whole)
        assert is_safe(outlets.lines(told)), at
        if loaded:
            sound.append(at)
    assert sound == ([("description",)] if change == "value" else [])


@pytest.mark.slow
def test_a_description_reaches_the_terminal_safely(tmp_path):
    (tmp_path / "x.yaml").write_text(yaml.safe_dump({**WHOLE, "description": BAD}))
    for command in (
        ["show"],
        ["show", "--json"],
        ["show", "--resolved"],
        ["explain"],
        ["validate"],
        ["validate", "--resolved"],
    ):
        done = CliRunner().invoke(app, [*command, str(tmp_path / "x.yaml")])
        assert done.exit_code == 0, done.output
        assert is_safe(done.output)


def test_tables_and_progress_are_safe():
    from io import StringIO

    from rich.table import Table

    from sim.cli._terminal import Terminal

    table = Table(BAD)
    table.add_row(BAD)
    out = StringIO()
    Terminal(file=out, width=80).print(table)
    Terminal(file=out, width=80).print(BAD, markup=False)
    assert is_safe(out.getvalue())


def test_markdown_and_junit_hold_no_control_and_no_tag():
    assert not UNPRINTABLE.search(junit._clean(BAD).replace("\t", "").replace("\r", ""))
    words = markdown._cell(BAD + "<img src=x> `a` [b](c) ![d](e)")
    assert is_safe(words)
    assert not re.search(r"<|(?<!\\)[`\[]", words)


def test_only_one_file_of_the_command_line_prints():
    for path in sorted((ROOT / "sim" / "cli").glob("*.py")):
        if path.name != "_terminal.py":
            text = path.read_text("utf-8")
            assert not re.search(r"typer\.echo|(?<!\.)\bprint\(|\bConsole\(|sys\.std(out|err)\.", text), (
                path.name
            )
