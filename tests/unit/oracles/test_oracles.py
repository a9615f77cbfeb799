"""Test the formulas beside results: when one fits, what it says, and why figures differ."""

import json

import polars as pl
import pytest
from typer.testing import CliRunner

from sim.cli import app
from sim.cli._oracles import oracle_notes
from sim.oracles import oracles, plain
from sim.oracles.load import cells_of
from sim.oracles.pool import pool_of
from sim.reporting.simulate import simulate
from sim.scenario.load import load
from sim.theory import erlang, erlang_a
from sim.world.build import build

SCENARIO = """
version: 1
name: close to Erlang
clock: {start: 2026-03-02, days: 5, warm_up: 0d, drain: 1d, open: 08:00-20:00, interval: 60m}
queues:
  a: {service_level: 80/20, patience: {dist: exponential, mean: 3m}}
contacts:
  question: {queue: a, volume: [100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100],
             work: {dist: exponential, mean: 3m}, acw: 0s}
groups: {clerks: {skills: [a], wage: 30, skill: 100%}}
on_duty: {clerks: [6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6]}
customers: {count: 100000}
behaviour: {recontact: {chance: 0%}}
policies: {usual: {pace: none}}
baseline: usual
run: {seed: 11, replications: 4}
"""
TWO = """
queues:
  a: {service_level: 80/20, patience: {dist: exponential, mean: 3m}}
  b: {service_level: 80/60, patience: {dist: exponential, mean: 6m}}
"""


@pytest.fixture
def scenario(tmp_path):
    def read(*changes):
        text = SCENARIO
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        (tmp_path / "close.yaml").write_text(text)
        return load(tmp_path / "close.yaml", None, []).scenario

    return read


def kpi_table(*rows):
    """Build a KpiTable from (dimension, member, kpi, numerator, denominator)."""
    names = ["policy", "scenario", "replication", "dimension", "member", "kpi", "numerator", "denominator"]
    return pl.DataFrame([("usual", "as_written", 0, *row) for row in rows], schema=names, orient="row")


def queue_rows(name="a", offered=6000.0, aht=180.0):
    return [
        ("queue", name, "offered", offered, 5.0),
        ("queue", name, "aht", offered * aht, offered),
        ("queue", name, "service_level", 0.8 * offered, offered),
    ]


def hours(offered=500.0, aht=180.0):
    """Return the same simulated volume in each hour of the five days."""
    return [
        row
        for day in ("mon", "tue", "wed", "thu", "fri")
        for hour in range(8, 20)
        for row in (
            ("interval", f"{day} {hour:02d}:00", "offered", offered / 5.0, 1.0),
            ("interval", f"{day} {hour:02d}:00", "aht", offered / 5.0 * aht, offered / 5.0),
        )
    ]


def only(found):
    (one,) = found
    return one


def test_a_steady_line_has_the_figures_of_the_formulas(scenario):
    found = only(oracles(kpi_table(*queue_rows(), *hours()), {"as_written": scenario()}))
    rate, service = 100 / 3600, 180.0
    exact = erlang_a.erlang_a(rate, service, 180.0, 6)
    assert found.patience == pytest.approx(180.0)
    assert found.erlang_a.service_level == pytest.approx(
        erlang_a.service_level(rate, service, 180.0, 6, 20.0)
    )
    assert found.erlang_a.abandoned_share == pytest.approx(exact.p_abandon)
    assert found.erlang_a.asa == pytest.approx(exact.mean_wait_served)
    assert found.erlang_a.occupancy == pytest.approx(exact.occupancy)
    assert found.erlang_c.service_level == pytest.approx(erlang.service_level(rate, service, 6, 20.0))
    assert found.erlang_c.asa == pytest.approx(erlang.mmn(rate, service, 6).mean_wait)
    assert found.simulated.service_level == pytest.approx(0.8)
    assert (found.unfit, found.reasons, found.overloaded, found.intervals) == ("", (), 0, 60)


def test_the_command_gives_the_same_figures_for_the_volume_and_handle_time_that_were_taken(scenario):
    """The planned volume is 100 an hour; the run had 90, of 200 s each."""
    table = kpi_table(*queue_rows(offered=5400.0, aht=200.0), *hours(450.0, aht=200.0))
    found = only(oracles(table, {"as_written": scenario()}))
    assert found.taken == pytest.approx((1200 * 5 / 5, 1080.0, 200.0, 6.0))
    steady = ["--volume", f"{found.taken.offered / 12}/h", "--handle-time", f"{found.taken.handle_time}s"]
    steady += ["--agents", f"{found.taken.agents:g}", "--json"]
    for options, figure in (
        (["--patience", f"{found.patience:.0f}s"], found.erlang_a),
        ([], found.erlang_c),
    ):
        done = CliRunner().invoke(app, ["erlang", *steady, *options])
        told = json.loads(done.stdout)["figures"][0]
        assert told["service_level"] == pytest.approx(figure.service_level, rel=1e-9)
        assert told["abandoned_share"] == pytest.approx(figure.abandoned_share, rel=1e-9)
        assert told["asa_s"] == pytest.approx(figure.asa, rel=1e-9)
        assert told["occupancy"] == pytest.approx(figure.occupancy, rel=1e-9)


