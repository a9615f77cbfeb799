"""Test worlds: where they start, and what is said of those that fit; nothing is simulated."""

from types import SimpleNamespace

import numpy as np
import pytest

from sim.amount import Tolerance
from sim.studies import worlds as studied
from sim.studies.calibrate import Fit, Shown
from sim.studies.numbers import Number
from sim.studies.threshold import SIDE, turn
from sim.studies.worlds import (
    Gain,
    Laid,
    World,
    counted,
    further,
    narrowed,
    not_told_apart,
    runs_expected,
    starts,
    verdicts,
)

ENDED = Number("ended", "calls that agents cut short", (("a", 0.4),), 0.0, 0.8)
NOTES = Number("notes", "what notes carry", (("b", 0.5),), 0.2, 0.8)
TIMES = Number("volume", "calls", (("d", 0.5),), 0.5, 1.0, factor=True)
SKILL = Number("skill", "issues agents can solve", (("c", 0.9),), 0.6, 1.0)
CENTRE = SimpleNamespace(
    open_numbers=[NOTES, ENDED], fit_numbers=[SKILL], numbers=[SKILL, NOTES, ENDED],
    as_written=lambda: {"notes": 0.5, "ended": 0.4, "skill": 0.9},
)  # fmt: skip


FIVE = {"fcr": Tolerance(0.05)}


def world(ended, skill, gain, bunch):
    fit = Fit({"ended": ended, "skill": skill, "notes": 0.5}, Shown(np.zeros(1), np.zeros(1)), 1.0, {})
    return World(fit, {"bunch": bunch, "asa": 20.0}, {("confirm", "fcr"): Gain(gain, 0.004, 0.8)})


def gain_of(laid_out):
    """Return what these worlds say of `confirm`: a gain of 5 points counts."""
    (row,) = verdicts(laid_out, ["confirm"], FIVE, {"fcr": "higher"})
    return row


def laid():
    """Return twelve worlds: the more is cut short, the more agents can solve and `confirm` wins."""
    places = np.linspace(0.0, 1.0, 12)
    return Laid([world(0.8 * p, 0.7 + 0.28 * p, 0.12 * p, 0.2 + 0.4 * p) for p in places], 14, 1, 1)


def test_worlds_start_at_both_ends_of_the_widest_direction_and_evenly_between():
    rows = list(starts(CENTRE, 10))
    ended = [row["ended"] for row in rows]
    assert (ended[0], ended[1]) == (0.0, 0.8)
    assert (rows[0]["notes"], rows[1]["notes"]) == (0.5, 0.5)
    assert len({int(12.5 * one) for one in sorted(ended[2:])}) == 8  # a stratum each
    assert {row["skill"] for row in rows} == {0.9}
    assert rows == list(starts(CENTRE, 10))


@pytest.mark.parametrize(
    ("number", "value", "kept"),
    [(ENDED, 0.0, 1), (ENDED, 0.8, 0), (SKILL, 1.0, 1), (SKILL, 0.6, 0), (NOTES, 0.2, 0), (TIMES, 1.0, 0)],
)
def test_a_number_at_an_end_drops_a_world_only_where_somebody_chose_the_end(monkeypatch, number, value, kept):
    centre = SimpleNamespace(fit_numbers=[number], learn=lambda: None)
    fit = Fit({number.name: value}, Shown(np.zeros(1), np.zeros(1)), 2.0, {}, (number.name,))
    monkeypatch.setattr(studied, "starts", lambda *_: [{}])
    monkeypatch.setattr(studied, "fitted", lambda *_: fit)
    monkeypatch.setattr(studied, "_world", lambda *_: World(fit, {}, {}))
    found = studied.worlds(centre, 1, [], [])
    assert (len(found.worlds), found.far) == (kept, 1 - kept)


def test_a_verdict_counts_worlds_and_holds_both_spreads():
    (row,) = verdicts(laid(), ["confirm"], FIVE, {"fcr": "higher"})
    assert (row.wins, row.tried) == (7, 12)  # from 5 of 11 places on
    spread = np.std(0.12 * np.linspace(0.0, 1.0, 12), ddof=1)
    assert row.half == pytest.approx(2.0 * np.hypot(spread, 0.004))
    assert row.luck == pytest.approx(0.008)
    (lower,) = verdicts(laid(), ["confirm"], FIVE, {"fcr": "lower"})
    assert (lower.wins, lower.losses) == (0, 7)
    assert row.losses == 0


def test_a_share_of_the_baseline_counts_from_its_value_in_the_mean_world_on():
    """The baseline has 0.8: a tenth of it is 0.08, which four of twelve gains reach."""
    (row,) = verdicts(laid(), ["confirm"], {"fcr": Tolerance(0.1, relative=True)}, {"fcr": "higher"})
    assert row.worth == pytest.approx(0.08)
    assert row.wins == 4


