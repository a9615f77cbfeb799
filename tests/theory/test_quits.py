"""Check quits against a renewal process: a geometric number of days, then a vacancy (DESIGN.md E7)."""

import math

import pytest
from closed_forms import check, run

pytestmark = pytest.mark.slow
RATE, VACANT, DAYS, SHIFT, HOUR = 6.0 / 365.0, 20, 365, 2.0, 1.0 / 24.0


@pytest.fixture(scope="module")
def year():
    """20 replications of a year of 60 positions, about 270 quits each."""
    return run("quits")


def expected():
    """Return the quits and the days at work of one position in a year, day by day."""
    first = 1.0 - math.exp(-RATE * 10.0 * HOUR)  # from midnight to the end of the first shift
    later = 1.0 - math.exp(-RATE)
    quits, at_work = [0.0] * DAYS, 0.0
    new, old = {0: 1.0}, 0.0  # by day: the chance that somebody begins, and that somebody went on
    for day in range(DAYS):
        here = old + new.get(day, 0.0)
        at_work += here
        quits[day] = here * (first if day == 0 else later)
        old = here - quits[day]
        new[day + VACANT + 1] = quits[day]
    return sum(quits), at_work


def test_quits_are_the_renewals_of_hazard_and_vacancy(year):
    check("quits", year.sums("quits_per_year"), expected()[0])
    check("hiring cost", year.sums("hiring_cost"), 60 * 500.0 * expected()[0] / DAYS)


def test_nobody_is_paid_for_a_vacant_position(year):
    paid = year.sums("utilisation").under
    share = type(year.sums("utilisation"))(paid, 0.0 * paid + 60 * DAYS * SHIFT * 3600.0)
    check("paid time", share, expected()[1] / DAYS)


def test_replacing_those_who_quit_is_paid_for_out_of_the_profit(year):
    profit, value, staff, hiring = (
        year.sums(name).over for name in ("profit", "customer_value", "staff_cost", "hiring_cost")
    )
    assert profit == pytest.approx(value - staff - hiring, rel=1e-12)
    assert hiring.min() > 0.0