def test_intervals_are_weighted_by_their_volume(scenario):
    """In 1,000 replications Monday brought 160 an hour and other days 80: no chance explains that."""
    busy = {True: 160_000.0, False: 80_000.0}
    rows = [
        ("interval", member, kpi, busy["mon" in member] * (180.0 if kpi == "aht" else 1.0), under)
        for _, member, kpi, *_ in hours()
        for under in [busy["mon" in member] if kpi == "aht" else 1000.0]
    ]
    total = ("queue", "a", "offered", (160_000 + 4 * 80_000) * 12.0, 5000.0)
    talked = ("queue", "a", "aht", 180.0, 1.0)
    found = only(oracles(kpi_table(total, talked, *rows), {"as_written": scenario()}))
    levels = [erlang_a.service_level(v / 3600, 180.0, 180.0, 6, 20.0) for v in (160.0, 80.0)]
    assert found.erlang_a.service_level == pytest.approx((2 * levels[0] + 4 * levels[1]) / 6, rel=1e-3)
    assert found.erlang_c is None
    assert found.overloaded == 12
    assert found.reasons == ("volume changes by interval, each taken as steady",)


def test_the_luck_of_intervals_is_not_fed_to_a_convex_formula(scenario):
    """M/M/1 at load 0.8: 320 s of mean wait for a mean of 80 s, whatever single hours brought.

    Every other hour has 3 standard errors too much or too little, as does the week: in some hours the load
    reaches the agent, so that Erlang C had no figure, and where it had one it was too long.
    """
    steady = scenario(
        ("{dist: exponential, mean: 3m}}\ncontacts", "{dist: infinite}}\ncontacts"),
        ("[100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100]", "{per_hour: 36}"),
        ("work: {dist: exponential, mean: 3m}", "work: {dist: exponential, mean: 80s}"),
        ("[6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6]", "1"),
    )
    noisy = [
        ("interval", member, kpi, count * (81.0 if kpi == "aht" else 1.0), count if kpi == "aht" else 1.0)
        for place, (_, member, kpi, *_) in enumerate(hours())
        for count in [36.0 + (7.0 if place // 2 % 2 else -5.0)]
    ]
    total = 36.0 * 60 + 60
    table = kpi_table(
        ("queue", "a", "offered", total, 5.0),
        ("queue", "a", "aht", total * 81.0, total),
        ("contact", "question", "contacts_per_issue", total, total),
        *noisy,
    )
    found = only(oracles(table, {"as_written": steady}))
    assert found.erlang_c.asa == pytest.approx(320.0, rel=1e-9)
    assert found.taken[1:3] == pytest.approx((432.0, 80.0))
    assert found.reasons == ()


@pytest.mark.slow
def test_the_simulation_is_near_erlang_a(scenario):
    """Seed 11, 4 replications of 6,000 contacts: the service level's standard error is below 1 pp."""
    close = scenario()
    found = only(oracles(simulate(close).table, {close.scenario: close}))
    assert found.simulated.service_level == pytest.approx(found.erlang_a.service_level, abs=0.03)
    assert found.simulated.abandoned_share == pytest.approx(found.erlang_a.abandoned_share, abs=0.02)
    assert found.simulated.occupancy == pytest.approx(found.erlang_a.occupancy, abs=0.02)


@pytest.mark.parametrize(
    ("changes", "unfit"),
    [
        ((("  a: {service", "  a: {capacity: 9, service"),), "places to wait are limited"),
        ((("  a: {service", "  a: {channel: email, service"),), "email waits overnight"),
        ((("  a: {service", "  a: {open: 09:00-17:00, service"),), "it keeps opening hours of its own"),
        (
            (("queues:\n  a: {service_level: 80/20, patience: {dist: exponential, mean: 3m}}\n", TWO),
             ("groups: {", "groups: {others: {skills: [b], overflow: {a: 1m}}, "),
             ("on_duty: {", "on_duty: {others: 1, ")),
            "other groups help after a wait",
        ),
        (
            (("queues:\n  a: {service_level: 80/20, patience: {dist: exponential, mean: 3m}}\n", TWO),
             ("groups: {", "groups: {others: {skills: [a, b]}, "), ("on_duty: {", "on_duty: {others: 1, ")),
            "its groups serve different sets of queues",
        ),
    ],
)  # fmt: skip
def test_a_queue_that_is_no_single_line_has_no_formula_and_says_why(scenario, changes, unfit):
    found = scenario(*changes)
    assert pool_of(found, build(found, "usual"), 0).unfit == unfit


def test_two_queues_with_the_same_agents_are_one_line_if_served_in_turn(scenario):
    old = "queues:\n  a: {service_level: 80/20, patience: {dist: exponential, mean: 3m}}\n"
    shared = (old, TWO), ("skills: [a]", "skills: [a, b]")
    found = scenario(*shared)
    table = kpi_table(*queue_rows(offered=3000.0), *queue_rows("b", 3000.0, aht=60.0))
    first, second = oracles(table, {"as_written": found})
    rate = 100 / 3600
    patience = 1 / (0.5 / 180.0 + 0.5 / 360.0)
    for one, within in ((first, 20.0), (second, 60.0)):
        exact = erlang_a.service_level(rate, 120.0, patience, 6, within)
        assert one.erlang_a.service_level == pytest.approx(exact)
    assert first.reasons[0] == "agents shared with b: taken as one line"
    ranked = scenario(
        *shared, ("{pace: none}", "{pace: none, discipline: {kind: static_priority, order: {a: 1, b: 2}}}")
    )
    assert "not first come first served" in pool_of(ranked, build(ranked, "usual"), 0).unfit


def test_what_is_handed_over_to_a_queue_is_not_planned_for_it(scenario):
    old = "queues:\n  a: {service_level: 80/20, patience: {dist: exponential, mean: 3m}}\n"
    found = scenario(
        (old, TWO),
        ("{queue: a, ", "{queue: a, refers_to: b, "),
        ("groups: {", "groups: {experts: {skills: [b]}, "),
        ("on_duty: {", "on_duty: {experts: 2, "),
    )
    table = kpi_table(*queue_rows(offered=6500.0), *queue_rows("b", 900.0))
    first, second = oracles(table, {"as_written": found})
    assert (first.taken.planned, first.taken.offered) == pytest.approx((1200.0, 1300.0))
    assert (second.taken.planned, second.taken.offered) == pytest.approx((0.0, 180.0))


def test_every_departure_from_the_formula_is_named(scenario):
    found = scenario(
        ("patience: {dist: exponential, mean: 3m}", "patience: {dist: lognormal, median: 3m, sigma: 1}"),
        ("80/20,", "80/20, redial: {chance: 30%, after: 5m}, balking: {chance: 10%}, at_closing: clear,"),
        ("work: {dist: exponential, mean: 3m}", "work: {dist: lognormal, mean: 3m, cv: 0.5}"),
        ("acw: 0s", "acw: 0s, day_to_day: 10%"),
        ("[6, 6, 6,", "[5.5, 6, 6,"),
        ("6, 6]}", "6, 5]}"),
        ("chance: 0%", "chance: 50%"),
        ("skill: 100%", "skill: 100%, speed_spread: 0.2"),
    )  # fmt: skip
    shares = ("cut_share", "abandoned_share", "recontact_share", "balked_share", "cleared_share", "fcr")
    happened = [("queue", "a", name, 900.0, 6000.0) for name in shares[:-1]]
    happened.append(("contact", "question", "fcr", 900.0, 6000.0))
    by_plan = (
        "agents change by interval, each taken as steady",
        "days differ (day_to_day)",
        "fractions of agents are there by chance or for part of an interval",
        "breaks and shift ends wait for the conversation",
        "agents differ in speed",
        "handle times vary by cv 0.5, not 1",
    )
    table = kpi_table(*queue_rows(), *hours(), *happened)
    assert only(oracles(table, {"as_written": found})).reasons == (
        *by_plan,
        "conversations are cut",
        "patience is not exponential (Erlang A: as many gone after 20s)",
        "who hangs up redials while the line is long",
        "unresolved issues come back",
        "some do not begin to wait",
        "the line is cleared at closing",
    )
    nothing = kpi_table(*queue_rows(), *hours(), ("contact", "question", "fcr", 6000.0, 6000.0))
    assert only(oracles(nothing, {"as_written": found})).reasons == by_plan


def test_outages_and_handoffs_are_named_where_they_happened(scenario):
    found = scenario(
        ("{pace: none}", "{pace: none, handoff: warm}"),
        ("behaviour:", "outages: {down: {hits: telephony, every: 5d, lasts: 1h}}\nbehaviour:"),
    )
    happened = (
        ("outage", "down", "outage_time", 60.0, 5.0),
        ("contact", "question", "transfers_per_issue", 1.0, 9.0),
    )
    table = kpi_table(*queue_rows(), *hours(), *happened)
    assert only(oracles(table, {"as_written": found})).reasons == (
        "agents stay on the line at a handoff",
        "outages",
    )
    assert only(oracles(kpi_table(*queue_rows(), *hours()), {"as_written": found})).reasons == ()


def test_nobody_hanging_up_leaves_erlang_c_alone(scenario):
    found = scenario(("{dist: exponential, mean: 3m}}\ncontacts", "{dist: infinite}}\ncontacts"))
    one = only(oracles(kpi_table(*queue_rows(), *hours()), {"as_written": found}))
    assert (one.erlang_a, one.patience, one.no_erlang_a) == (None, None, "nobody hangs up")
    assert one.erlang_c is not None
    notes = list(oracle_notes([one], "Definition.", {"usual": "As usual"}))
    assert "–: no Erlang A for a, As usual, because nobody hangs up." in notes


def test_a_queue_without_volume_has_no_figures(scenario):
    one = only(oracles(kpi_table(("queue", "a", "offered", 0.0, 5.0)), {"as_written": scenario()}))
    assert one.unfit == "no volume by interval"


def test_short_intervals_are_taken_together(scenario):
    minutes = ", ".join(["1"] * 720)
    hourly = "[100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100]"
    staff = "[6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6]"
    found = scenario(("interval: 60m", "interval: 1m"), (hourly, f"[{minutes}]"), (staff, "6"))
    table = kpi_table(
        *queue_rows(),
        *(
            ("interval", f"{day} {minute // 60 + 8:02d}:{minute % 60:02d}", "offered", 25.0, 1.0)
            for day in ("mon", "tue", "wed", "thu", "fri")
            for minute in range(0, 720, 15)
        ),
    )
    one = only(oracles(table, {"as_written": found}))
    assert one.intervals == 120  # of 15 minutes, two by two
    assert one.erlang_a.service_level == pytest.approx(
        erlang_a.service_level(100 / 3600, 180.0, 180.0, 6, 20.0), rel=1e-6
    )


def test_agents_count_for_the_part_of_an_interval_they_are_there(scenario):
    staff = "on_duty: {clerks: [6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6]}"
    shifts = "shifts: {day: {hours: 08:30-20:00, breaks: [12:00-12:15], staff: {clerks: 4.5}}}"
    found = scenario((staff, shifts))
    world = build(found, "usual")
    sums = {("queue", "a", "offered"): (6000.0, 5.0), ("queue", "a", "aht"): (1.0, 1.0)}
    sums |= {row[:3]: row[3:] for row in hours()}
    cells = cells_of(world, pool_of(found, world, 0), sums, {})
    assert [cell.agents for cell in cells[:5]] == [2.25, 4.5, 4.5, 4.5, 3.375]
    taken = cells_of(world, pool_of(found, world, 0), sums, {0: 0.2})  # of breaks by conversations
    assert [cell.agents for cell in taken[:5]] == [2.25, 4.5, 4.5, 4.5, 3.375 + 0.2 * 4.5 * 0.25]


def test_a_run_with_a_target_far_beyond_every_patience_has_its_formulas(scenario):
    found = scenario(
        ("80/20, patience: {dist: exponential, mean: 3m}", "80/15m, patience: {dist: exponential, mean: 20s}")
    )
    one = only(oracles(kpi_table(*queue_rows(), *hours()), {"as_written": found}))
    assert one.patience == pytest.approx(20.0)
    assert one.erlang_a.service_level == pytest.approx(1.0 - one.erlang_a.abandoned_share)


def test_a_formula_that_fails_says_so_in_place_of_its_figures(scenario):
    """Ten thousand times the volume for agents whose callers wait for years: too many would wait."""
    found = scenario(
        ("{dist: exponential, mean: 3m}}\ncontacts", "{dist: exponential, mean: 3000d}}\ncontacts")
    )
    table = kpi_table(*queue_rows(offered=6e7), *hours(offered=5e6))
    one = only(oracles(table, {"as_written": found}))
    assert one.erlang_a is None
    assert one.no_erlang_a.startswith("its numbers are beyond the formula (mean_patience: lets too many wait")
    assert one.no_erlang_c == "in 60 of 60 intervals the load reaches the agents"
    assert one.simulated.service_level == pytest.approx(0.8)


def test_an_oracle_that_fails_takes_no_other_with_it(scenario, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError("float division by zero")

    monkeypatch.setattr("sim.oracles.beside.reasons_of", fail)
    one = only(oracles(kpi_table(*queue_rows(), *hours()), {"as_written": scenario()}))
    assert one.unfit == "its numbers are beyond the formula (float division by zero)"


def test_oracles_are_plain_enough_for_json(scenario):
    found = oracles(kpi_table(*queue_rows(), *hours()), {"as_written": scenario()})
    told = json.loads(json.dumps(plain(found), allow_nan=False))
    assert told["schema_version"] == 1
    assert told["rows"][0]["erlang_a"]["service_level"] == found[0].erlang_a.service_level
