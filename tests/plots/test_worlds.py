"""Test what the figures of worlds and of observed days count."""

from dataclasses import replace

import polars as pl
import pytest

from sim.plots import backtest, worlds
from sim.plots.base import exhibits
from sim.plots.style import Theme
from sim.plots.view import view_of


@pytest.fixture(scope="module")
def view(cases):
    return view_of(cases[2], Theme())


def test_a_world_counts_as_a_gain_from_the_smallest_difference_that_matters_on(view):
    # service level +5 … −4 points: four gain 2 or more; resolution +18, +16 … 0: seven gain 5 or more
    title = worlds.find(view).title
    assert title.startswith(
        "Of 10 worlds that fit what was measured, Quality time improves first-contact resolution in 7, "
    )
    assert "service level in 4 and" in title
    # agent time falls by 45 … 0 s: eight fall by 10 s or more, as lower is better
    assert "agent time per resolved issue in 8" in title


def test_a_title_says_what_is_more_often_worse_than_better(view):
    study = view.study("worlds")
    column = f"{view.others[0]}: service_level"
    worse = study.table.with_columns(pl.Series(column, [-0.05] * 3 + [0.0] * 7))
    studies = {view.name: {**view.given.studies[view.name], "worlds": study._replace(table=worse)}}
    title = worlds.find(replace(view, given=replace(view.given, studies=studies))).title
    assert "service level in 0" not in title
    assert title.endswith("; more often worse: service level (in 3)")
    assert "worse" not in worlds.find(view).title


def test_losses_are_counted_beside_gains_in_the_words_for_those_who_do_not_see_the_figure(view):
    # service level −4 … +5 points: three lose 2 or more
    assert "better in 4, worse in 3, no difference that matters in 3 of 10 worlds." in worlds.find(view).alt


def test_an_observed_interval_outside_its_band_is_counted(view):
    found = backtest.find(view)
    assert found.title == "As forecast, the scenario reproduces offered contacts, but not service level"
    assert "Service level [%]: 19 of 20 intervals lie in the band." in found.alt
    assert "Offered contacts: 20 of 20 intervals lie in the band." in found.alt
    assert len(found.table.rows) == 3 * 2 * 10


def test_what_is_worse_is_said_in_a_title_that_has_no_room_for_all_gains(cases):
    several = view_of(cases[6], Theme())
    study = several.study("worlds")
    gains = {f"{policy}: csat": [0.5] * 10 for policy in several.others}
    gains |= {f"{policy}: asa": [90.0] * 10 for policy in several.others}
    columns = [pl.Series(name, values) for name, values in gains.items()]
    about = {"worlds": study._replace(table=study.table.with_columns(columns))}
    studies = {several.name: {**several.given.studies[several.name], **about}}
    given = replace(several.given, studies=studies)
    (one,) = exhibits(given, names=["worlds"])
    assert "satisfied customers in 10" in one.title
    assert one.title.endswith("2 more in some; more often worse: speed of answer (in up to 10)"), one.title
    for size in ("slide", "page"):
        drawn = " ".join(text.get_text() for text in one.sheet(size).figure.texts[:1]).split()
        assert " ".join(drawn) == one.title


def test_the_title_of_observed_days_has_one_sentence_and_the_note_the_others(cases):
    given = cases[2]
    forecast = "As forecast, the scenario reproduces offered contacts"
    further = "With true handle times, it reproduces share abandoned and service level."
    studies = {
        scenario: {
            **found,
            "backtest": found["backtest"]._replace(
                about={**found["backtest"].about, "verdict": f"{forecast}. {further}"}
            ),
        }
        for scenario, found in given.studies.items()
    }
    (one,) = exhibits(replace(given, studies=studies), names=["backtest"])
    assert one.title == forecast
    assert one.note.endswith(further)


def test_a_measure_that_the_file_says_matters_has_its_row_its_unit_and_no_better_side(cases):
    view = view_of(cases[2], Theme())
    study, policy = view.study("worlds"), view.others[0]
    more = {
        f"{policy}: offered": [6.0, 6.0, -6.0, *[0.0] * 7],
        f"{policy}: cost_per_resolved": [0.5] * 10,
        f"{policy}: asa": [9.0] * 10,
        f"{policy}: abandoned_share": [0.09] * 10,
    }
    columns = [pl.Series(name, values) for name, values in more.items()]
    least = {"offered": 5.0, "cost_per_resolved": 0.1, "asa": 1.0, "abandoned_share": 0.01}
    about = {**study.about, "matters": {**study.about["matters"], **least}}
    named = study._replace(table=study.table.with_columns(columns), about=about)
    studies = {view.name: {**view.given.studies[view.name], "worlds": named}}
    found = worlds.find(replace(view, given=replace(view.given, studies=studies)))
    unit = view.currency
    assert f"+0.50 to +0.50 {unit}, worse in all 10 worlds." in found.alt
    counts = "higher in 2, lower in 1, no difference that matters in 7 of 10 worlds."
    assert f"Offered contacts: -6 to +6 a day, {counts}".replace("-", "−") in found.alt
    lost = "cost per resolved issue (in 10), abandonment (in 10) and speed of answer (in 10)"
    assert found.title.endswith(f"8 and 2 more in some; more often worse: {lost}"), found.title
    assert "offered" not in found.title.lower()


def test_of_a_few_policies_the_title_says_what_each_gains_and_loses_most(cases):
    view = view_of(cases[3], Theme())
    first, second = view.others
    study = view.study("worlds")
    lost = {f"{first}: service_level": [-0.05] * 10, f"{second}: fcr": [0.0] * 10}
    lost |= {f"{second}: service_level": [0.0] * 10, f"{second}: agent_seconds_per_resolved": [0.0] * 10}
    table = study.table.with_columns(pl.Series(name, values) for name, values in lost.items())
    studies = {view.name: {**view.given.studies[view.name], "worlds": study._replace(table=table)}}
    title = worlds.find(replace(view, given=replace(view.given, studies=studies))).title
    gains = "better agent time per resolved issue in 8, worse service level in 10"
    names = view.brief(first), view.brief(second)
    assert title == f"Of 10 worlds that fit, {names[0]}: {gains}; {names[1]}: no difference that counts"
