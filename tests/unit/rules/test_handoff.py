"""Test who is waited for, and how long a tier talks that only refers."""

import pytest

from sim.codes import AgentState
from sim.rules.handoff import is_worth_waiting_for, may_hand_off, referred_talk


@pytest.mark.parametrize("state", AgentState)
def test_only_who_talks_or_writes_is_worth_waiting_for(state):
    busy = state in (AgentState.TALK, AgentState.ACW)
    assert is_worth_waiting_for(120.0, int(state)) == busy
    assert not is_worth_waiting_for(0.0, int(state))


def test_a_limit_of_transfers_counts_those_that_were():
    assert may_hand_off(1, 2)
    assert not may_hand_off(2, 2)


def test_a_tier_that_refers_talks_for_its_share():
    assert referred_talk(True, 0.25, 80.0) == 80.0
    assert referred_talk(False, 0.25, 80.0) == 20.0
