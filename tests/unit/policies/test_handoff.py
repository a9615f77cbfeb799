"""Test what becomes of contacts that are not finished."""

from sim.policies.handoff import cold, consult, warm
from sim.policies.handoff.cold import Cold
from sim.policies.handoff.consult import Consult
from sim.policies.handoff.warm import Warm
from sim.rules.resolution import is_passed_on


def test_four_in_ten_cut_contacts_are_passed_on_with_half_of_what_was_said():
    style = cold.style(Cold(kind="cold").numbers())
    assert sum(is_passed_on(style.pass_on, (k + 0.5) / 1000) for k in range(1000)) == 400
    assert style.notes == 0.5


def test_always_and_never_hold_at_the_ends_of_luck():
    assert is_passed_on(1.0, 1 - 2**-53)
    assert not is_passed_on(0.0, 2**-53)


def test_only_who_stays_introduces_and_only_who_consults_finishes_the_case():
    alone = cold.style(Cold(kind="cold").numbers())
    assert (alone.conveyed, alone.introduction, alone.stays, alone.returns) == (alone.notes, 0.0, 0.0, False)
    introduced = warm.style(Warm(kind="warm", introduction="45s", stays="1m").numbers())
    assert introduced[:8] == (0.4, 0.5, 0.9, 45.0, 60.0, False, 1.0, 0.0)
    advised = consult.style(Consult(kind="consult", advice="30s").numbers())
    assert advised[:8] == (0.4, 0.5, 1.0, 30.0, 180.0, True, 1.0, 0.0)
