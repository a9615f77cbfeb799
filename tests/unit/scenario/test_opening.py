"""Check, by hand, who would call back in the hour after opening, and when that is worth a warning."""

from __future__ import annotations

from typing import Any

import pytest

from sim.scenario.model import Scenario
from sim.scenario.opening import rushes

TARGET = {"kind": "handle_time_target", "target": "4m", "pressure": {"ended": "60%", "within": "1m"}}


def scenario(agents: float = 9, **changes: Any) -> Scenario:
    """Build a queue with 60 issues of 6 min an hour from 8 to 10, that is 6 erlang; half are never solved.

    Half of those without a resolution call again after 12 hours, so each issue that cannot be solved brings
    one contact more: 60 calls at the next opening, another 6 erlang.
    """
    sections: dict[str, Any] = {
        "version": 1,
        "name": "mornings",
        "clock": {"start": "2026-03-02", "open": "08:00-10:00", "interval": "30m"},
        "queues": {"line": {"patience": "3m"}},
        "contacts": {"call": {"queue": "line", "volume": {"per_hour": 60}, "work": "5m", "acw": "1m"}},
        "groups": {"agents": {"skills": ["line"], "skill": "50%"}},
        "on_duty": {"agents": agents},
        "behaviour": {"recontact": {"chance": "50%", "after": "12h"}},
        "policies": {"usual": {}},
        "baseline": "usual",
    }
    return Scenario.model_validate(sections | changes)


def test_returns_of_the_night_that_crowd_the_opening_are_warned_of_with_their_number() -> None:
    (found,) = rushes(scenario())
    assert (found.address, found.level) == (("behaviour", "recontact", "after_opening"), "warning")
    assert found.text.startswith("lets 60 customers or so call back in the hour after opening (got 1h by")
    assert "12.0 erlang for 9.0 agents on sun, line" in found.text


@pytest.mark.parametrize("agents", [10, 5])
def test_agents_enough_or_too_few_without_any_returns_bring_no_warning(agents: int) -> None:
    assert rushes(scenario(agents)) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"behaviour": {"recontact": {"chance": "50%", "after": "12h", "after_opening": "1h"}}},
        {"behaviour": {"recontact": {"chance": "0%", "after": "12h"}}},
        {"behaviour": {"recontact": {"chance": "50%", "after": "24h"}}},
        {"behaviour": {"recontact": {"chance": "50%", "after": "infinite"}}},
        {"groups": {"agents": {"skills": ["line"], "skill": "100%"}}},
        {"queues": {"line": {"channel": "email"}}},
    ],
    ids=["stated", "nobody returns", "returns by day", "returns never", "all is solved", "no opening"],
)
def test_where_nobody_waits_for_the_opening_or_its_time_is_stated_there_is_no_warning(
    changes: dict[str, Any],
) -> None:
    assert rushes(scenario(**changes)) == []


def test_conversations_cut_short_and_closed_return_too_but_not_those_passed_on() -> None:
    able = {"groups": {"agents": {"skills": ["line"], "skill": "100%"}}}
    closes = {"pace": TARGET, "handoff": {"kind": "cold", "pass_on": "0%"}}
    assert rushes(scenario(8, policies={"usual": closes}, **able))
    passes = {"pace": TARGET, "handoff": {"kind": "cold", "pass_on": "100%"}}
    assert rushes(scenario(8, policies={"usual": passes}, **able)) == []
