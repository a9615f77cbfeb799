"""Sweep a small centre from the command line, stop it, and go on."""

import signal

import pytest
from corner_shop import SCENARIO
from typer.testing import CliRunner

from sim import experiment
from sim.cli import app
from sim.errors import GoodwillError
from sim.studies.bench import Bench

VARY = ("--vary", "staffing=100%,150%", "--on", "csat")


def sweep(*options):
    return CliRunner().invoke(app, ["sweep", "shop.yaml", "--jobs", "1", "--replications", "2", *options])


@pytest.mark.slow
def test_stopped_and_started_again_it_gives_the_same_bytes_and_simulates_nothing_twice(shop, monkeypatch):
    done, plain, whole = [], experiment.replicate, Bench.__init__

    def stopping(job):
        if len(done) == 3:
            signal.raise_signal(signal.SIGINT)
        done.append((job.scenario, job.replication))
        return plain(job)

    monkeypatch.setattr(Bench, "__init__", lambda self, *a, **k: whole(self, *a, **k, function=stopping))
    assert sweep(*VARY, "--out", "stopped").exit_code == 130
    monkeypatch.setattr(Bench, "__init__", whole)
    again = sweep(*VARY, "--out", "stopped")
    assert "5 replications simulated, 3 found from earlier" in again.stderr
    assert "8 replications simulated, 0 found from earlier" in sweep(*VARY, "--out", "straight").stderr
    for name in ("sweep.csv", "sweep.json"):
        stopped, straight = (shop / out / "shop" / "studies" / name for out in ("stopped", "straight"))
        assert stopped.read_bytes() == straight.read_bytes()
    assert "staffing=150%" in again.stdout


def test_what_the_file_says_under_study_holds_where_options_are_left_out(shop):
    study = "study: {vary: {staffing: [80%, 120%], policy: target}, measures: [Satisfied customers]}\n"
    (shop / "shop.yaml").write_text(SCENARIO + study)
    shown = sweep()
    assert shown.exit_code == 0, shown.output
    assert "2 points" in shown.stdout
    assert "Satisfied customers [%]" in shown.stdout
    assert "Quality time" not in shown.stdout


NOTHING = (
    "--vary: nothing is to be varied (got none; allowed PATH=30s..60s:5s). Name a path, or write vary: under "
    "study: in the file."
)
RELATIVE = (
    "--until csat: is a share of a value (got 3%; allowed an amount such as 0.5pp or 10 s). Write an amount."
)
UNKNOWN = "--design: is unknown (got gird; allowed grid, one_at_a_time, sobol, morris). Did you mean grid?"


@pytest.mark.parametrize(
    ("options", "error"),
    [([], NOTHING), (["--design", "gird"], UNKNOWN), ([*VARY, "--until", "csat=3%"], RELATIVE)],
)
@pytest.mark.usefixtures("shop")
def test_what_makes_no_sweep_is_refused(options, error):
    refused = sweep(*options).exception
    assert isinstance(refused, GoodwillError)
    assert str(refused) == error
