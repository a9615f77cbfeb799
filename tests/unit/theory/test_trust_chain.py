"""Test where trust settles against printed figures, small chains and seeded samples."""

import math

import numpy as np
import pytest

from sim.theory import trust_chain
from sim.theory.trust_chain import Bond

HANDLED_WELL = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
SILENT = {  # percent engaged of the silent; None where no such group can exist
    0.3: (28.1, 26.7, 25.2, 23.8, 22.3, 20.9),
    0.4: (27.7, 25.4, 23.1, 20.9, 18.6, 16.3),
    0.5: (27.0, 23.6, 20.2, 16.8, 13.4, 10.0),
    0.6: (26.0, 20.9, 15.8, 10.7, 5.6, 0.5),
    0.7: (24.3, 16.4, 8.5, 0.5, None, None),
}
CELLS = [(h, g, s) for h, row in SILENT.items() for g, s in zip(HANDLED_WELL, row, strict=True)]


def test_smoothed_trust_settles_at_the_mean_quality_with_the_printed_variance():
    settled = trust_chain.ewma(0.2, 0.7, 0.04)
    assert settled.mean == 0.7
    assert settled.variance == pytest.approx(0.004444, abs=5.1e-7)


def test_smoothed_trust_has_the_variance_of_its_weighted_past():
    weights = 0.2 * 0.8 ** np.arange(400)
    assert trust_chain.ewma(0.2, 0.7, 0.04).variance == pytest.approx(0.04 * (weights @ weights))


@pytest.mark.parametrize(
    ("p_good", "gain", "loss", "mean", "sd"),
    [
        (0.9, 0.05, 0.15, 0.750000, 0.110342),
        (0.95, 0.05, 0.10, 0.904762, 0.064952),
        (0.72, 0.05, 0.10, 0.562500, 0.099857),
    ],
)
def test_good_and_bad_contacts_settle_trust_at_the_printed_moments(p_good, gain, loss, mean, sd):
    settled = trust_chain.bernoulli(p_good, gain, loss)
    assert settled.mean == pytest.approx(mean, abs=5.1e-7)
    assert math.sqrt(settled.variance) == pytest.approx(sd, abs=5.1e-7)


def test_the_moments_survive_one_more_contact():
    p_good, gain, loss = 0.8, 0.3, 0.45
    mean, variance = trust_chain.bernoulli(p_good, gain, loss)
    good = (gain + (1 - gain) * mean, (1 - gain) ** 2 * variance)
    bad = ((1 - loss) * mean, (1 - loss) ** 2 * variance)
    after = p_good * good[0] + (1 - p_good) * bad[0]
    second = p_good * (good[1] + good[0] ** 2) + (1 - p_good) * (bad[1] + bad[0] ** 2)
    assert after == pytest.approx(mean, rel=1e-12)
    assert second - after**2 == pytest.approx(variance, rel=1e-12)


def test_contacts_that_are_always_good_end_in_full_trust():
    assert trust_chain.bernoulli(1.0, 0.1, 0.5) == pytest.approx((1.0, 0.0))


@pytest.mark.parametrize(("handled", "well", "silent"), CELLS)
def test_the_mixture_implies_the_printed_silent_share(handled, well, silent):
    if silent is None:
        with pytest.raises(ValueError, match=r"^handled: fits no silent group"):
            trust_chain.silent_share(0.48, 0.31, 0.29, handled, well)
        return
    share = trust_chain.silent_share(0.48, 0.31, 0.29, handled, well)
    assert 100 * share == pytest.approx(silent, abs=0.0501)
    mixed = handled * (well * 0.48 + (1 - well) * 0.31) + (1 - handled) * share
    assert mixed == pytest.approx(0.29, rel=1e-12)


@pytest.mark.parametrize(
    ("well", "most"), list(zip(HANDLED_WELL, (0.935, 0.843, 0.767, 0.704, 0.650, 0.604), strict=True))
)
def test_no_more_can_be_handled_than_the_printed_share(well, most):
    limit = trust_chain.most_handled(0.48, 0.31, 0.29, well)
    assert limit == pytest.approx(most, abs=5.01e-4)
    assert trust_chain.silent_share(0.48, 0.31, 0.29, limit - 1e-9, well) == pytest.approx(0.0, abs=1e-8)


def test_everybody_may_be_handled_when_handling_engages_no_more_than_problems_do():
    assert trust_chain.most_handled(0.48, 0.2, 0.29, 0.0) == 1.0


@pytest.mark.parametrize(
    ("failures", "boundary", "digits"), [(0, 0.166965, 6), (0, 0.167, 3), (1, 0.077, 3), (2, 0.050, 3)]
)
def test_the_recovery_paradox_ends_at_the_printed_severity(failures, boundary, digits):
    assert round(trust_chain.paradox_boundary(0.6, 0.14, 0.65, failures), digits) == boundary


@pytest.mark.parametrize("failures", [0, 1, 2])
def test_a_perfect_recovery_at_the_boundary_changes_nothing(failures):
    severity = trust_chain.paradox_boundary(0.6, 0.14, 0.65, failures)
    broken = 0.6 * (1 - 0.65 * severity)
    assert broken + 0.14 / (1 + failures) * (1 - broken) == pytest.approx(0.6, rel=1e-12)


def test_the_relationship_gives_the_printed_shares():
    shares = trust_chain.relationship()
    assert shares == pytest.approx((0.559048, 0.401817, 0.217050), abs=5.1e-7)


