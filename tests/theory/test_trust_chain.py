"""Compare trust over two years, and engagement after a failure, with closed forms (evidence.md 3.11)."""

import math

import numpy as np
import pytest
from closed_forms import SCENARIOS, Sums, check, run

from sim.engines.reference import engine
from sim.luck import Luck
from sim.scenario.load import load_scenario
from sim.theory.trust_chain import Bond, bernoulli, ewma, paradox_boundary, relationship
from sim.world.build import build

CHAINS = {
    "as_it_is": (bernoulli(0.90, 0.05, 0.15), 0.750000, 0.110342),
    "mild_losses": (bernoulli(0.95, 0.05, 0.10), 0.904762, 0.064952),
    "often_failed": (bernoulli(0.72, 0.05, 0.10), 0.562500, 0.099857),
    "alike": (ewma(0.2, 0.5, 0.04), 0.500000, math.sqrt(0.004444)),
}
UNFADING = 1e-9  # the closed form divides by the pace


@pytest.fixture(scope="module")
def decade():
    """20 replications of two years of 45 customers with 125 calls a year, 6,750 measured calls each."""
    return run("trust_chain")


@pytest.mark.slow
@pytest.mark.parametrize("chain", CHAINS)
def test_trust_settles_where_good_and_bad_episodes_balance(decade, chain):
    exact, mean, sd = CHAINS[chain]
    assert exact.mean == pytest.approx(mean, abs=1e-6)
    assert math.sqrt(exact.variance) == pytest.approx(sd, abs=1e-5)
    trust, squared = (decade.sums(name, chain) for name in ("trust", "trust_squared"))
    check(f"mean trust, {chain}", trust, exact.mean)
    about = squared.over - 2.0 * exact.mean * trust.over + exact.mean**2 * trust.under
    check(f"variance of trust, {chain}", Sums(about, trust.under), exact.variance)


@pytest.fixture(scope="module")
def year():
    """20 replications of 1,500 customers, each failed once in a year, or not."""
    return run("one_failure", scenarios=("fading", "lasting", "unfailed"))


@pytest.mark.slow
def test_who_is_engaged_without_a_problem_follows_from_trust_and_tie(year):
    assert relationship().no_problem == pytest.approx(0.559048, abs=1e-6)
    check("engaged, no problem", year.sums("engaged_share", "unfailed"), relationship().no_problem)


@pytest.mark.slow
def test_who_speaks_up_follows_from_severity_and_tie(year):
    assert relationship().voiced == pytest.approx(0.401817, abs=1e-6)
    silent = year.sums("silent_share", "fading")
    check("voiced", Sums(silent.under - silent.over, silent.under), relationship().voiced)


@pytest.mark.slow
@pytest.mark.parametrize(("scenario", "pace"), [("fading", None), ("lasting", UNFADING)])
def test_who_stays_silent_is_engaged_as_breach_and_fading_have_it(year, scenario, pace):
    """The closed form of the notes, .217050, lets trust fade after the failure only, a run before it too."""
    assert relationship().silent == pytest.approx(0.217050, abs=1e-6)
    bond = Bond() if pace is None else Bond(fade_bad=pace, fade_good=pace)
    found = year.sums("engaged_share", scenario, of=("problem", "silent"))
    check(f"engaged, silent, {scenario}", found, relationship(bond, fades_before=True).silent)


def recovered(*sets):
    """Return trust before and after, of every customer's failures in turn, shapes (failures, customers)."""
    scenario = load_scenario(SCENARIOS / "one_failure.yaml", "recovered", ("customers.count=40", *sets))
    parts = {"failures": [], "issues": []}

    def sink(table, columns):
        if table in parts:
            parts[table].append({name: column.copy() for name, column in columns.items()})

    engine.run(build(scenario, scenario.baseline), Luck(scenario.run.seed, 0), sink)
    sides = []
    for table, when, trust in (("failures", "struck", "trust_before"), ("issues", "opened", "trust_after")):
        columns = {name: np.concatenate([part[name] for part in parts[table]]) for name in parts[table][0]}
        order = np.lexsort((columns[when], columns["customer"]))
        sides.append(columns[trust][order].reshape(40, -1).T)
    return sides


def severity(share):
    """Return the change that gives every failure one severity."""
    return f"failures.service.severity={{dist: fixed, share: {share:.12f}}}"


def test_a_perfect_recovery_pays_below_the_boundary_only():
    boundary = paradox_boundary(0.6, 0.14, 0.65)
    assert boundary == pytest.approx(0.166965, abs=1e-6)
    for apart, sign in ((-0.001, 1.0), (0.001, -1.0)):
        before, after = recovered(severity(boundary + apart))
        assert (np.sign(after - before) == sign).all()
    before, after = recovered(severity(boundary))
    assert np.abs(after - before).max() < 1e-9
    assert before == pytest.approx(0.6)


def test_after_a_remembered_failure_the_boundary_is_lower():
    boundary = paradox_boundary(0.6, 0.14, 0.65)
    fixed = f"severity: {{dist: fixed, share: {boundary:.12f}}}"
    again = f"failures.again={{once_per_customer: true, contact: complaint, {fixed}}}"
    before, after = recovered(severity(boundary), again)
    assert np.abs(after[0] - before[0]).max() < 1e-9
    assert (after[1] < before[1]).all()
    left = 0.6 * (1.0 - 0.65 * boundary)
    assert after[1] == pytest.approx(left + 0.07 * (1.0 - left))
