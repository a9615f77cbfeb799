"""Test what `run --worlds` says of all worlds together, before its tables."""

import json
from itertools import chain
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from corner_shop import run
from typer.testing import CliRunner

from sim import store
from sim.cli._answer import NONE_FITS, SINGLE
from sim.cli._study import Asked, study
from sim.cli._terminal import echo
from sim.cli._worlds_told import _narrowed, _table, in_short, left_open, pressing
from sim.errors import GoodwillError
from sim.scenario.load import load
from sim.store.folder import listed
from sim.studies.calibrate import Fit, Shown
from sim.studies.numbers import Number, numbers_of
from sim.studies.worlds import FEWEST, Laid, Verdict, World

ROOT = Path(__file__).parents[3]
FIGURES = ROOT / "sim" / "cli" / "templates" / "figures.yaml"
TIGHTER = "{pace: {kind: handle_time_target, target: 4m, counts: talk, pressure: {ended: 70%, within: 1m}}}"


def said(wins, tried, laid_out=0):
    told = [
        Verdict("ask", "fcr", 0.05, wins, tried, 0.09, 0.1, 0.01, 0.004, 0.182),
        Verdict("ask", "agent_seconds_per_resolved", 10.0, 1, tried, -3.0, 20.0, 2.0, -12.0, 9.0, 2, "lower"),
    ]
    return " ".join(" ".join(line.split()) for line in in_short({"ask": "Ask first"}, told, laid_out))


def test_each_policy_has_its_gains_and_its_losses_in_all_worlds():
    assert (
        "Ask first First-contact resolution (FCR): better in 9, no difference that matters in 3 of 12 worlds "
        "(+0.4 pp to +18.2 pp). Agent time per resolved issue: better in 1, worse in 2, no difference that "
        "matters in 9 of 12 worlds (-12 s to +9 s)."
    ) in said(9, 12)
    assert "(FCR): better in all 12 worlds" in said(12, 12)


def test_few_worlds_are_said_to_be_few_and_more_are_asked_for_than_were_tried():
    assert "try more, say --worlds 24" in said(2, FEWEST - 1, 8)
    assert "try more, say --worlds 64" in said(2, FEWEST - 1, 24)
    assert "try more" not in said(2, FEWEST)


def test_a_measurement_narrows_the_spread_of_worlds_and_leaves_the_luck():
    """Half-widths of 5 (worlds 4, luck 3): half of the spread of the worlds leaves 2 and 3, 3.6 together."""
    row = Verdict("ask", "fcr", 0.05, 3, 8, 0.0, 5.0, 3.0, 0.0, 0.0)
    assert left_open(row, 0.5) == pytest.approx(13.0**0.5)


def test_a_policy_with_a_target_says_which_pressure_comes_with_it(tmp_path):
    """Two policies press as the worlds say; the third has a pressure of its own, the fourth no target."""
    text = FIGURES.read_text("utf-8").replace("policies:\n", f"policies:\n  tighter: {TIGHTER}\n", 1)
    (tmp_path / "mine.yaml").write_text(text, "utf-8")
    loaded = load(tmp_path / "mine.yaml")
    numbers = [*chain(*numbers_of(loaded))]
    names = ["target", "confirm", "tighter", "quality_time"]
    found = list(pressing(loaded.scenario, names, numbers, [{"ended": 0.0}, {"ended": 0.625}]))
    both = "with its target of 5m30s agents end 0 % to 62 % of the contacts past it within a minute."
    own = "with its target of 4m agents end 70 % of the contacts past it within a minute, as the file says."
    assert found == [
        f"Talk-time target 5m30s: {both}",
        f"Ask whether it is settled: {both}",
        f"tighter: {own}",
    ]


@pytest.fixture
def run_day(monkeypatch, tmp_path):
    """Return a run of a small day with worlds that say what they are told to say."""
    from sim.cli import _worlds, app

    monkeypatch.chdir(tmp_path)
    small = (ROOT / "scenarios" / "small_day.yaml").read_text("utf-8")
    (tmp_path / "day.yaml").write_text(f"{small}\nobserved: {{aht: 6m}}\n", "utf-8")

    def done(told, *options):
        def all_worlds(_asked, count, _out, *, quiet):
            if isinstance(told, GoodwillError):
                raise told
            if not quiet:
                echo(f"IN {count} WORLDS")
            return [one._asdict() for one in told]

        monkeypatch.setattr(_worlds, "worlds_of", all_worlds)
        order = ["run", "day.yaml", "--replications", "2", "--jobs", "1", "--figures", "none"]
        return CliRunner().invoke(app, [*order, "--worlds", "4", *options])

    return done


WON = [Verdict("ask", "fcr", 0.05, 3, 4, 0.09, 0.1, 0.01, 0.004, 0.182, 1)]


