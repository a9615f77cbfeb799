"""Test fitting to measured figures: numbers and their places, the twin beside the engine, a round trip."""

from math import exp

import numpy as np
import pytest

from sim.errors import GoodwillError
from sim.scenario.load import load, load_scenario
from sim.studies import calibrate as module
from sim.studies.bench import Bench
from sim.studies.calibrate import Centre, Fit, Shown, calibrate, final, fitted
from sim.studies.fitted_file import written
from sim.studies.numbers import changed, get, numbers_of
from sim.studies.twin import needs_per_day, twin

TRUTH = """version: 1
name: postcard
clock: {start: 2026-03-02, days: 2, warm_up: 1d, drain: 7d, open: "09:00-17:00", interval: 60m}
queues:
  calls: {patience: {dist: lognormal, median: 4m, sigma: 1.5}, redial: {chance: 40%, after: {dist: exponential, mean: 10m}}}
contacts: {question: {queue: calls, volume: {per_hour: 60}, work: {dist: lognormal, mean: 6m, cv: 0.9}, acw: 30s}}
groups: {agents: {skills: [calls], skill: 95%}}
on_duty: {agents: 10}
customers: {count: 40000}
policies:
  today: {pace: {kind: handle_time_target, target: 5m30s, counts: talk, pressure: {ended: 40%, within: 1m}}}
  pilot: {pace: {kind: quality_time}}
baseline: today
run: {seed: 5, replications: 2}
"""  # noqa: E501


class Shelf:
    """Ignore rows."""

    def find(self, _):
        return None

    def keep(self, *_):
        pass


def loaded(tmp_path, extra="", name="centre.yaml", **exchanged):
    text = TRUTH + extra
    for old, new in exchanged.values():
        assert old in text
        text = text.replace(old, new)
    (tmp_path / name).write_text(text, "utf-8")
    return load(tmp_path / name)


USUAL = """observed:
  aht: 5m15s
  fcr: {value: 76%, by: survey}
  recontact_7d: 25%
"""


def test_what_the_figures_settle_is_fitted_and_the_rest_stays_open(tmp_path):
    fit, vary = numbers_of(loaded(tmp_path, USUAL))
    assert [one.name for one in fit] == ["work", "skill", "chance"]
    assert {"ended", "pass_on", "notes", "cv", "patience"} <= {one.name for one in vary}
    assert "volume" not in {one.name for one in vary}
    fit, _ = numbers_of(loaded(tmp_path, f"{USUAL}  bunch: 50%\n  transferred: 12%\n"))
    assert {"ended", "pass_on"} <= {one.name for one in fit}


def test_repeats_alone_leave_open_who_calls_again(tmp_path):
    fit, vary = numbers_of(loaded(tmp_path, "observed: {fcr: {value: 75%, by: repeats}}\n"))
    assert [one.name for one in fit] == ["skill"]
    assert "chance" in {one.name for one in vary}


def test_a_number_that_the_file_names_has_the_range_it_says(tmp_path):
    section = "worlds:\n  fit: {work: 80%..120%, groups.agents.skill: 90%..99%}\n  vary: {notes: 30%..40%}\n"
    fit, vary = numbers_of(loaded(tmp_path, USUAL + section))
    assert [(one.name, one.low, one.high) for one in fit] == [
        ("work", 0.8, 1.2), ("groups.agents.skill", 0.9, 0.99)]  # fmt: skip
    assert [(one.name, one.low) for one in vary] == [("notes", 0.3)]
    with pytest.raises(GoodwillError, match="is no range"):
        numbers_of(loaded(tmp_path, f"{USUAL}worlds: {{vary: {{notes: 40%}}}}\n"))
    with pytest.raises(GoodwillError, match="leads to no number"):
        numbers_of(loaded(tmp_path, f"{USUAL}worlds: {{vary: {{groups.agents.skil: 40%..50%}}}}\n"))


