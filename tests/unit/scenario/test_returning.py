"""Test whether anybody may contact again: a drain is too short only where somebody may."""

from __future__ import annotations

from typing import Any

import pytest

from sim.scenario.crosschecks import crosscheck
from sim.scenario.model import Scenario
from sim.scenario.returning import may_return


def scenario(**changes: Any) -> Scenario:
    """Build a queue whose agents solve everything in one conversation."""
    sections: dict[str, Any] = {
        "version": 1,
        "name": "textbook",
        "clock": {"start": "2026-03-02", "open": "00:00-24:00", "interval": "60m", "drain": "0d"},
        "queues": {"line": {"patience": "infinite"}},
        "contacts": {"call": {"queue": "line", "volume": {"per_hour": 60}, "work": "5m"}},
        "groups": {"agents": {"skills": ["line"], "skill": "100%"}},
        "on_duty": {"agents": 6},
        "policies": {"usual": {"pace": {"kind": "none"}}},
        "baseline": "usual",
    }
    return Scenario.model_validate(sections | changes)


def warned(one: Scenario) -> bool:
    return any(found.address == ("clock", "drain") for found in crosscheck(one))


MEASURED = {"kind": "measured", "talk": "4m", "resolved": "100%"}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"policies": {"usual": {"pace": {"kind": "quality_time"}}}},
        {"policies": {"usual": {"pace": MEASURED}}, "groups": {"agents": {"skills": ["line"]}}},
        {
            "groups": {"agents": {"skills": ["line"], "skill": "50%"}},
            "behaviour": {"recontact": {"chance": "0%"}},
        },
        {
            "queues": {"line": {"patience": "3m"}, "second": {"patience": "3m"}},
            "contacts": {"call": {"queue": "line", "refers_to": "second", "volume": 60, "work": "5m"}},
            "groups": {"agents": {"skills": ["line"]}, "experts": {"skills": ["second"], "skill": "100%"}},
            "on_duty": {"agents": 6, "experts": 3},
        },
    ],
    ids=["all is solved", "unhurried", "measured", "nobody tries again", "second tier solves"],
)
def test_where_nobody_comes_back_a_short_drain_misses_nothing(changes: dict[str, Any]) -> None:
    assert not may_return(scenario(**changes))
    assert not warned(scenario(**changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"queues": {"line": {"patience": "3m", "redial": {"chance": "30%", "after": "5m"}}}},
        {"groups": {"agents": {"skills": ["line"], "skill": "99%"}}},
        {"groups": {"agents": {"skills": ["line"], "skill": "100%", "skill_spread": 0.1}}},
        {"groups": {"agents": {"skills": ["line"], "skill": "100%", "at_shift_end": "cut_off"}}},
        {"groups": {"agents": {"skills": {"line": {"skill": "90%"}}, "skill": "100%"}}},
        {"policies": {"usual": {"pace": {"kind": "handle_time_target", "counts": "talk", "target": "3m"}}}},
        {"policies": {"usual": {"pace": MEASURED | {"resolved": "80%"}}}},
        {"policies": {"usual": {"pace": {"kind": "none"}, "changes": {"groups.agents.skill": "90%"}}}},
    ],
    ids=["redials", "skill", "spread", "cut off", "own skill", "target", "measured", "changed"],
)
def test_where_somebody_may_come_back_a_short_drain_is_told(changes: dict[str, Any]) -> None:
    assert may_return(scenario(**changes))
    assert warned(scenario(**changes))
