"""Test what becomes of contacts that are not finished."""

from sim.policies.handoff import cold
from sim.policies.handoff.cold import Cold


def test_four_in_ten_cut_contacts_are_passed_on_with_half_of_what_was_said():
    numbers = Cold(kind="cold").numbers()
    assert numbers == (0.4, 0.5)
    assert sum(cold.passes_on(numbers, (k + 0.5) / 1000) for k in range(1000)) == 400
    assert cold.kept(numbers) == 0.5


def test_always_and_never_hold_at_the_ends_of_luck():
    assert cold.passes_on((1.0, 0.5), 1 - 2**-53)
    assert not cold.passes_on((0.0, 0.5), 2**-53)