def test_a_range_in_the_file_is_the_range_of_the_number(tmp_path):
    text = "skill: {value: 95%, range: [85%, 97%], source: guess}"
    fit, _ = numbers_of(loaded(tmp_path, USUAL, skill=("skill: 95%", text)))
    assert next((one.low, one.high) for one in fit if one.name == "skill") == (0.85, 0.97)


def test_places_and_values_lead_to_each_other_and_into_the_scenario(tmp_path):
    one = loaded(tmp_path, USUAL)
    fit, vary = numbers_of(one)
    for number in (*fit, *vary):
        assert number.place(number.at(0.3)) == pytest.approx(0.3)
        there = changed(one.scenario, [number], {number.name: number.at(0.3)})
        for path, value in number.values(number.at(0.3)).items():
            found = get(there, f"{path}.ended" if number.form != "{}" else path)
            assert found == (round(value) if path == "customers.count" else pytest.approx(value))


def test_agents_keep_their_habit_under_policies_that_press_alike_only(tmp_path):
    pressed = "{kind: handle_time_target, target: 4m, counts: talk, pressure: {ended: 60%, within: 1m}}"
    other = f"  other: {{pace: {pressed}}}\n"
    _, vary = numbers_of(loaded(tmp_path, USUAL, more=("baseline:", f"{other}baseline:")))
    ended = next(one for one in vary if one.name == "ended")
    assert [path for path, _ in ended.paths] == ["policies.today.pace.pressure"]


def test_the_twin_of_issues_that_need_one_conversation_is_what_can_be_worked_out(tmp_path):
    """Nobody is cut, all is solved: 330 s of work, 45 s of rapport, 30 s after it."""
    one = loaded(
        tmp_path, "", skill=("skill: 95%", "skill: 100%"), work=("mean: 6m, cv: 0.9", "mean: 330s, cv: 0.01")
    )
    scenario = one.scenario
    found = twin(scenario, "pilot", 0.0, needs_per_day(scenario))
    assert found["aht"] == pytest.approx(405.0, rel=2e-3)
    assert (found["fcr"], found["transferred"], found["cut"]) == (1.0, pytest.approx(0.0), 0.0)
    assert found["offered"] == pytest.approx(480.0)
    assert found["recontact_7d"] == pytest.approx(1.0 - exp(-7.0 * 480.0 / 40000.0), rel=1e-6)


TIGHTER = """  tighter:
    pace: {kind: handle_time_target, target: 4m, pressure: {ended: 10%, within: 1m}, saves: 50%}
baseline:"""


def test_what_is_saved_is_open_where_a_policy_saves_and_bounded_by_hold_and_search(tmp_path):
    _, vary = numbers_of(loaded(tmp_path, USUAL))
    assert not {"avoidable", "saves"} & {one.name for one in vary}
    _, vary = numbers_of(loaded(tmp_path, USUAL, more=("baseline:", TIGHTER)))
    assert {one.name: one.high for one in vary if one.name in ("avoidable", "saves")} == {
        "avoidable": 0.25, "saves": 1.0}  # fmt: skip
    searched = f"{USUAL}  hold_and_search: {{value: 8%, error: 1%}}\n"
    _, vary = numbers_of(loaded(tmp_path, searched, more=("baseline:", TIGHTER)))
    assert next(one.high for one in vary if one.name == "avoidable") == pytest.approx(0.10)


def test_a_pilot_fits_what_was_saved_and_what_was_cut_there(tmp_path):
    pilot = USUAL + "  under: {tighter: {aht: 5m, bunch: 30%}}\n"
    fit, vary = numbers_of(loaded(tmp_path, pilot, more=("baseline:", TIGHTER)))
    assert {"saves", "pressed tighter"} <= {one.name for one in fit}
    assert "avoidable" in {one.name for one in vary}
    fit, _ = numbers_of(
        loaded(tmp_path, USUAL + "  under: {tighter: {aht: 5m}}\n", more=("baseline:", TIGHTER))
    )
    assert "saves" in {one.name for one in fit}
    assert "pressed tighter" not in {one.name for one in fit}