def test_the_answer_is_that_of_the_worlds_and_the_file_alone_stands_in_full_only(run_day):
    done = run_day(WON)
    assert done.exit_code == 0, done.output
    assert "IN 4 WORLDS" in done.output
    assert "The answer is that of the worlds above." in done.output
    assert SINGLE not in done.output
    assert "▲ better" not in done.output
    done = run_day(WON, "--full")
    order = ("IN 4 WORLDS", SINGLE, "▲ better")
    assert [done.output.index(text) for text in order] == sorted(done.output.index(text) for text in order)


def test_where_no_world_fits_or_worlds_are_stopped_the_file_alone_is_told(run_day):
    done = run_day([])
    assert done.output.index(NONE_FITS) < done.output.index("All tables: --full")
    stop = GoodwillError("observed: has no figure to fit to (got none; allowed some). Write one.")
    done = run_day(stop)
    assert "All tables: --full" in done.output
    assert done.exit_code != 0


def test_json_of_a_run_begins_with_the_worlds_their_losses_among_them(run_day):
    content = json.loads(run_day(WON, "--json", "--quiet").stdout)
    assert next(iter(content)) == "worlds"
    assert (content["worlds"][0]["wins"], content["worlds"][0]["losses"]) == (3, 1)


@pytest.mark.parametrize("warn", [True, False])
def test_what_a_file_warns_of_is_printed_by_the_run_and_not_once_more_by_its_worlds(tmp_path, capsys, warn):
    small = (ROOT / "scenarios" / "small_day.yaml").read_text("utf-8")
    (tmp_path / "day.yaml").write_text(f"{small}\nobserved: {{aht: 3h, occupancy: 99%}}\n", "utf-8")
    asked = Asked(tmp_path / "day.yaml", None, None, None, 2, 1, 1, tmp_path / "out")
    with study(asked, quiet=False, warn=warn):
        pass
    assert ("warning: " in capsys.readouterr().err) is warn


def test_the_table_has_todays_level_in_its_unit_and_words_where_no_side_is_better():
    labels = {"ask": "Ask first"}
    own = SimpleNamespace(labels=lambda _: labels, customers=SimpleNamespace(currency="EUR"))
    study_of = SimpleNamespace(scenario=own, policies=("ask",))
    rows = [
        Verdict("ask", "fcr", 0.05, 3, 4, 0.09, 0.1, 0.01, 0.004, 0.182, 1, "higher", 0.664),
        Verdict("ask", "offered", 8.0, 3, 4, 12.0, 3.0, 1.0, 2.0, 20.0, 1, "neutral", 840.0),
        Verdict("ask", "cost_per_resolved", 0.17, 0, 4, -0.1, 0.2, 0.1, -0.3, 0.1, 0, "lower", 8.44),
    ]
    head, *lines = (" ".join(line.split()) for line in _table(study_of, rows) if line)
    assert "today matters from better worse" in head
    assert "(FCR) 66.4 % 5.0 pp 3 1 0 +9.0 pp ± 10.0 pp ± 1.0 pp" in lines[0]
    assert "Offered contacts 840 a day 8 a day 3 higher 1 lower 0 +12 a day ± 3 a day ± 1 a day" in lines[1]
    assert "Cost per resolved issue 8.44 EUR 0.17 EUR 0 0 4 -0.10 EUR ± 0.20 EUR ± 0.10 EUR" in lines[2]


def test_a_range_that_the_figures_narrow_is_told_with_what_was_tried():
    ended = Number("ended", "the share of calls ended early", (("a", 0.4),), 0.0, 0.8)
    fits = [Fit({"ended": 0.1 + 0.02 * k}, Shown(np.zeros(1), np.zeros(1)), 1.0, {}) for k in range(8)]
    centre = SimpleNamespace(open_numbers=[ended])
    found = " ".join(_narrowed(centre, Laid([World(fit, {}, {}) for fit in fits], 24, 0, 16)))
    assert " ".join(found.split()) == (
        "In all worlds that fit, the share of calls ended early is 10 % to 24 % (tried: 0 % to 80 %)."
    )


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("option", [(), ("--quiet",), ("--json",), ("--estimate",)])
def test_worlds_that_the_file_rules_out_are_refused_before_the_earlier_result_is_touched(shop, option):
    assert run("--replications", "1").exit_code == 0
    page = shop / "results" / "shop" / "report.html"
    store.add(page.parent, [(page.name, b"told")])
    before = listed(page.parent)
    refused = run("--replications", "1", "--seed", "9", "--worlds", "2", *option)
    assert isinstance(refused.exception, GoodwillError)
    assert "observed: has no figure to fit to" in str(refused.exception)
    assert listed(page.parent) == before
    assert page.read_bytes() == b"told"


def test_a_range_of_worlds_that_is_none_is_refused_before_anything_is_simulated(shop):
    text = (
        shop / "shop.yaml"
    ).read_text() + "observed: {aht: 5m, source: x}\nworlds: {vary: {skill: none}}\n"
    (shop / "shop.yaml").write_text(text)
    refused = run("--replications", "1", "--worlds", "2")
    assert "is no range" in str(refused.exception)
    assert not (shop / "results").exists()
