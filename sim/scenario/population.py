"""Population: how many customers bring the volumes, where it is known how often one calls."""

from __future__ import annotations

from collections.abc import Mapping

from sim.quantities import QuantityError
from sim.scenario.clock import Clock
from sim.scenario.contacts import ContactType
from sim.scenario.customers import Customers

MOST = 2_000_000
WEEKS = 365.0 / 7.0
AT = ("customers", "contacts_per_year")


def count_customers(customers: Customers, contacts: Mapping[str, ContactType], clock: Clock) -> int:
    """Return the number of customers who bring the new issues of an ordinary week, at their yearly rate.

    Raises:
        QuantityError: `count` says something else, or the number is none that can be simulated.
    """
    rate = customers.contacts_per_year or 0.0
    weeks = (
        contact.by_interval(name, clock, contact.scale * contact.new_share())[:7]
        for name, contact in contacts.items()
    )
    yearly = WEEKS * sum(sum(day) for week in weeks for day in week)
    count = round(yearly / rate)
    if not 1 <= count <= MOST:
        wrong = f"makes {count:,} customers of {yearly:,.0f} new issues a year"
        raise QuantityError(wrong, rate, f"a rate that makes 1 to {MOST:,}", "Correct the rate.", AT)
    if "count" in customers.model_fields_set and customers.count != count:
        wrong = f"makes {count:,} customers, but count says {customers.count:,}"
        raise QuantityError(wrong, rate, "one of the two", "Leave count out.", AT)
    return count
