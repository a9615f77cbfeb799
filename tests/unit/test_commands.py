"""Test that printed commands are quoted, and name options that the command line has."""

import shlex

import pytest
from typer.main import get_command

from sim.cli import app
from sim.commands import EVERY, PLACES, TAKES, Ran, command, quoted
from sim.plots.base import members

WORDS = [
    "day.yaml",
    "small day.yaml",
    "it's $5.yaml",
    'a "b".yaml',
    "x\\y",
    "",
    "contacts.q.volume=[1, 2]",
    "a=b",
]
BUSY = Ran("my day.yaml", ("a.b=1", "c=[1, 2]"), "my results", ("today", "busy"), ("today", "busy"), "busy")


def options(verb):
    return [name for one in get_command(app).commands[verb].params for name in one.opts]


@pytest.mark.parametrize("word", WORDS)
def test_a_shell_reads_a_quoted_word_as_one_and_as_it_is(word):
    assert shlex.split(quoted(word)) == [word]
    assert shlex.split(command("show", word, "--full")) == ["goodwill", "show", word, "--full"]


def test_blanks_stand_in_double_quotes_which_every_shell_knows():
    assert quoted("my results/sd") == '"my results/sd"'
    assert quoted("results/sd") == "results/sd"


def test_a_command_of_a_file_ends_no_line_and_commands_no_terminal():
    assert "\n" not in quoted("a\nb")
    assert "\x1b" not in quoted("a\x1b[2J")


@pytest.mark.parametrize("verb", TAKES)
def test_every_option_that_says_what_a_command_is_about_is_one_it_has(verb):
    place = PLACES[1] if PLACES[1] in options(verb) else PLACES[0]
    about = ("--scenario", "--set", *(() if verb == "explain" else (place,)))
    assert [*TAKES[verb]] == [one for one in about if one in options(verb)]


def test_commands_carry_what_the_run_was_given():
    assert BUSY.command("staff") == (
        'goodwill staff "my day.yaml" --scenario busy --set a.b=1 --set "c=[1, 2]" --out "my results"'
    )
    assert BUSY.command("explain").endswith('--scenario busy --set a.b=1 --set "c=[1, 2]"')
    assert BUSY.command("calibrate").endswith('--results "my results"')
    assert Ran("day.yaml").command("run", "--worlds 24") == "goodwill run day.yaml --worlds 24"
    assert Ran("day.yaml").about("today").command("staff") == "goodwill staff day.yaml"
    assert Ran("day.yaml", out="results/").command("staff") == "goodwill staff day.yaml"


def test_a_study_names_its_scenario_unless_it_is_the_first_and_a_run_keeps_all():
    every = Ran("day.yaml", (), "results", (EVERY,), ("today", "busy"))
    assert every.command("staff") == every.about("today").command("staff") == "goodwill staff day.yaml"
    assert every.about("busy").command("staff") == "goodwill staff day.yaml --scenario busy"
    assert every.command("run") == "goodwill run day.yaml --scenario all"
    assert every.about("busy").command("run") == "goodwill run day.yaml --scenario busy,today"
    assert (
        BUSY.about("today").command("break-even").startswith('goodwill break-even "my day.yaml" --scenario t')
    )


def test_a_command_that_cannot_carry_changes_says_to_write_them_first():
    assert "--set into the file" in BUSY.lacks("goodwill backtest FILE --against x.parquet")
    assert not BUSY.lacks("goodwill staff FILE")
    assert not Ran("day.yaml").lacks("goodwill backtest FILE --against x.parquet")


@pytest.mark.parametrize("name", members())
def test_commands_of_exhibits_are_ones_that_the_command_line_reads(name):
    one = members()[name]
    for general in {*one.needs.values(), one.command}:
        _, verb, *rest = shlex.split(BUSY.said(general))
        context = get_command(app).commands[verb].make_context(verb, rest)
        assert str(context.params["file"]) == "my day.yaml"
