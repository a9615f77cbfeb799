"""Test the run command: what it prints, what it leaves, and what an interruption keeps."""

import json
from unittest.mock import Mock

import polars as pl
import pytest
from corner_shop import content, line_of, run
from typer.testing import CliRunner

from sim import experiment, store
from sim.cli import app
from sim.comparison import headline
from sim.errors import GoodwillError
from sim.kpis import KPIS
from sim.plots import base
from sim.plots.service_by_interval import PANELS
from sim.plots.sheet import Sheet


def test_a_run_leaves_all_files_and_prints_the_comparison(shop):
    done = run(figures="all")
    assert done.exit_code == 0, done.output
    folder = shop / "results" / "shop"
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert names == {
        "result.json",
        "manifest.json",
        "files.sha256",
        "replications.parquet",
        "replications.csv",
        "differences.csv",
        "estimates.csv",
        *("assumptions.csv", "waits.csv", "flows.csv", "trust.csv", "intervals.csv"),
        *("intervals_by_queue.csv", "intervals_by_group.csv"),
        "scenario.resolved.yaml",
        *(f"figures/{stem}.{form}" for stem in FIGURES for form in ("png", "svg")),
    }
    assert [path.name for path in folder.parent.iterdir()] == ["shop"]
    assert "scenario today: Quality time against Three minutes (3 replications, seed 3)" in done.stdout
    measures = content(shop)["measures"]
    words = done.stdout.replace("\n", " ")
    assert all(measures[name]["definition"] in words for name in headline(KPIS))
    for name in ("fcr", "fcr_measured", "wait_mean"):
        assert line_of(done.stdout, KPIS[name].label)
    assert "Written to results/shop." in done.stderr


def test_waits_and_paths_add_up_to_the_measures(shop):
    run("--replications", "2", "--set", "customers.count=3000")
    folder = shop / "results" / "shop"
    measures = pl.read_csv(folder / "estimates.csv")
    waits, flows = (pl.read_csv(folder / name) for name in ("waits.csv", "flows.csv"))
    for policy in ("target", "quality"):
        values, stays = (
            dict(measures.filter(policy=policy, dimension=of).select("kpi", "value").iter_rows())
            for of in ("all", "queue")
        )
        bins, steps = waits.filter(policy=policy), flows.filter(policy=policy)
        by = dict(bins.group_by("outcome").agg(pl.col("per_day").sum()).iter_rows())
        assert by == pytest.approx({one: stays[one] for one in ("answered", "abandoned")})
        assert bins["share"].sum() == pytest.approx(1.0)
        in_time = bins.filter(pl.col("outcome") == "answered", pl.col("to_s") <= 20.0)["per_day"].sum()
        assert in_time == pytest.approx(stays["service_level"] * stays["offered"])
        came = steps.filter(from_kind="origin")
        assert came["per_day"].sum() == pytest.approx(stays["offered"])  # nobody is blocked in the shop
        transfers = came.filter(pl.col("from") == "transfer")["per_day"].sum()
        assert transfers == pytest.approx(stays["offered"] - values["offered"])
        repeats = came.filter(pl.col("from") == "repeat")["per_day"].sum()
        assert repeats == pytest.approx(values["recontact_share"] * values["offered"])
        assert steps.filter(to_kind="group")["per_day"].sum() == pytest.approx(stays["answered"])
        ends = dict(steps.filter(from_kind="group").select("to", "per_day").iter_rows())
        assert sum(ends.values()) == pytest.approx(stays["answered"])
        assert (ends.get("cut", 0.0) > 0.0) == (policy == "target")
        closed = dict(steps.filter(to_kind="closing").select("to", "per_day").iter_rows())
        assert closed["resolved"] / sum(closed.values()) == pytest.approx(values["resolved_share"])


FIGURES = ("policy_differences", "service_by_interval")


def test_every_measure_drawn_by_interval_is_a_kpi():
    assert set(PANELS) <= set(KPIS)


def test_formulas_stand_beside_the_simulated_figures(shop):
    done = run("--replications", "1")
    assert "today: simulated · Erlang A · Erlang C, for the volume to be expected" in done.stdout
    assert "without the luck of single intervals" in done.stdout.replace("\n", " ")
    taken = content(shop)["oracles"]["rows"][0]["taken"]
    assert taken["planned"] == 75.0
    cells = [cell.strip() for cell in line_of(done.stdout, "service, Three minutes") if cell.strip()]
    assert cells[1:3] == [f"75 → {taken['offered']:.0f}", f"{taken['handle_time']:.1f}"]
    assert (
        "Why service may differ: volume changes by interval, each taken as steady; handle times vary"
        in done.stdout
    )
    told = content(shop)["oracles"]
    assert told["schema_version"] == 1
    assert [(row["queue"], row["policy"]) for row in told["rows"]] == [
        ("service", "target"),
        ("service", "quality"),
    ]
    assert 0.0 < told["rows"][0]["erlang_a"]["service_level"] < 1.0


