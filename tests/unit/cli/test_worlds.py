"""Test what `run --worlds` says of all worlds together, before its tables."""

import json
from itertools import chain
from pathlib import Path

from typer.testing import CliRunner

from sim.cli._terminal import echo
from sim.cli._worlds import SINGLE, in_short, pressing
from sim.errors import GoodwillError
from sim.scenario.load import load
from sim.studies.numbers import numbers_of
from sim.studies.worlds import FEWEST, Verdict

ROOT = Path(__file__).parents[3]
FIGURES = ROOT / "sim" / "cli" / "templates" / "figures.yaml"
TIGHTER = "{pace: {kind: handle_time_target, target: 4m, counts: talk, pressure: {ended: 70%, within: 1m}}}"


def said(wins, tried):
    told = [
        Verdict("ask", "fcr", 0.05, wins, tried, 0.09, 0.1, 0.01, 0.004, 0.182),
        Verdict("ask", "agent_seconds_per_resolved", 10.0, 1, tried, -3.0, 20.0, 2.0, -12.0, 9.0),
    ]
    return " ".join(" ".join(line.split()) for line in in_short({"ask": "Ask first"}, told))


def test_each_policy_has_a_sentence_on_all_worlds_that_names_gains_and_ends():
    assert (
        f"Ask first: first-contact resolution (FCR) in 9 of {FEWEST + 4} (+0.4 pp to +18.2 pp); "
        f"agent time per resolved issue in 1 of {FEWEST + 4} (-12 s to +9 s)."
    ) in said(9, FEWEST + 4)


def test_few_worlds_are_said_to_be_few():
    assert "try more" in said(2, FEWEST - 1)
    assert "try more" not in said(2, FEWEST)


def test_a_policy_with_a_target_says_which_pressure_comes_with_it(tmp_path):
    """Two policies press as the worlds say; the third has a pressure of its own, the fourth no target."""
    text = FIGURES.read_text("utf-8").replace("policies:\n", f"policies:\n  tighter: {TIGHTER}\n", 1)
    (tmp_path / "mine.yaml").write_text(text, "utf-8")
    loaded = load(tmp_path / "mine.yaml")
    numbers = [*chain(*numbers_of(loaded))]
    names = ["target", "confirm", "tighter", "quality_time"]
    found = list(pressing(loaded.scenario, names, numbers, [{"ended": 0.0}, {"ended": 0.625}]))
    both = "with its target of 5m30s agents end 0 % to 62 % of the contacts past it within a minute (ended)."
    own = "with its target of 4m agents end 70 % of the contacts past it within a minute, as the file says."
    assert found == [
        f"Talk-time target 5m30s: {both}",
        f"Ask whether it is settled: {both}",
        f"tighter: {own}",
    ]


def test_worlds_come_first_and_the_answer_for_the_file_alone_is_headed_as_one_of_many(monkeypatch, tmp_path):
    """Whatever stops the worlds, the answer for the file is told."""
    from sim.cli import _worlds, app

    monkeypatch.chdir(tmp_path)
    small = (ROOT / "scenarios" / "small_day.yaml").read_text("utf-8")
    (tmp_path / "day.yaml").write_text(small, "utf-8")
    told = [Verdict("ask", "fcr", 0.05, 3, 4, 0.09, 0.1, 0.01, 0.004, 0.182)]

    def all_worlds(_asked, count, _out, *, quiet):
        if not quiet:
            echo(f"IN {count} WORLDS")
        return [one._asdict() for one in told]

    monkeypatch.setattr(_worlds, "worlds_of", all_worlds)
    order = ["run", "day.yaml", "--replications", "2", "--jobs", "1", "--figures", "none", "--worlds", "4"]
    done = CliRunner().invoke(app, order)
    assert done.exit_code == 0, done.output
    head, alone = done.output.index("IN 4 WORLDS"), done.output.index(SINGLE)
    assert head < alone < done.output.index("All tables: --full")
    first = CliRunner().invoke(app, [*order, "--json", "--quiet"])
    content = json.loads(first.stdout)
    assert next(iter(content)) == "worlds"
    assert content["worlds"][0]["wins"] == 3

    def stopped(*_, **__):
        raise GoodwillError("observed: has no figure to fit to (got none; allowed some). Write one.")

    monkeypatch.setattr(_worlds, "worlds_of", stopped)
    done = CliRunner().invoke(app, order)
    assert "All tables: --full" in done.output
    assert done.exit_code != 0
