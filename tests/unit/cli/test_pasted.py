"""Test that commands printed by a run, and on its page, work as they are pasted and are about the same."""

import html
import json
import re
import shlex

import corner_shop
import pytest
from typer.testing import CliRunner

from sim.cli import app

GIVEN = ("--set", "customers.count=400", "--out", "my results", "--jobs", "1", "--figures", "none")


def goodwill(*words):
    return CliRunner().invoke(app, [*words])


def pasted(command):
    """Run a printed command as a shell would."""
    done = goodwill(*shlex.split(command)[1:])
    assert done.exit_code == 0, (command, done.output, done.exception)
    return done


@pytest.fixture
def printed(tmp_path, monkeypatch):
    """What a run prints of a file and a folder with blanks."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small shop.yaml").write_text(corner_shop.SCENARIO)
    done = goodwill("run", "small shop.yaml", "--scenario", "busy", "--replications", "2", *GIVEN)
    assert done.exit_code == 0, done.output
    return done.stdout


def named(text):
    """Return the commands that stand at the ends of lines."""
    return re.findall(r"(?:^  |: )(goodwill .+)$", text, re.MULTILINE)


def test_what_a_run_prints_works_and_is_about_the_same_centre_and_folder(printed, tmp_path):
    commands = named(printed)
    assert [one.split()[1] for one in commands] == ["explain", "show", "report", "staff"]
    place = tmp_path / "my results" / "small shop"
    assert place.is_dir()
    for one in commands:
        pasted(one)
    study = json.loads((place / "studies" / "frontier.json").read_text())
    assert (study["set"], study["scenario"]) == (["customers.count=400"], "busy")
    assert not (tmp_path / "results").exists()
    again = goodwill("show", str(place))
    assert [one for one in named(again.stdout) if " staff " in one] == commands[-1:]


def test_what_the_page_prints_works_or_says_what_is_missing(printed, tmp_path):
    assert "goodwill" in printed
    place = tmp_path / "my results" / "small shop"
    assert goodwill("report", "my results/small shop", "--formats", "html").exit_code == 0
    text = html.unescape((place / "report.html").read_text("utf-8"))
    assert "goodwill staff FILE" not in text
    needs = dict(re.findall(r"To fill it, ([^<]*?), then <code>(goodwill [a-z-]+)[^<]*</code>", text))
    assert {*needs.values()} == {"goodwill run"}
    assert all("under observed:" in words for words in needs)
    ready = re.findall(r"To fill it: <code>(goodwill [^<]*)</code>", text)
    assert [one.split()[1] for one in ready] == ["staff", "break-even"]
    for one in ready:
        pasted(one)
    assert goodwill("report", "my results/small shop", "--formats", "html").exit_code == 0
    assert "To fill it: <code>" not in html.unescape((place / "report.html").read_text("utf-8"))


def test_a_page_of_one_policy_asks_for_a_second_and_prints_no_command_that_compares(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = re.sub(r"  quality: .*\n", "", corner_shop.SCENARIO)
    (tmp_path / "shop.yaml").write_text(text)
    assert goodwill("run", "shop.yaml", "--replications", "2", *GIVEN, "--report").exit_code == 0
    page = html.unescape((tmp_path / "my results/shop/report.html").read_text("utf-8"))
    ready = re.findall(r"(?:To fill it|turns): <code>(goodwill [^<]*)</code>", page)
    assert [one.split()[1] for one in ready] == ["staff"]
    assert "To fill it, write a second policy" in page


def test_a_new_run_says_which_files_of_a_report_it_removed_and_how_to_make_them_anew(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shop.yaml").write_text(corner_shop.SCENARIO)
    words = ("run", "shop.yaml", "--replications", "1", *GIVEN)
    assert "Removed" not in goodwill(*words, "--report").stderr
    place = tmp_path / "my results/shop"
    assert goodwill("report", str(place), "--formats", "html,md,xlsx,svg").exit_code == 0
    (place / "report.md").write_text("edited")
    told = goodwill(*words).stderr
    (names,) = re.findall(r"told of the earlier run: (.+)\. Write them anew: .*", told)
    assert {*names.split(", ")} == {"report.html", "tables.xlsx", "exhibits/"}
    assert not (place / "exhibits").exists()
    pasted(re.search(r"anew: (goodwill .+)", told)[1])
    assert (place / "report.html").exists()
    assert (place / "tables.xlsx").exists()
    assert [*(place / "exhibits").glob("*.svg")]
