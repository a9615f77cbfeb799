"""Test what `run --worlds` says of all worlds together, before its tables."""

import json
from pathlib import Path

from typer.testing import CliRunner

from sim.cli._terminal import echo
from sim.cli._worlds import SINGLE, in_short
from sim.errors import GoodwillError
from sim.studies.worlds import FEWEST, Verdict

ROOT = Path(__file__).parents[3]


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
