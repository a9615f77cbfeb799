"""Test early endings against printed figures, quadrature over the density and a search."""

import math

import numpy as np
import pytest
from scipy.optimize import brentq

from sim.theory import early_ending


def lognormal_grid(mean, cv, points=400_001):
    """Return midpoints of equal steps of the score and their weights."""
    variance = math.log(1 + cv * cv)
    scores = np.linspace(-10.0, 10.0, points)
    weights = np.exp(-0.5 * scores**2)
    return np.exp(math.log(mean) - variance / 2 + math.sqrt(variance) * scores), weights / weights.sum()


@pytest.mark.parametrize(
    ("target", "pressure", "done", "talk"),
    [
        (300.0, 0.5, 0.896429, 265.304790),
        (300.0, 1.0, 0.844190, 249.905255),
        (240.0, 2.0, 0.708060, 214.957624),
        (240.0, 8.0, 0.610495, 191.610036),
    ],
)
def test_the_table_of_pressures_is_met_to_its_last_digit(target, pressure, done, talk):
    assert early_ending.truncated_talk(300.0, 1.0, target, pressure) == pytest.approx(
        (done, talk), abs=5.1e-7
    )


def test_the_hard_cut_gives_the_printed_figures():
    assert early_ending.hard_cut(300.0, 1.0, 240.0) == pytest.approx((0.558929, 179.924882), abs=5.1e-7)


@pytest.mark.parametrize(
    "case", [(300.0, 1.0, 300.0, 0.5), (200.0, 0.4, 240.0, 3.0), (500.0, 2.0, 90.0, 0.05)]
)
def test_averaging_over_the_density_of_work_gives_the_same_talk(case):
    mean, cv, target, pressure = case
    work, weights = lognormal_grid(mean, cv)
    past = np.maximum(work - target, 0.0)
    kept = np.exp(-pressure * past / target)
    done = float(weights @ kept)
    talk = float(weights @ (np.minimum(work, target) + (1 - kept) * target / pressure))
    assert early_ending.truncated_talk(*case) == pytest.approx((done, talk), rel=2e-6)


def test_no_pressure_lets_every_contact_finish():
    assert early_ending.truncated_talk(300.0, 1.0, 240.0, 0.0) == (1.0, 300.0)
    assert early_ending.truncated_talk(300.0, 1.0, 240.0, 1e-9) == pytest.approx((1.0, 300.0), rel=1e-6)


def test_work_that_hardly_varies_is_not_missed_by_the_quadrature():
    contact = early_ending.truncated_talk(300.0, 0.001, 0.3, 1e-6)
    assert contact.p_done == pytest.approx(math.exp(-1e-6 * 299.7 / 0.3), rel=1e-6)


def test_great_pressure_approaches_the_hard_cut():
    cut = early_ending.hard_cut(300.0, 1.0, 240.0)
    assert early_ending.truncated_talk(300.0, 1.0, 240.0, 1e7) == pytest.approx(cut, rel=1e-6)


@pytest.mark.parametrize("cv", [0.01, 0.05, 6.0])
def test_narrow_and_wide_work_is_integrated_as_well(cv):
    work, weights = lognormal_grid(300.0, cv)
    kept = np.exp(-2.0 * np.maximum(work - 30.0, 0.0) / 30.0)
    contact = early_ending.truncated_talk(300.0, cv, 30.0, 2.0)
    assert contact.p_done == pytest.approx(float(weights @ kept), rel=1e-4, abs=1e-9)
    assert contact.mean_talk == pytest.approx(
        float(weights @ (np.minimum(work, 30.0) + 15.0 * (1 - kept))), rel=1e-5
    )


@pytest.mark.parametrize(
    ("cv", "lowest", "highest"), [(0.75, 24.6, 24.6), (1.0, 22.06, 22.23), (1.25, 19.9, 20.1)]
)
def test_the_two_points_of_dell_fit_a_coefficient_of_variation_of_one(cv, lowest, highest):
    places = 2 if cv == 1.0 else 1
    talks = []
    for pressure in (1.0, 2.0, 4.0, 16.0):

        def excess(target, pressure=pressure):
            return early_ending.truncated_talk(32.0, cv, target, pressure).p_done - 0.44 / 0.65

        target = brentq(excess, 0.5, 200.0)
        talks.append(early_ending.truncated_talk(32.0, cv, target, pressure).mean_talk)
    if cv == 1.25:
        assert 19.8 <= min(talks) <= max(talks) <= 20.1
    else:
        assert (round(min(talks), places), round(max(talks), places)) == (lowest, highest)


