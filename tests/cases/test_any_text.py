"""Check that no text whatever ends in anything but a scenario or a ScenarioError."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.errors import Problem, ScenarioError
from sim.scenario.load import check, load_scenario, resolved

VALID = sorted((Path(__file__).parent / "valid").glob("*.yaml"))
TEXTS = [path.read_text("utf-8") for path in VALID]
VALUE = re.compile(r"(?<=[:,\[{] )[^\s,\[\]{}]+")

WORDS = """
    ~ null true on 0 -1 1e309 -.inf .nan 0o17 1_000 30 30% -30% 1e6% 4m30s 30m4h -5s 99999d 80/20 80/ /
    07:00-21:00 21:00-07:00 24:00-25:00 mon-fri fri-mon [] {} [[]] [1,a,~] *a - ? | > @ ` % # --- ... '' ' "
    2026-02-30 0001-01-01 unlimited infinite é
"""
NASTY = (
    *WORDS.split(),
    *(
        "{add: 2}",
        "{multiply: 1e308}",
        "{value: 1}",
        "{value: 1, range: [0]}",
        "{value: {value: 1}}",
        "&a [*a]",
    ),
    *("{file: x.csv, column: a}", "{file: ../../etc/passwd, column: a}", "{per_hour: 1e12}", "{dist: [a]}"),
    *(
        "{dist: {}}",
        "{kind: 5}",
        "{kind: none}",
        "{dist: exponential}",
        "!!python/object:os.system x",
        "!x y",
    ),
    *(
        '"\\ud800"',
        '"\\U00110000"',
        '"\\x00"',
        "\x07",
        "\u2028",
        "- a",
        "? b",
        "a: b",
        "",
        "9" * 400,
        "0x" + "f" * 400,
    ),
)

EXAMPLES = settings(
    derandomize=True,
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def loads_or_refuses(folder: Path, text: str, sets: tuple[str, ...] = ()) -> None:
    file = folder / "any.yaml"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    problems: tuple[Problem, ...] = ()
    try:
        check(file, sets)
    except ScenarioError as error:
        problems = error.problems
        assert problems
    assert all("\n" not in str(problem) and str(problem).encode("utf-8") for problem in problems)
    if problems:
        return
    again = folder / "again.yaml"
    scenario = load_scenario(file, None, sets)
    again.write_text(resolved(scenario), "utf-8")
    assert load_scenario(again) == scenario


@EXAMPLES
@given(text=st.text(max_size=80))
def test_random_text_is_refused_in_words(text: str, tmp_path: Path) -> None:
    loads_or_refuses(tmp_path, text)


@EXAMPLES
@given(text=st.text(alphabet="ab:,-[]{}&*!?|>'\"%@#~ \n\t01.\\u<", max_size=60))
def test_random_punctuation_is_refused_in_words(text: str, tmp_path: Path) -> None:
    loads_or_refuses(tmp_path, text)


@EXAMPLES
@given(data=st.data())
def test_a_scenario_with_one_value_exchanged_loads_or_is_refused_in_words(
    data: st.DataObject, tmp_path: Path
) -> None:
    text = data.draw(st.sampled_from(TEXTS))
    places = [match.span() for match in VALUE.finditer(text)]
    start, stop = data.draw(st.sampled_from(places))
    loads_or_refuses(tmp_path, text[:start] + data.draw(st.sampled_from(NASTY)) + text[stop:])


@EXAMPLES
@given(data=st.data())
def test_a_scenario_with_lines_shuffled_or_lost_loads_or_is_refused_in_words(
    data: st.DataObject, tmp_path: Path
) -> None:
    lines = data.draw(st.sampled_from(TEXTS)).splitlines(keepends=True)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines) - 1))
        to = data.draw(st.integers(0, len(lines) - 1))
        change = data.draw(st.sampled_from(["drop", "copy", "indent", "swap"]))
        if change == "drop":
            lines[at] = ""
        elif change == "copy":
            lines.insert(to, lines[at])
        elif change == "indent":
            lines[at] = "  " + lines[at]
        else:
            lines[at], lines[to] = lines[to], lines[at]
    loads_or_refuses(tmp_path, "".join(lines))


@EXAMPLES
@given(data=st.data())
@pytest.mark.slow
def test_any_change_on_the_command_line_is_made_or_refused_in_words(
    data: st.DataObject, tmp_path: Path
) -> None:
    paths = """
        contacts.balance.volume contacts.balance.work.mean queues.service.service_level groups on_duty run
        shifts.early.staff.generalists clock.open clock.open.mon-fri customers.segments.new.share policies
        policies.target.pace behaviour behaviour.trust.level shifts.early.breaks.0 a..b version
    """.split()  # noqa: SIM905 - one line each would be long
    path = data.draw(st.sampled_from(paths))
    value = data.draw(st.sampled_from(NASTY) | st.text(max_size=8))
    form = data.draw(st.sampled_from(["{0}={1}", "{0}={{add: {1}}}", "{0}={{multiply: {1}}}", "{0}{1}"]))
    full = next(text for path, text in zip(VALID, TEXTS, strict=True) if path.stem == "full")
    loads_or_refuses(tmp_path, full, (form.format(path, value),))


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "{a: " * 50_000, "- " * 50_000, "? " * 50_000, "&a " * 50_000]
)
def test_endless_nesting_is_refused_in_words(text: str, tmp_path: Path) -> None:
    loads_or_refuses(tmp_path, text)
