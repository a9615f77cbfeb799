"""Test the erlang command: figures, agents for a target, and what it refuses."""

import json

import pytest
from typer.testing import CliRunner

from sim.cli import app
from sim.errors import GoodwillError

LINE = ("--volume", "100/h", "--handle-time", "3m")


def erlang(*options):
    return CliRunner().invoke(app, ["erlang", *options], catch_exceptions=True)


def found(*options):
    done = erlang(*LINE, *options, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_agents_give_the_figures_of_erlang_c_and_it_says_why():
    done = erlang(*LINE, "--agents", "7")
    assert "Erlang C, because nobody hangs up" in done.stdout
    assert "service level: answered within 20s / offered" in done.stdout
    assert "     7          74.0%        32.4%  29.2 s      71.4%       0.0%  missed" in done.stdout
    assert "12.1% would be blocked (Erlang B)" in done.stdout


def test_patience_gives_erlang_a_and_it_says_why():
    done = erlang(*LINE, "--agents", "7", "--patience", "2m")
    assert "Erlang A, because callers hang up: exponential patience, 2m on average." in done.stdout
    row = found("--agents", "7", "--patience", "2m")["figures"][0]
    assert row["abandoned_share"] == pytest.approx(0.0604, abs=5e-5)
    assert row["meets_target"] is True


def test_a_target_gives_the_agents_raw_and_rounded_once_with_their_neighbours():
    told = found("--target", "80/20", "--shrinkage", "30%")
    need = told["needed"]
    assert need["raw"] == pytest.approx(7.4263, abs=5e-5)
    assert need["agents"] == 8
    assert need["raw_with_shrinkage"] == pytest.approx(need["raw"] / 0.7)
    assert need["agents_with_shrinkage"] == 11  # not 12, as 8 / 0.7 would give
    assert [row["agents"] for row in told["figures"]] == [7, 8, 9]
    assert [row["meets_target"] for row in told["figures"]] == [False, True, True]
    words = erlang(*LINE, "--shrinkage", "0.3").stdout
    assert "For 80 % within 20s: 7.43 agents on duty, rounded up 8" in words
    assert "10.61 agents on the payroll, rounded up 11 (from 7.43, not from 8)" in words


def test_occupancy_can_ask_for_more_agents_than_the_service_level():
    told = found("--max-occupancy", "60%")
    assert told["needed"]["raw"] == pytest.approx(5 / 0.6, abs=0.03)
    assert all(row["occupancy"] <= 0.6 for row in told["figures"] if row["meets_target"])


def test_volume_is_per_any_time():
    assert found("--agents", "7") == json.loads(
        erlang("--volume", "50/30m", "--handle-time", "180s", "--agents", "7", "--json").stdout
    )


def test_a_line_without_end_is_told_as_such_beside_the_target():
    told = erlang("--volume", "40/h", "--handle-time", "3m", "--target", "30/60").stdout
    assert "no end" in told


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((*LINE, "--agents", "5"), "(got 5 erlang for 5 agents; allowed from 6). Give --patience"),
        ((*LINE, "--agents", "5.9"), "(got 5 erlang for 5.9 agents, of whom at times only 5 are there;"),
        ((*LINE, "--agents", "0"), "--agents: is too small (got 0; allowed a number above 0)."),
        ((*LINE, "--agents", "1e6"), "--agents: cannot be counted (got 1e+06; allowed at most 100000)."),
        ((*LINE, "--agents", "6,5"), "--agents: is not a number (got 6,5; allowed a finite number"),
        ((*LINE, "--target", "100/20"), "--target: is out of reach (got 100/20; allowed below 100 %)."),
        ((*LINE, "--target", "80"), "--target: is not a service level (got 80;"),
        ((*LINE, "--shrinkage", "100%"), "--shrinkage: leaves nobody on duty (got 100%; allowed"),
        ((*LINE, "--shrinkage", "30"), "--shrinkage: is outside the range of a share (got 30;"),
        ((*LINE, "--max-occupancy", "0%"), "--max-occupancy: allows no work (got 0%; allowed above 0%)."),
        ((*LINE, "--patience", "0s"), "--patience: is zero (got 0s; allowed a time above 0s)."),
        (("--volume", "100", "--handle-time", "3m"), "allowed 100/h or 50/30m). Write 100/h."),
        (("--volume", "1,5 per minute", "--handle-time", "3m"), "allowed 100/h or 50/30m). Write 1.5/m."),
        (("--volume", "many", "--handle-time", "3m"), "Write contacts, a slash and a time."),
        (("--volume", "0/h", "--handle-time", "3m"), "--volume: brings no contacts (got 0/h;"),
        (("--volume", "9/h", "--handle-time", "180"), "90s, 4m30s, 2h or 7d). Write 180s."),
        (("--volume", "9/s", "--handle-time", "3h"), "offered_load: is too heavy to search"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_with_the_remedy(options, words):
    done = erlang(*options)
    assert isinstance(done.exception, GoodwillError)
    assert words in str(done.exception)
