"""Test that an option whose value would not count is refused."""

import pytest
from typer.testing import CliRunner

from sim.cli import app


@pytest.mark.parametrize("command", ["run", "show", "explain", "check"])
@pytest.mark.usefixtures("shop")
def test_an_option_of_one_value_is_not_taken_twice(command):
    option = {"run": "--seed", "check": "--at-most"}.get(command, "--scenario")
    done = CliRunner().invoke(app, [command, "shop.yaml", option, "3", option, "4"])
    assert done.exit_code == 2
    assert f"{option} is given twice (allowed once). Leave one out." in done.output


@pytest.mark.parametrize("command", ["run", "staff", "check", "backtest"])
def test_processes_and_a_cluster_are_not_asked_for_at_once(command):
    """Before, the number of processes was left out without a word."""
    done = CliRunner().invoke(app, [command, "--jobs", "2", "--cluster", "tcp://127.0.0.1:1", "shop.yaml"])
    assert done.exit_code == 2
    assert "--jobs and --cluster do not go together. Leave one out." in done.output