@pytest.mark.parametrize(
    ("cap", "contacts", "talk", "aht", "fcr"),
    [
        (240.0, 1.867939, 339.057240, 181.514118, 0.558929),
        (480.0, 1.226537, 310.194186, 252.902334, 0.836657),
    ],
)
def test_carried_work_gives_the_printed_figures(cap, contacts, talk, aht, fcr):
    carried = early_ending.carried_over(300.0, 1.0, cap, 45.0)
    assert carried == pytest.approx((contacts, talk, aht, fcr), abs=5.1e-7)


def test_counting_the_contacts_of_each_piece_of_work_gives_the_same_mean():
    work, weights = lognormal_grid(300.0, 1.0)
    contacts = 1 + np.ceil(np.maximum(work - 240.0, 0.0) / 195.0)
    carried = early_ending.carried_over(300.0, 1.0, 240.0, 45.0)
    assert carried.contacts_per_issue == pytest.approx(float(weights @ contacts), abs=2e-5)
    assert carried.talk_per_issue == pytest.approx(float(weights @ (work + 45.0 * (contacts - 1))), abs=2e-3)


def test_perfect_notes_cost_no_talk_at_any_cap():
    assert early_ending.carried_over(300.0, 1.0, 100.0, 0.0).talk_per_issue == 300.0


@pytest.mark.parametrize(("cv", "cap"), [(0.75, 1760), (1.0, 935), (1.25, 604), (1.5, 437)])
def test_the_cheapest_caps_are_the_printed_ones(cv, cap):
    assert round(early_ending.cheapest_cap(300.0, cv, 60.0).cap) == cap


@pytest.mark.parametrize("cv", [0.75, 1.0, 1.5, 4.0])
def test_a_search_finds_no_cheaper_cap(cv):
    best = early_ending.cheapest_cap(300.0, cv, 60.0)
    caps = np.geomspace(5.0, 30_000.0, 3000)
    contacts = [early_ending.hard_cut(300.0, cv, cap) for cap in caps.tolist()]
    costs = [(60.0 + contact.mean_talk) / contact.p_done for contact in contacts]
    assert best.seconds_per_resolution <= min(costs)
    assert best.seconds_per_resolution == pytest.approx(min(costs), rel=1e-5)
    assert (60.0 + best.mean_talk) / best.p_done == pytest.approx(best.seconds_per_resolution)


def test_nearly_constant_work_is_hardly_ever_worth_cutting():
    best = early_ending.cheapest_cap(300.0, 0.1, 60.0)
    assert best.cap > 100_000.0
    assert best.seconds_per_resolution == pytest.approx(360.0)


def test_reexplaining_that_fills_the_contact_is_refused():
    with pytest.raises(ValueError, match=r"^reexplain: ") as caught:
        early_ending.carried_over(300.0, 1.0, 240.0, 240.0)
    assert str(caught.value) == (
        "reexplain: uses up the contact (got 240.0; allowed less than cap, 240.0, by a useful margin). "
        "Shorten it or raise the cap."
    )


@pytest.mark.parametrize(
    ("call", "field"),
    [
        (lambda: early_ending.hard_cut(0.0, 1.0, 1.0), "mean_work"),
        (lambda: early_ending.hard_cut(1.0, 0.0, 1.0), "cv"),
        (lambda: early_ending.hard_cut(1.0, 1.0, 0.0), "cap"),
        (lambda: early_ending.truncated_talk(1.0, 1.0, 0.0, 1.0), "target"),
        (lambda: early_ending.truncated_talk(1.0, 1.0, 1.0, -1.0), "pressure"),
        (lambda: early_ending.truncated_talk(1.0, 1.0, 1.0, math.inf), "pressure"),
        (lambda: early_ending.carried_over(1.0, 1.0, 1.0, -1.0), "reexplain"),
        (lambda: early_ending.carried_over(300.0, 1.0, 240.0, 239.9999999), "reexplain"),
        (lambda: early_ending.cheapest_cap(1.0, 1.0, 0.0), "overhead"),
    ],
)
def test_bad_input_names_the_argument(call, field):
    with pytest.raises(ValueError, match=rf"^{field}: "):
        call()