def test_the_twin_talks_less_where_talk_is_saved(tmp_path):
    """Nobody is cut: 330 s of work of which 20 % are avoidable and half of that is saved, 30 s after it."""
    pace = "{kind: handle_time_target, target: 4m, pressure: 0, saves: 50%, rapport: 0s}"
    bare = f"  tighter: {{pace: {pace}}}\nbaseline:"
    one = loaded(
        tmp_path, "behaviour: {work: {avoidable: 20%}}\n", more=("baseline:", bare),
        skill=("skill: 95%", "skill: 100%"), work=("mean: 6m, cv: 0.9", "mean: 330s, cv: 0.01"),
    )  # fmt: skip
    found = twin(one.scenario, "tighter", 0.0, needs_per_day(one.scenario))
    assert found["aht"] == pytest.approx(330.0 * 0.9 + 30.0, rel=2e-3)


@pytest.mark.slow
def test_the_twin_is_near_the_engine_where_nobody_waits(tmp_path):
    """1,900 issues: 4 points of a share are 3 standard errors and a point of the twin's own grid."""
    section = "observed:\n  aht: 5m15s\n  fcr: {value: 76%, by: survey}\n  transferred: 14%\n  bunch: 50%\n"
    one = loaded(tmp_path, section, duty=("on_duty: {agents: 10}", "on_duty: {agents: 25}"))
    centre = Centre(one, Bench(Shelf(), 5))
    shown, (found, _) = centre.engine(centre.as_written()), centre.twins(centre.as_written())
    assert found[0] == pytest.approx(shown.values[0], rel=0.02)
    np.testing.assert_allclose(found[1:], shown.values[1:], atol=0.04)


@pytest.mark.slow
def test_known_numbers_come_back_from_their_figures_on_luck_that_the_fit_has_not_seen(tmp_path):
    """The truth has 6 minutes of work, 95 % of skill and 55 % who call again; the file begins elsewhere.

    The errors of the figures hold the luck of the 4 replications that they are taken from.
    """
    names = ("aht", "fcr", "recontact_7d")
    truth = Centre(loaded(tmp_path, USUAL), Bench(Shelf(), 77))
    shown = dict(zip(names, truth.engine(truth.as_written(), 4).values, strict=True))
    section = (
        f"observed:\n  aht: {{value: {shown['aht']:.1f}s, error: 6s}}\n"
        f"  fcr: {{value: {shown['fcr']:.4f}, by: survey, error: 2.5%}}\n"
        f"  recontact_7d: {{value: {shown['recontact_7d']:.4f}, error: 2%}}\n"
    )
    elsewhere = {
        "work": ("mean: 6m", "mean: 4m30s"), "skill": ("skill: 95%", "skill: 80%"),
        "chance": ("policies:", "behaviour: {recontact: {chance: 35%}}\npolicies:"),
    }  # fmt: skip
    centre = Centre(loaded(tmp_path, section, "elsewhere.yaml", **elsewhere), Bench(Shelf(), 5))
    fit = calibrate(centre)
    rows = final(centre, fit, Bench(Shelf(), 6), 3)
    assert max(abs(row.away) for row in rows) < 2.0
    assert not fit.at_end
    assert 270.0 * fit.values["work"] == pytest.approx(360.0, rel=0.06)
    assert fit.values["skill"] == pytest.approx(0.95, abs=0.04)
    text = written(centre, fit, "test")
    assert text["contacts"]["question"]["work"]["dist"] == "lognormal"
    assert text["groups"]["agents"]["skill"]["range"] == ["60%", "100%"]


def test_figures_that_no_number_can_show_leave_one_at_the_end_of_its_range(tmp_path, monkeypatch):
    """All issues solved at first contact, with a fifth of the contacts cut: skill rises to its end."""
    centre = Centre(loaded(tmp_path, "observed: {fcr: {value: 99%, by: survey}}\n"), Bench(Shelf(), 5))
    monkeypatch.setattr(centre, "engine", lambda values, *_: Shown(centre.twins(values)[0], np.zeros(1)))
    monkeypatch.setattr(module, "HOPELESS", 1e9)
    fit = fitted(centre, centre.as_written())
    assert fit.at_end == ("skill",)
    assert fit.worst > 3.0


