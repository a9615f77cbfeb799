"""Test campaigns in a busy centre: the cap holds hour by hour, agents idle less, and callers come first."""

import numpy as np
import polars as pl
import pytest

from sim.codes import AgentState, Outcome
from sim.engines.reference import engine
from sim.kpis import Fold
from sim.luck import Luck
from sim.scenario.model import Scenario
from sim.world.build import build

CENTRE = {
    "version": 1,
    "name": "calls both ways",
    "clock": {"start": "2026-03-02", "days": 2, "warm_up": "0d", "drain": "0d", "open": "08:00-20:00"},
    "queues": {"calls": {"service_level": "80/20", "patience": {"dist": "exponential", "mean": "5m"}}},
    "contacts": {
        "question": {
            "queue": "calls",
            "volume": {"per_hour": 200},
            "work": {"dist": "exponential", "mean": "4m"},
            "acw": "30s",
        }
    },
    "groups": {
        "service": {"skills": ["calls"], "skill": "100%"},
        "sales": {"skills": ["calls"], "skill": "100%"},
    },
    "on_duty": {"service": 24, "sales": 20},
    "campaigns": {
        "renewals": {
            "groups": ["sales"],
            "records": 50_000,
            "hours": "08:00-20:00",
            "right_party": "25%",
            "talk": {"dist": "exponential", "mean": "3m"},
            "acw": "30s",
        }
    },
    "customers": {"count": 5000},
    "behaviour": {"work": {"congestion_pressure": 0}, "recontact": {"chance": 0}},
    "policies": {
        "progressive": {},
        "predictive": {
            "changes": {"campaigns.renewals.dialling": {"kind": "predictive", "calls_per_agent": 3}}
        },
    },
    "baseline": "progressive",
}


def played(centre, policy):
    """Return the campaign's calls, the seconds of each state of its group, and the measures of all."""
    world, chunks = build(Scenario.model_validate(centre), policy), {"outbound": [], "duty": []}
    fold = Fold(world)

    def sink(table, columns):
        fold.add(table, columns)
        if table in chunks:
            chunks[table].append(pl.DataFrame(dict(columns)))

    engine.run(world, Luck(1983, 0), sink)
    calls, duty = (pl.concat(parts) if parts else pl.DataFrame() for parts in chunks.values())
    sales = duty.filter(
        pl.col("group") == world.groups.index(next(g for g in world.groups if g.name == "sales"))
    )
    seconds = np.bincount(sales["state"], sales["ends"] - sales["begins"], len(AgentState))
    measures = {
        row["kpi"]: row["numerator"] / row["denominator"]
        for row in fold.finish().filter(pl.col("dimension") == "all").iter_rows(named=True)
        if row["denominator"]
    }
    return calls, seconds, measures


@pytest.fixture(scope="module")
def outbound():
    """Sales only call out: whoever calls in is for the service group."""
    apart = {**CENTRE, "queues": {**CENTRE["queues"], "desk": {"patience": "infinite"}}}
    apart["contacts"] = {**CENTRE["contacts"], "other": {**CENTRE["contacts"]["question"], "queue": "desk"}}
    apart["contacts"]["other"] |= {"volume": {"per_hour": 0.01}}
    apart["groups"] = {**CENTRE["groups"], "sales": {"skills": ["desk"], "skill": "100%"}}
    return {policy: played(apart, policy) for policy in ("progressive", "predictive")}


@pytest.mark.slow
def test_predictive_dialling_stays_under_its_cap_in_each_hour(outbound):
    calls, _, measures = outbound["predictive"]
    answered = calls.filter(pl.col("outcome").is_in([Outcome.REACHED, Outcome.ABANDONED]))
    by_hour = answered.group_by((pl.col("rang_until") // 3600.0).alias("hour")).agg(
        answered=pl.len(), alone=(pl.col("outcome") == Outcome.ABANDONED).sum()
    )
    assert by_hour.height == 24
    assert by_hour["answered"].min() > 100
    assert (by_hour["alone"] / by_hour["answered"]).max() <= 0.03
    assert measures["outbound_abandoned_share"] > 0.003  # it does ring beyond its agents


def test_predictive_dialling_leaves_agents_less_idle_than_progressive(outbound):
    idle = {
        policy: (seconds[AgentState.AVAILABLE] + seconds[AgentState.DIALLING]) / seconds.sum()
        for policy, (_, seconds, _) in outbound.items()
    }
    assert outbound["progressive"][2]["outbound_abandoned_share"] == 0.0
    assert idle["predictive"] < idle["progressive"] - 0.04
    reached = {policy: measures["outbound_reached"] for policy, (_, _, measures) in outbound.items()}
    assert reached["predictive"] > 1.05 * reached["progressive"]


def test_who_calls_in_keeps_the_service_level_where_agents_are_kept_free():
    """24 agents for 15 erlangs: 8 of them wait for callers, so a third of the time is for the campaign."""
    blended = {**CENTRE, "on_duty": {"service": 0, "sales": 24}}
    keeps = {
        kept: {**blended, "campaigns": {"renewals": {**CENTRE["campaigns"]["renewals"], "keeps_free": kept}}}
        for kept in (0, 4, 24)
    }
    level = {kept: played(centre, "progressive")[2] for kept, centre in keeps.items()}
    assert level[24]["outbound_tried"] == 0.0
    assert level[4]["service_level"] > level[24]["service_level"] - 0.03
    assert level[4]["outbound_reached"] > 500.0
    assert level[0]["service_level"] < level[4]["service_level"] - 0.03
