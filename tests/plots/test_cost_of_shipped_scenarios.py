"""Test in all shipped scenarios that the steps of the cost make it to the cent, no hour being paid twice."""

from pathlib import Path

import pytest
from test_cost_steps import cents

from sim.errors import GoodwillError
from sim.plots import cost_steps
from sim.plots.base import Made, exhibits
from sim.plots.style import Theme
from sim.plots.view import view_of
from sim.reporting.given import read_given
from sim.reporting.simulate import simulate
from sim.scenario.load import load_scenario

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
FILES = sorted(
    path for path in (ROOT / "scenarios").rglob("*.yaml") if "policies:" in path.read_text("utf-8")
)


def shortened(file):
    """Return a scenario of at most two measured days, with a day before and after them."""
    sets = ["clock.days=2", "clock.warm_up=1d", "clock.drain=1d"]
    try:
        return load_scenario(file, sets=sets)
    except GoodwillError:  # a scenario that bears no other clock keeps its own
        return load_scenario(file)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_steps_are_the_cost_to_the_cent_and_no_paid_hour_is_in_two(file, tmp_path):
    simulate(shortened(file), replications=1).write(tmp_path / "result", figures=False)
    given = read_given(tmp_path / "result")
    view = view_of(given, Theme())
    for policy in view.policies:
        account = cost_steps.account(view, policy)
        assert sum(account.parts.values()) == account.total
        assert account.total == round(100 * (view.value(policy, "cost").value or 0.0))
        assert account.parts[cost_steps.REST] == 0
        for group in view.members("group", "staff_cost"):
            shares = cost_steps._shares(view, policy, group)
            assert sum(shares.values()) == pytest.approx(1.0)
            assert min(shares.values()) >= 0.0
            idle = view.value(policy, "paid_idle", "group", group).value
            assert idle is None or shares[cost_steps.IDLE] == pytest.approx(idle)
    (one,) = exhibits(given, names=["cost_steps"])
    if isinstance(one, Made):
        *steps, total = [row for row in one.table.rows if row[0] != "Value of customers lost"]
        for column in range(1, len(total)):
            assert sum(cents(row[column]) for row in steps) == cents(total[column])