@pytest.mark.usefixtures("shop")
def test_a_queue_without_a_formula_says_why_in_one_line():
    done = run("--replications", "1", "--set", "queues.service.capacity=5")
    assert "simulated · Erlang" not in done.stdout
    assert "No Erlang formula fits service: places to wait are limited." in done.stdout


@pytest.mark.usefixtures("shop")
def test_what_intervals_leave_out_stands_below_the_tables():
    words = run("--replications", "2").stdout.replace("\n", " ")
    assert "Confidence intervals hold the luck of the simulation only" in words
    assert "Measure first: " in words
    assert "how strongly agents cut calls short past the target" in " ".join(words.split())
    assert "Confidence intervals hold" not in run("--replications", "1").stdout


@pytest.mark.usefixtures("shop")
@pytest.mark.slow
def test_a_handle_time_far_from_what_was_entered_is_told_and_one_near_it_is_not():
    said = "shows handle time of service "
    far = " ".join(run("--replications", "1").stdout.split())
    taken = far.partition(said)[2]
    assert " s (by the file 300 s). If your reports show another handle time" in taken
    assert float(taken.split()[0]) < 270.0
    pace = "policies.target.pace={kind: none}"
    sets = ("--set", pace, "--set", "groups.clerks.skill=100%", "--set", "contacts.question.work=4m")
    assert said not in run("--replications", "1", *sets).stdout.replace("\n", " ")
    assert said not in run("--replications", "1", "--policy", "quality").stdout.replace("\n", " ")


@pytest.mark.usefixtures("shop")
def test_closed_days_among_the_measured_ones_are_told():
    said = "Figures per day are means over all 7 measured days, 2 of them closed."
    assert said in run("--replications", "1", "--set", "clock.days=7").stdout
    assert "of them closed" not in run("--replications", "1").stdout


def test_json_prints_the_result_file_and_nothing_else(shop):
    done = run("--json")
    assert json.loads(done.stdout) == content(shop)


def test_quiet_prints_nothing(shop):
    done = run("--quiet")
    assert (done.stdout, done.stderr) == ("", "")
    assert content(shop)["replications"] == 3


def test_no_figures_are_drawn_where_none_are_wanted(shop, monkeypatch):
    monkeypatch.setattr(base, "exhibits", lambda *_: pytest.fail("it draws"))
    done = run("--replications", "1", figures="none")
    assert done.exit_code == 0, done.output
    assert not (shop / "results" / "shop" / "figures").exists()
    assert "none" not in done.stderr


def test_seed_and_replications_of_the_command_line_win(shop):
    run("--seed", "9", "--replications", "2", "--quiet")
    found = content(shop)
    assert (found["seed"], found["replications"]) == (9, 2)


@pytest.mark.slow
def test_the_same_seed_gives_the_same_result_file_on_one_process_and_on_two(shop):
    run("--quiet", figures="all")
    first = (shop / "results" / "shop" / "result.json").read_bytes()
    figures = {path.name: path.read_bytes() for path in (shop / "results/shop/figures").iterdir()}
    run("--quiet", "--jobs", "2", figures="all")
    assert (shop / "results" / "shop" / "result.json").read_bytes() == first
    again = {path.name: path.read_bytes() for path in (shop / "results/shop/figures").iterdir()}
    assert again == figures


@pytest.mark.slow
def test_several_scenarios_have_files_of_their_own(shop):
    done = run("--scenario", "today,busy", "--replications", "2", figures="all")
    folder = shop / "results" / "shop"
    assert (folder / "scenario.busy.resolved.yaml").is_file()
    assert (folder / "figures" / "policy_differences.busy.svg").is_file()
    assert "scenario busy:" in done.stdout
    assert done.stdout.index("corner-shop, all scenarios (2 replications, seed 3)") < done.stdout.index(
        "against"
    )
    for line in ("today, Three minutes", "busy, Quality time"):
        assert len([cell for cell in line_of(done.stdout, line) if cell.strip()]) == 5
    assert content(shop)["scenarios"] == ["today", "busy"]


