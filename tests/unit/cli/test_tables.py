"""Test the tables that a run prints: queues and groups, targets, what is at work, shared luck."""

from dataclasses import replace
from io import StringIO

import polars as pl
import pytest
from corner_shop import TWO_QUEUES, content, line_of, run
from rich.console import Console

from sim.cli._print import SLICES
from sim.cli._table import NARROW, WIDE, Sliced, shared_luck, slices
from sim.comparison import Comparison
from sim.estimate import NO_DATA, Estimate
from sim.kpis import KPIS


def test_several_queues_and_groups_are_printed_each_for_itself_and_written_to_a_table(shop):
    (shop / "shop.yaml").write_text(TWO_QUEUES)
    done = run()
    assert "corner-shop, scenario today, by queue" in done.stdout
    assert "corner-shop, scenario today, by group" in done.stdout
    assert "Service level, all queues" in done.stdout
    assert "Targets: repairs 70 % within 1m; service 80 % within 20s." in done.stdout
    table = pl.read_csv(shop / "results" / "shop" / "estimates.csv")
    for queue, policy, label in (
        ("repairs", "target", "Three minutes"),
        ("service", "quality", "Quality time"),
    ):
        rows = table.filter(dimension="queue", member=queue, policy=policy)
        found = {row["kpi"]: row for row in rows.iter_rows(named=True)}
        cells = line_of(done.stdout, f"{queue}, {label}")
        cells = [cell.strip() for cell in cells if cell.strip()][1:]
        assert len(cells) == 6
        assert float(cells[0].split()[0]) == pytest.approx(found["offered"]["value"], abs=0.5)
        assert float(cells[3].split()[0]) == pytest.approx(100 * found["service_level"]["value"], abs=0.5)
        told = [
            row["value"]
            for row in content(shop)["estimates"]
            if (row["kpi"], row["member"], row["policy"]) == ("service_level", queue, policy)
        ]
        assert told == [found["service_level"]["value"]]
        assert cells[3].split()[-1] in ("met", "missed", "unclear")
    told = pl.read_csv(shop / "results" / "shop" / "differences.csv")
    row = told.filter(dimension="queue", member="service", kpi="service_level").row(0, named=True)
    below = done.stdout.splitlines()
    place = next(i for i, line in enumerate(below) if line.strip().startswith("service, Quality time"))
    cells = [cell.strip() for cell in below[place + 1].split("  ") if cell.strip()]
    assert cells[0] == "difference"
    assert float(cells[4].split()[0].replace("−", "-")) == pytest.approx(100 * row["difference"], abs=0.5)
    assert line_of(done.stdout, "fitters, Quality time")


def apart(member, kpi, change):
    """Compare quality time with the target in one measure of one queue."""
    difference = Estimate(change, 1.5 * change, 0.5 * change, 0.5 * abs(change), 10)
    return Comparison(
        kpi, "queue", member, "today", "target", NO_DATA, "quality", NO_DATA, difference, "lower", 2.0
    )


@pytest.mark.parametrize("width", [80, 100, 118, 120, 140])
def test_no_number_of_a_queue_is_cut_at_any_width(width):
    labels = {"target": "A handle-time target of three minutes", "quality": "Quality time"}
    numbers = {"share": (0.87654, 0.86424, 0.88884, 0.0123, 10)}
    rows = [
        (policy, member, kpi, *numbers.get(KPIS[kpi].unit, (123456.7, 120000.1, 126913.3, 3456.6, 10)))
        for policy in labels
        for member in ("service", "second_line_of_experts")
        for kpi in SLICES["queue"]
    ]
    found = pl.DataFrame(rows, schema=["policy", "member", "kpi", *Estimate._fields], orient="row")
    kpis = {name: KPIS[name] for name in SLICES["queue"]}
    members = ["service", "second_line_of_experts"]
    rows = [
        apart(member, kpi, -0.0234 if KPIS[kpi].unit == "share" else -1234.5)
        for member in members
        for kpi in kpis
    ]
    targets = dict.fromkeys(members, 0.87)
    laid_out = slices(Sliced(found, rows, kpis, labels, members, targets, "EUR"), width)
    console = Console(width=width, file=StringIO())
    console.print(laid_out)
    text = console.file.getvalue()
    assert "…" not in text
    assert len([word for word in text.split() if word in ("123,457", "87.7")]) == 24
    assert text.count("123,457 ± 3,457") == (16 if width >= NARROW else 0)
    assert text.count("unclear") == 4
    assert len([word for word in text.split() if word in ("−1,234", "−2.3")]) == 12
    assert text.count("−1,234 ± 617") == (8 if width >= WIDE else 0)