def test_how_much_agents_cut_short_moves_where_nothing_fits_with_it_as_written(tmp_path, monkeypatch):
    """The truth cuts 10 % and solves 85 %; the file says 75 %, with which no skill solves as many."""
    less = {"ended": ("ended: 40%", "ended: 10%"), "skill": ("skill: 95%", "skill: 85%")}
    figures = "observed: {aht: 300s, fcr: {value: 70%, by: survey}}\n"
    truth = Centre(loaded(tmp_path, figures, "truth.yaml", **less), Bench(Shelf(), 5))
    aht, fcr = truth.twins(truth.as_written())[0]
    figures = f"observed: {{aht: {aht:.1f}s, fcr: {{value: {fcr:.4f}, by: survey}}}}\n"
    file = loaded(tmp_path, figures, ended=("ended: 40%", "ended: 75%"))
    centre = Centre(file, Bench(Shelf(), 5))
    monkeypatch.setattr(centre, "engine", lambda values, *_: Shown(centre.twins(values)[0], np.zeros(2)))
    stays = fitted(centre, centre.as_written())
    assert stays.at_end or stays.worst > 2.0
    fit = calibrate(centre)
    assert fit.moved == ("ended",)
    assert not fit.at_end
    assert fit.worst < 1.0
    said = written(centre, fit, "test")["policies"]["today"]["pace"]["pressure"]["ended"]
    assert said["confidence"] == "low"
    assert said["value"] != "75%"


def test_without_a_figure_to_fit_to_it_says_what_to_write(tmp_path):
    with pytest.raises(GoodwillError, match="has no figure to fit to"):
        Centre(loaded(tmp_path), Bench(Shelf(), 5))


def test_what_is_written_loads_as_the_fitted_scenario(tmp_path):
    from sim.scenario.source import dump

    centre = Centre(loaded(tmp_path, f"{USUAL}  bunch: 50%\n  transferred: 12%\n"), Bench(Shelf(), 5))
    values = {one.name: one.at(0.4) for one in centre.numbers}
    fit = Fit(values, Shown(np.zeros(5), np.zeros(5)), 0.0, {})
    (tmp_path / "fitted.yaml").write_text(
        dump({"extends": "centre.yaml", **written(centre, fit, "test")}), "utf-8"
    )
    found = load_scenario(tmp_path / "fitted.yaml")
    for number in centre.fit_numbers:
        for path, value in number.values(number.at(0.4)).items():
            there = get(found, f"{path}.ended" if number.form != "{}" else path)
            assert there == pytest.approx(value, rel=1e-4)


def test_a_fitted_file_lays_out_the_habit_of_cutting_short_once_for_all_who_press_alike(tmp_path):
    from sim.scenario.source import dump

    pressed = "{kind: handle_time_target, target: 4m, counts: talk, pressure: {ended: 40%, within: 1m}}"
    other = f"  other: {{pace: {pressed}}}\n"
    centre = Centre(loaded(tmp_path, USUAL, more=("baseline:", f"{other}baseline:")), Bench(Shelf(), 5))
    values = {one.name: one.at(0.4) for one in centre.numbers}
    fit = Fit(values, Shown(np.zeros(5), np.zeros(5)), 0.0, {}, moved=("ended",))
    said = {"extends": "centre.yaml", **written(centre, fit, "test")}
    (tmp_path / "fitted.yaml").write_text(dump(said), "utf-8")
    _, vary = numbers_of(load(tmp_path / "fitted.yaml"))
    (ended,) = (one for one in vary if "ended" in one.name)
    assert [path for path, _ in ended.paths] == [
        f"policies.{name}.pace.pressure" for name in ("today", "other")
    ]