@pytest.mark.slow
def test_set_changes_a_value_of_the_file_and_is_told_wherever_the_result_is(shop, monkeypatch):
    captions, frame = [], Sheet.frame
    monkeypatch.setattr(Sheet, "frame", lambda *words: (captions.append(words[3]), frame(*words)))
    done = run("--set", "shifts.day.staff.clerks=4", figures="all")
    folder = shop / "results" / "shop"
    assert "clerks: 4" in (folder / "scenario.resolved.yaml").read_text()
    assert "(3 replications, seed 3; --set shifts.day.staff.clerks=4)" in done.stdout
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["set"] == {"shifts.day.staff.clerks": "4"}
    assert manifest["policies"] == ["target", "quality"]
    assert ["(--set shifts.day.staff.clerks=4)" in caption for caption in captions] == [True, True]


@pytest.mark.slow
def test_an_earlier_result_with_other_inputs_is_not_replaced_in_silence(shop):
    warned = (
        "This run replaces an earlier result with other inputs in results/shop; another --out keeps both."
    )
    assert warned not in run("--replications", "1").stderr
    assert warned not in run("--replications", "1").stderr
    changed = []
    for one in (["--seed", "9"], ["--policy", "target"], ["--set", "customers.count=400"]):
        changed += one
        assert warned in run("--replications", "1", *changed).stderr
    assert warned in run("--replications", "2", *changed).stderr
    assert content(shop)["replications"] == 2


def test_a_policy_without_its_baseline_is_shown_and_not_compared(shop):
    done = run("--policy", "quality", "--replications", "1")
    assert "The baseline, target, was not run, so nothing is compared." in done.stdout
    assert content(shop)["comparisons"] == []


def test_one_replication_gives_no_intervals_and_says_so(shop):
    done = run("--replications", "1")
    assert "no intervals and no verdicts" in done.stdout
    assert {row["verdict"] for row in content(shop)["comparisons"]} <= {"no interval", "no data"}


def test_an_unknown_policy_is_refused(shop):
    done = run("--policy", "qualty")
    assert isinstance(done.exception, GoodwillError)
    assert "no such policy (got qualty; allowed target, quality). Did you mean quality?" in str(
        done.exception
    )
    assert not (shop / "results").exists()


def test_logs_are_kept_when_asked_for(shop):
    run("--keep-logs", "--replications", "1", "--quiet")
    folder = shop / "results" / "shop" / "logs" / "today" / "quality" / "0000"
    assert pl.read_parquet(folder / "contacts.parquet").height > 0


@pytest.mark.slow
def test_an_event_log_of_replication_0_is_written_for_every_policy_and_no_other_log_kept(shop):
    run("--event-log", "--replications", "2", "--quiet")
    folder = shop / "results" / "shop"
    assert not (folder / "logs").exists()
    written = {path.relative_to(folder).as_posix() for path in (folder / "events").rglob("*.csv")}
    assert written == {"events/today/target.csv", "events/today/quality.csv"}
    found = pl.read_csv(folder / "events" / "today" / "quality.csv")
    run("--keep-logs", "--event-log", "--replications", "2", "--quiet", "--jobs", "2")
    assert pl.read_csv(folder / "events" / "today" / "quality.csv").equals(found)
    kept = pl.read_parquet(folder / "logs" / "today" / "quality" / "0000" / "contacts.parquet")
    inside = kept.filter(pl.col("arrived") < 2 * 86400.0).height
    assert found.filter(event="arrival").height == inside > 0
    assert len(list((folder / "logs").rglob("legs.parquet"))) == 4


@pytest.mark.slow
def test_an_interrupted_run_exits_130_keeps_pairs_and_is_resumed(shop, monkeypatch):
    kept = store.Journal.keep

    def keep(journal, name, table):
        kept(journal, name, table)
        if len(list(journal.folder.iterdir())) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(store.Journal, "keep", keep)
    stopped = run()
    assert stopped.exit_code == 130
    assert "1 of 3 replications are complete" in stopped.stderr
    assert "(1 replication, seed 3; interrupted, 1 of 3)" in stopped.stdout
    manifest = json.loads((shop / "results" / "shop" / "manifest.json").read_text())
    assert (manifest["complete"], manifest["replications"]) == (False, 1)
    assert content(shop)["complete"] is False
    monkeypatch.undo()
    monkeypatch.chdir(shop)
    resumed = run()
    assert "3 of 6 runs were already finished and are reused." in resumed.stderr
    digest = content(shop)["digest"]
    assert [path.name for path in (shop / "results").iterdir()] == ["shop"]
    run("--quiet")
    assert content(shop)["digest"] == digest


def test_an_interruption_before_the_first_pair_leaves_no_result(shop, monkeypatch):
    monkeypatch.setattr(experiment, "engine_of", Mock(side_effect=KeyboardInterrupt))
    done = run()
    assert done.exit_code == 130
    assert not (shop / "results").exists()