@pytest.mark.parametrize("bond", [Bond(), Bond(trust=0.5, threshold=0.45, fade_good=2.0, breach=0.3)])
def test_a_seeded_sample_of_customers_gives_the_same_shares(bond):
    draws, people = np.random.default_rng(20240101), 400_000
    trust = bond.trust + bond.trust_sd * draws.standard_normal(people)
    tie = draws.standard_normal(people)
    severity, ago = draws.beta(2, 2, people), draws.random(people)
    odds = bond.voice + bond.voice_severity * (severity - 0.5) + bond.voice_tie * tie
    silent = draws.random(people) >= 1 / (1 + np.exp(-odds))
    hurt = trust * (1 - bond.breach * severity) - bond.trust
    later = bond.trust + hurt * np.exp(-np.where(hurt < 0, bond.fade_bad, bond.fade_good) * ago)
    sampled = (
        (trust + bond.tie_sd * tie > bond.threshold).mean(),
        1 - silent.mean(),
        (later + bond.tie_sd * tie > bond.threshold)[silent].mean(),
    )
    assert trust_chain.relationship(bond) == pytest.approx(sampled, abs=0.004)  # 4 standard errors or more


def test_failures_that_break_nothing_leave_everybody_as_engaged():
    shares = trust_chain.relationship(Bond(breach=0.0, voice_tie=0.0, fade_bad=1e-9, fade_good=1e-9))
    assert shares.silent == pytest.approx(shares.no_problem, abs=1e-7)


def test_trust_that_also_fades_before_the_failure_is_as_drawn_by_chance():
    """4,000,000 drawn customers, about 2,400,000 silent: standard error 0.00026."""
    rng, n, bond = np.random.default_rng(0), 4_000_000, Bond()
    apart, tie, ago = bond.trust_sd * rng.standard_normal(n), rng.standard_normal(n), rng.random(n)
    severity, u = rng.beta(2.0, 2.0, n), rng.random(n)
    pace = np.where(apart < 0.0, bond.fade_bad, bond.fade_good)
    apart = (bond.trust + apart * np.exp(-pace * (1.0 - ago))) * (1.0 - bond.breach * severity) - bond.trust
    apart = apart * np.exp(-np.where(apart < 0.0, bond.fade_bad, bond.fade_good) * ago)
    odds = bond.voice + bond.voice_severity * (severity - 0.5) + bond.voice_tie * tie
    engaged = (bond.trust + apart + bond.tie_sd * tie > bond.threshold)[u >= 1.0 / (1.0 + np.exp(-odds))]
    assert trust_chain.relationship(fades_before=True).silent == pytest.approx(engaged.mean(), abs=0.001)
    assert trust_chain.relationship().silent != pytest.approx(engaged.mean(), abs=0.003)


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (
            lambda: trust_chain.bernoulli(0.5, 0.0, 0.0),
            "gain: and loss never move trust (got 0.0; allowed a share above 0). Give gain or loss.",
        ),
        (
            lambda: trust_chain.silent_share(0.48, 0.31, 0.29, 1.0, 0.5),
            "handled: leaves nobody silent (got 1.0; allowed below 1). Leave some problems unhandled.",
        ),
        (
            lambda: trust_chain.silent_share(0.5, 0.5, 0.25, 0.75, 0.5),
            (
                "handled: fits no silent group (got 0.75; allowed what leaves 0 to 1 engaged, here -0.5). "
                "Lower it (see most_handled)."
            ),
        ),
        (
            lambda: trust_chain.paradox_boundary(0.6, 1.0, 0.65),
            "gain: forgets every failure at once (got 1.0; allowed below 1). Give a gain below 1.",
        ),
        (
            lambda: trust_chain.relationship(Bond(breach=1.0)),
            "breach: leaves no trust to return (got 1; allowed 0 to below 1). Give a smaller breach.",
        ),
    ],
)
def test_impossible_relationships_are_refused_with_a_reason(call, text):
    with pytest.raises(ValueError, match=r"^\w+: ") as caught:
        call()
    assert str(caught.value) == text


@pytest.mark.parametrize(
    ("call", "field"),
    [
        (lambda: trust_chain.ewma(0.0, 0.5, 0.1), "gain"),
        (lambda: trust_chain.ewma(1.5, 0.5, 0.1), "gain"),
        (lambda: trust_chain.ewma(0.5, 0.5, -0.1), "quality_variance"),
        (lambda: trust_chain.bernoulli(1.5, 0.1, 0.1), "p_good"),
        (lambda: trust_chain.silent_share(48, 31, 29, 0.5, 0.5), "good"),
        (lambda: trust_chain.most_handled(0.5, 0.5, 0.5, -1.0), "handled_well"),
        (lambda: trust_chain.paradox_boundary(0.0, 0.1, 0.1), "trust"),
        (lambda: trust_chain.paradox_boundary(0.5, 0.1, 0.1, -1), "failures"),
        (lambda: trust_chain.relationship(Bond(tie_sd=0.0)), "tie_sd"),
        (lambda: trust_chain.relationship(Bond(fade_bad=-1.0)), "fade_bad"),
        (lambda: trust_chain.relationship(Bond(breach=1.2)), "breach"),
    ],
)
def test_bad_input_names_the_argument(call, field):
    with pytest.raises(ValueError, match=rf"^{field}: "):
        call()