def test_nothing_makes_up_for_a_volume_at_its_end_and_such_a_fit_is_not_trusted(tmp_path, monkeypatch):
    centre = Centre(loaded(tmp_path, f"{USUAL}  offered: {{per_day: 900}}\n"), Bench(Shelf(), 5))
    nothing = Shown(np.zeros(4), np.zeros(4))
    bad = Fit(centre.as_written(), nothing, 7.0, {}, ("volume",))
    monkeypatch.setattr(centre, "learn", lambda: None)
    monkeypatch.setattr(module, "fitted", lambda *_, **__: bad)
    monkeypatch.setattr(module, "on_engine", lambda _, fit: fit)
    assert calibrate(centre).moved == ()
    said = written(centre, bad, "test", good=False)
    assert said["groups"]["agents"]["skill"]["confidence"] == "low"
    assert written(centre, bad, "test")["groups"]["agents"]["skill"]["confidence"] == "medium"


@pytest.mark.parametrize("skill", ["85%", "99%"])
def test_every_number_that_a_figure_settles_has_a_slope_where_the_search_begins(skill, tmp_path):
    """Few issues are left unsolved at 99 %: a step too small calls none of them again, and nothing moves."""
    centre = Centre(
        loaded(tmp_path, USUAL, skill=("skill: 95%", f"skill: {skill}")), Bench(Shelf(), 1, engine="simpy")
    )
    search = module.Search(centre, centre.as_written())
    slopes = search.jacobian(search.home)[: len(centre.figures)]
    assert (np.abs(slopes).max(axis=0) > 0.0).all()
    repeats = [one.told.name for one in centre.figures].index("recontact_7d")
    assert slopes[repeats, [one.name for one in search.free].index("chance")] > 0.0


def test_the_range_of_the_volume_goes_by_the_contacts_offered(tmp_path):
    """960 issues are listed in the two measured days of eight hours; 120 a day offered is a quarter."""
    (plain,) = (
        one
        for one in numbers_of(loaded(tmp_path, f"{USUAL}  offered: {{per_day: 480}}\n"))[0]
        if one.name == "volume"
    )
    (small,) = (
        one
        for one in numbers_of(loaded(tmp_path, f"{USUAL}  offered: {{per_day: 120}}\n"))[0]
        if one.name == "volume"
    )
    assert (plain.low, plain.high) == (pytest.approx(0.4), pytest.approx(1.6))
    assert (small.low, small.high) == (pytest.approx(0.1), pytest.approx(0.4))


def test_a_step_that_leaves_the_load_where_it_was_tells_no_slope(tmp_path, monkeypatch):
    """Where everybody hangs up, no volume loads anybody: a slope over nothing would be endless."""
    centre = Centre(loaded(tmp_path, USUAL + "  offered: 480\n  abandoned: 100%\n"), Bench(Shelf(), 5))
    near = Fit(centre.as_written(), Shown(np.zeros(5), np.zeros(5)), 0.0, {})
    shown = Shown(np.array([480.0, 300.0, 0.7, 0.2, 1.0]), np.full(5, 0.01))
    monkeypatch.setattr(module, "fitted", lambda *_, **__: near)
    monkeypatch.setattr(centre, "engine", lambda *_: shown)
    centre.learn()
    assert np.isfinite(centre.slopes["volume"]).all()


@pytest.mark.parametrize(
    ("observed", "customers", "path", "high"),
    [
        (USUAL, "count: 40000", "customers.count", 2.0),
        (USUAL, "count: 1600000", "customers.count", 1.25),
        (USUAL, "contacts_per_year: 2", "customers.contacts_per_year", 2.0),
        ("observed: {aht: 5m15s, fcr: {value: 76%, by: survey}}\n", "count: 40000", "", 0.0),
    ],
)
def test_how_many_share_the_needs_is_open_where_repeats_are_measured(
    observed, customers, path, high, tmp_path
):
    """Of two million customers at most, and only there: chance alone brings more repeats to fewer of them."""
    _, vary = numbers_of(loaded(tmp_path, observed, count=("count: 40000", customers)))
    found = [(one.paths[0][0], one.high) for one in vary if one.name == "customers"]
    assert found == ([(path, high)] if path else [])