def test_a_crash_in_the_engine_leaves_the_old_result(shop, monkeypatch):
    run("--quiet")
    before = content(shop)
    monkeypatch.setattr(experiment, "engine_of", Mock(side_effect=RuntimeError("a defect")))
    assert isinstance(run("--seed", "4").exception, RuntimeError)
    assert content(shop) == before


@pytest.mark.slow
def test_scenarios_are_compared_with_the_one_named_under_each_policy(shop):
    done = run("--scenario", "today,busy", "--versus", "today")
    assert done.exit_code == 0, done.output
    assert "corner-shop, Quality time: scenario busy against today (3 replications, seed 3)" in done.output
    told = content(shop)["between_scenarios"]
    assert {(row["scenario"], row["baseline"]) for row in told} == {("busy", "today")}
    assert {row["policy"] for row in told} == {"target", "quality"}
    whole = next(r for r in told if (r["kpi"], r["dimension"], r["policy"]) == ("offered", "all", "target"))
    assert whole["difference"]["value"] == pytest.approx(
        whole["value"]["value"] - whole["baseline_value"]["value"]
    )
    assert (whole["verdict"], whole["difference"]["value"] > 0.0) == ("higher", True)
    unclear = [row["needed"] for row in told if row["verdict"] == "unclear" and row["needed"] is not None]
    assert unclear
    assert min(unclear) > 3


def test_scenarios_and_policies_may_be_named_one_by_one(shop):
    done = run("--scenario", "busy", "--scenario", "today, busy", "--replications", "1", "--policy", "target")
    assert done.exit_code == 0, done.output
    assert content(shop)["scenarios"] == ["busy", "today"]


def test_a_scenario_that_does_not_run_cannot_be_compared_with(shop):
    done = run("--versus", "busy")
    assert isinstance(done.exception, GoodwillError)
    assert str(done.exception) == (
        "--versus: the scenario is not run (got busy; allowed today). Name it in --scenario too."
    )
    assert not (shop / "results").exists()


def test_a_scenario_cannot_be_compared_with_itself_alone(shop):
    done = run("--scenario", "today", "--versus", "today")
    assert isinstance(done.exception, GoodwillError)
    assert str(done.exception) == (
        "--versus: leaves nothing to compare (got today alone; allowed with at least one more scenario). "
        "Name another one in --scenario too: --scenario today,OTHER."
    )
    assert not (shop / "results").exists()


def test_a_result_s_place_is_refused_before_anything_runs(shop, monkeypatch):
    (shop / "file").write_text("")
    monkeypatch.setattr("sim.cli.run._simulate", lambda *_: pytest.fail("it ran"))
    answer = run("--out", "file")
    assert isinstance(answer.exception, GoodwillError)
    assert "file is no folder" in str(answer.exception)


@pytest.mark.slow
def test_names_that_look_alike_have_files_of_their_own(shop):
    text = (shop / "shop.yaml").read_text()
    text = text.replace("  target: {", "  a b: {").replace("  quality: {", "  a_b: {")
    text = text.replace("baseline: target", "baseline: a b")
    (shop / "shop.yaml").write_text(
        text.replace("{today: [], busy: [busy]}", "{x y: [], X Y: [], x_y: [busy]}")
    )
    done = run("--scenario", "x y,X Y,x_y", "--replications", "1", "--keep-logs", "--event-log")
    assert done.exit_code == 0, done.output
    folder = shop / "results" / "shop"
    assert len({path.name.lower() for path in (folder / "logs").iterdir()}) == 3
    assert (
        len({path.relative_to(folder).as_posix().lower() for path in (folder / "events").rglob("*.csv")}) == 6
    )
    assert len(list((folder / "logs").rglob("contacts.parquet"))) == 6
    assert len(list(folder.glob("scenario*.resolved.yaml"))) == 3


@pytest.mark.parametrize("stem", [".", "..", "x" * 245])
def test_a_file_of_any_name_has_a_folder_of_its_own_within_out(shop, stem):
    (shop / "shop.yaml").rename(shop / f"{stem}.yaml")
    options = ("--jobs", "1", "--figures", "none", "--quiet", "--replications", "1", "--policy", "target")
    done = CliRunner().invoke(app, ["run", f"{stem}.yaml", *options])
    assert done.exit_code == 0, done.output
    assert [(one / "result.json").is_file() for one in (shop / "results").iterdir()] == [True]
    assert {path.name for path in shop.iterdir()} == {f"{stem}.yaml", "results"}
