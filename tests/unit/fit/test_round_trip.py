"""Known scenario, simulated log, export of a system, import, fit: the numbers come back within intervals.

Seed 3, 10 days, 6,182 contacts; each bound is the fit's own 95 % interval widened by half (2.9 standard
errors). The Anonymous Bank's log shows no wait below half a second, so five who hung up then are lost in it.
"""

from pathlib import Path

import polars as pl
import pytest

from sim.fit.found import fit
from sim.fit.written import About, written
from sim.importers.build import Asked, import_files
from sim.importers.exports import export
from sim.importers.preset import preset, presets
from sim.importers.simulated import whole
from sim.scenario.load import check, load_scenario
from sim.studies.recorded import record

KNOWN = Path(__file__).with_name("known.yaml")
LAYOUTS = [(name, layout) for name in presets() for layout in preset(name).layouts]
OF_CALLS = [(name, layout) for name, layout in LAYOUTS if preset(name).layouts[layout].grain == "contacts"]
OF_INTERVALS = [pair for pair in LAYOUTS if pair not in OF_CALLS]
UNTOLD = {"wraps": {"technion", "zendesk"}, "talks": {"zendesk"}, "waits": {"zendesk"}}
"""What a preset's export does not tell; of Zendesk, how long those waited whom nobody answered."""


@pytest.fixture(scope="module")
def lines():
    scenario = load_scenario(KNOWN)
    return record(scenario, scenario.baseline, 3)


def fitted(lines, system, layout, folder):
    """Return what is fitted to the log written as an export of a system, and the imported table."""
    path = folder / "export.csv"
    export(lines, preset(system).layouts[layout]).write_csv(path)
    table = import_files(system, preset(system), [path], Asked("mdy", "UTC", layout=layout)).table
    return fit(table, 1800, 26.0, 20.0), table


def near(found, truth):
    """Check that the truth lies within the interval, widened by half."""
    half = 0.75 * (found.high - found.low)
    assert abs(found.value - truth) <= half, (found, truth)


@pytest.mark.parametrize(("system", "layout"), OF_CALLS, ids=lambda name: name)
def test_a_call_log_of_each_system_gives_the_numbers_back(system, layout, lines, tmp_path):
    found, table = fitted(lines, system, layout, tmp_path)
    assert whole(lines).height - table.height == (5 if system == "technion" else 0)
    assert found.grid.hours() == dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "08:00-18:00")
    near(found.volumes["service"].day, 0.10)
    assert found.volumes["sales"].day.low == 0.0
    near(found.returns.of_type["service"], 0.40)
    near(found.returns.of_type["sales"], 0.0)
    if system not in UNTOLD["waits"]:
        near(found.returns.median, 360.0)
        near(found.patience["service"].median(), 180.0)
        near(found.patience["service"].numbers()["sigma"], 1.3)
        near(found.patience["sales"].numbers()["mean"], 120.0)
        assert [found.patience[kind].laws[0].law for kind in ("service", "sales")] == [
            "lognormal",
            "exponential",
        ]
    if system not in UNTOLD["talks"]:
        near(found.talk["service"].mean, 240.0)
        near(found.talk["service"].cv, 0.9)
        near(found.talk["sales"].mean, 360.0)
        assert (found.talk["service"].law, found.talk["sales"].law) == ("lognormal", "gamma")
        hours = {group.types: group.present.sum() / 2 / 8 for group in found.groups}
        assert hours[("sales", "service")] == pytest.approx(40.0, rel=0.05)
        assert hours[("service",)] == pytest.approx(20.0, rel=0.05)
    if system not in UNTOLD["wraps"]:
        near(found.wrap["service"].mean, 30.0)
        assert found.wrap["sales"].mean.value == pytest.approx(45.0)


@pytest.mark.parametrize(("system", "layout"), OF_INTERVALS, ids=lambda name: name)
def test_interval_totals_of_each_system_give_back_what_totals_can(system, layout, lines, tmp_path):
    found, table = fitted(lines, system, layout, tmp_path)
    contacts = whole(lines)
    assert table["offered"].sum() == contacts.height
    talked = contacts.filter(pl.col("type") == "service")["talk_s"].mean()
    assert found.mean_talk["service"].value == pytest.approx(talked, rel=0.01)
    assert found.mean_wrap["sales"].value == pytest.approx(45.0, rel=0.01)
    near(found.mean_patience["sales"], 120.0)


def test_the_fitted_scenario_is_sound_and_says_where_each_number_comes_from(lines, tmp_path):
    found, _ = fitted(lines, "custom", "contacts", tmp_path)
    text = written(found, About("mine", "calls.parquet", "mine", "80/20"))
    (tmp_path / "mine.yaml").write_text(text.yaml, "utf-8")
    (tmp_path / "mine").mkdir()
    for name, table in text.tables.items():
        (tmp_path / name).write_text(table, "utf-8")
    warnings = check(tmp_path / "mine.yaml")
    assert {warning.field for warning in warnings} <= {"queues.sales_line", "queues.service_line"}
    own = load_scenario(tmp_path / "mine.yaml")
    assert sorted(own.contacts) == ["sales", "service"]
    assert "exponential by AIC, the served right-censored" in " ".join(text.yaml.split())
    assert text.yaml.count("source:") >= 14
    assert sum(own.contacts["service"].by_interval("service", own.clock, 1.0)[0]) > 400


def test_no_name_of_a_customer_or_an_agent_leaves_the_log_for_the_scenario(lines, tmp_path):
    found, _ = fitted(lines, "custom", "contacts", tmp_path)
    text = written(found, About("mine", "calls.parquet", "mine", "80/20"))
    whole_text = text.yaml + "".join(text.tables.values())
    assert not [name for name in lines["agent"].drop_nulls().unique() if name in whole_text]