def test_a_measure_that_no_world_has_or_that_is_nothing_in_all_is_not_told():
    nothing = [one._replace(gains={("confirm", "fcr"): Gain(0.0, 0.0, 0.0)}) for one in laid().worlds]
    share = {"fcr": Tolerance(0.02, relative=True)}
    assert verdicts(Laid(nothing, 12, 0, 0), ["confirm"], share, {"fcr": "higher"}) == []
    unknown = [one._replace(gains={("confirm", "fcr"): Gain(float("nan"), 0.0)}) for one in laid().worlds]
    assert verdicts(Laid(unknown, 12, 0, 0), ["confirm"], FIVE, {"fcr": "higher"}) == []


def test_of_a_measure_with_no_better_side_higher_and_lower_are_counted_and_nothing_turns():
    (row,) = verdicts(laid(), ["confirm"], FIVE, {"fcr": "neutral"})
    assert row.counts == "higher in 7, no difference that matters in 5 of 12 worlds"
    assert turn(laid(), row) is None


def test_a_figure_that_goes_with_the_gain_settles_it_and_a_constant_one_does_not():
    found = {one.figure: one.left for one in further(laid(), "confirm", "fcr")}
    assert found["bunch"] < 0.2
    assert found["asa"] == pytest.approx(1.0)
    assert further(laid(), "confirm", "fcr")[0].figure == "bunch"


def test_numbers_that_go_together_are_not_told_apart():
    ((first, second, *means),) = not_told_apart(CENTRE, laid())
    assert {first.name, second.name} == {"skill", "ended"}
    assert means[0] < means[1]
    assert means[2] < means[3]


def test_where_it_turns_is_said_only_if_worlds_left_out_confirm_it():
    found = turn(laid(), gain_of(laid()))
    assert found.figure == "bunch"
    assert 0.34 < found.level < 0.40
    assert (found.below, found.above) == ((0, 5), (7, 7))
    others = (0.3, 0.5, 0.2, 0.6, 0.4, 0.25, 0.55, 0.35, 0.45, 0.22, 0.58, 0.33)
    pairs = zip(laid().worlds, others, strict=True)
    shuffled = [one._replace(seen={"bunch": bunch, "asa": 20.0}) for one, bunch in pairs]
    assert turn(Laid(shuffled, 12, 0, 0), gain_of(laid())) is None


def test_no_rule_stands_on_fewer_than_four_worlds_on_a_side():
    """Two of twelve worlds win, both with the highest share: each world left out bears it out."""
    places = np.linspace(0.0, 1.0, 12)
    few = [world(0.8 * p, 0.9, 0.12 * (k >= 10), 0.2 + 0.4 * p) for k, p in enumerate(places)]
    assert turn(Laid(few, 12, 0, 0), gain_of(Laid(few, 12, 0, 0))) is None
    enough = [world(0.8 * p, 0.9, 0.12 * (k >= 12 - SIDE), 0.2 + 0.4 * p) for k, p in enumerate(places)]
    assert turn(Laid(enough, 12, 0, 0), gain_of(Laid(enough, 12, 0, 0))).above == (SIDE, SIDE)


@pytest.mark.parametrize(
    ("wins", "losses", "words"),
    [
        (2, 9, "better in 2, worse in 9, no difference that matters in 5 of 16 worlds"),
        (0, 16, "worse in all 16 worlds"),
        (0, 0, "no difference that matters in all 16 worlds"),
        (16, 0, "better in all 16 worlds"),
    ],
)
def test_gains_losses_and_neither_are_counted_in_words(wins, losses, words):
    assert counted(wins, losses, 16) == words


def test_it_is_told_how_many_worlds_are_done_of_about_how_many_runs(monkeypatch):
    """Three policies in 8 worlds took 116 runs, in 24 worlds 302, measured on the postcard of the guide."""
    monkeypatch.setattr(studied, "fitted", lambda *_: Fit({}, Shown(np.zeros(1), np.zeros(1)), np.inf, {}))
    monkeypatch.setattr(studied, "starts", lambda *_: [{}, {}, {}])
    seen = []
    studied.worlds(SimpleNamespace(learn=lambda: None), 3, [], [], seen.append)
    assert seen == [0, 1, 2, 3]
    one = SimpleNamespace(policies=("target",), scenario=SimpleNamespace(baseline="target"))
    for count, runs in ((8, 116), (24, 302)):
        assert runs_expected(one, count, ["confirm", "quality"]) == pytest.approx(runs, rel=0.1)


def test_the_part_of_a_range_that_worlds_keep_to_is_told_where_it_is_half_of_it_at_most():
    """All worlds have notes at half; `ended` takes its whole range, and half of it in half of the worlds."""
    found = {one.name: (low, high) for one, low, high in narrowed(CENTRE, laid())}
    assert found == {"notes": (0.5, 0.5)}
    places = np.linspace(0.0, 0.5, 8)
    few = Laid([world(0.8 * p, 0.9, 0.0, 0.3) for p in places], 16, 0, 8)
    assert dict.fromkeys(one.name for one, _, _ in narrowed(CENTRE, few)) == {"notes": None, "ended": None}
    assert narrowed(CENTRE, Laid(few.worlds[:7], 16, 0, 9)) == []