@pytest.mark.usefixtures("shop")
def test_one_queue_has_no_table_of_its_own():
    done = run("--replications", "2")
    assert ", by queue" not in done.stdout
    assert "all queues" not in done.stdout


@pytest.mark.usefixtures("shop")
@pytest.mark.slow
def test_what_is_at_work_is_printed_below_the_headline_and_the_rest_is_not():
    plain = run("--replications", "2")
    assert "At work in this scenario" in plain.stdout
    assert "Overtime hours per day" in plain.stdout
    for words in ("Contained by self-service", "Adherence", "Profit", "Handle time per contact"):
        assert words not in plain.stdout
    door = "policies.quality.self_service={kind: front_door, offered: all, contacts: [question], takes: 1m}"
    found = run("--replications", "2", "--set", door, "--set", "groups.clerks.adherence=95%")
    below = found.stdout[found.stdout.index("At work in this scenario") :]
    assert "Contained by self-service" in below
    assert "Adherence" in below
    assert "Contained by self-service: issues that self-service resolves" in below
    alone = run("--replications", "2", "--policy", "quality", "--set", door)
    assert "Contained by self-service" in alone.stdout
    assert "Adherence" not in alone.stdout


@pytest.mark.usefixtures("shop")
@pytest.mark.slow
def test_the_only_queue_s_target_is_met_or_missed_in_words():
    done = run("--replications", "3")
    assert "Target 80 % within 20s; Three minutes: missed; Quality time: missed." in done.stdout
    assert "met, missed: the whole interval lies on that side" in done.stdout
    alone = run("--replications", "3", "--policy", "target", "--set", "shifts.day.staff.clerks=9")
    assert "Target 80 % within 20s; Three minutes: met." in alone.stdout
    assert "met, missed:" not in run("--replications", "1").stdout


def test_what_shared_luck_brings_is_one_line_below_the_table(shop):
    done = run()
    assert "CRN" not in done.stdout
    found = [
        row["variance_reduction"]
        for row in content(shop)["comparisons"]
        if row["dimension"] == "all" and row["variance_reduction"]
    ]
    assert max(found) > 1.0
    assert (
        done.stdout.count("Shared luck (common random numbers) divides the variance of a difference by ") == 1
    )


def test_shared_luck_is_told_by_the_median_of_what_differs():
    row = apart("service", "asa", -5.0)
    nothing = Estimate(0.0, 0.0, 0.0, 0.0, 3)
    alike = replace(row, difference=nothing, verdict="same", variance_reduction=1e20)
    rows = [replace(row, variance_reduction=factor) for factor in (None, 2.0, 3.0, 90.0)]
    (line,) = shared_luck([*rows, alike])
    assert "divides the variance of a difference by 3.0," in line
    assert list(shared_luck([rows[0], alike])) == []


def test_a_measure_that_a_policy_cannot_move_is_called_the_same(shop):
    alike = "policies.quality.pace={kind: handle_time_target, counts: talk, target: 3m, pressure: 1}"
    done = run("--set", alike)
    cells = [cell.strip() for cell in line_of(done.stdout, "Offered contacts") if cell.strip()]
    assert cells[3:] == ["0", "≈ same"]
    assert "Shared luck" not in done.stdout
    assert {row["verdict"] for row in content(shop)["comparisons"]} == {"same", "no data"}
