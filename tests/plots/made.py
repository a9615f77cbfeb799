"""Make one small stored result, and from it results of any number of policies with labels of any length."""

from dataclasses import replace
from pathlib import Path

import polars as pl

from sim.plots.view import Study
from sim.reporting.simulate import simulate
from sim.scenario.load import load_scenario

ROOT = Path(__file__).parents[2]
LONG = "Quality time with warm transfer, callback and more people x"  # 59 letters
OBSERVED = {
    "source": "contacts.parquet",
    "replications": 40,
    "verdict": "As forecast, the scenario reproduces offered contacts, but not service level.",
}
LEVELS = (0.8, 0.9, 1.0, 1.1)


def stored(folder):
    """Simulate two replications of the small day and write its result folder."""
    scenario = load_scenario(ROOT / "scenarios/small_day.yaml")
    simulate(scenario, replications=2).write(folder, figures=False)
    return folder


def copied(given, count, label=None):
    """Return a result as if `count` policies had run: the second one again under further names."""
    content, (base, other) = dict(given.content), given.content["policies"]
    names = [base, other, *(f"copy_{number}" for number in range(count - 2))]
    for part in ("estimates", "comparisons"):
        rows = content[part]
        again = [{**row, "policy": name} for name in names[2:] for row in rows if row["policy"] == other]
        content[part] = [*rows, *again]
    content["policies"] = names
    tables = {name: _more(table, other, names[2:]) for name, table in given.tables.items()}
    scenarios = {
        name: scenario.model_copy(update={"policies": _policies(scenario, names, label)})
        for name, scenario in given.scenarios.items()
    }
    return replace(
        given,
        content=content,
        tables=tables,
        scenarios=scenarios,
        replications=_more(given.replications, other, names[2:]),
        studies={name: studies(name, names) for name in scenarios},
    )


def _policies(scenario, names, label):
    """Return policies by name, those that the scenario lacks as its second one; with numbered labels."""
    own = list(scenario.policies)
    found = {one: scenario.policies[one if one in own else own[1]] for one in names}
    if label is None:
        return found
    words = {one: f"{number} {label}"[:60] for number, one in enumerate(found)}
    return {one: policy.model_copy(update={"label": words[one]}) for one, policy in found.items()}


def _more(table, policy, names):
    """Return a table with the rows of a policy again under other names."""
    again = table.filter(pl.col("policy") == policy)
    return pl.concat([table, *(again.with_columns(policy=pl.lit(name)) for name in names)])


def studies(scenario, policies):
    """Return what `staff` and `break-even` would leave of these policies, in round numbers."""
    about = {"hold": ["service_level >= 80%"]}
    frontier = [
        (policy, level, 8.0 * level, kpi, value, value - 0.01, value + 0.01, 4)
        for number, policy in enumerate(policies)
        for level in LEVELS
        for kpi, value in (("service_level", 0.4 + 0.4 * level + 0.01 * number), ("cost", 2000.0 * level))
    ]
    columns = ("policy", "staffing", "fte", "kpi", "value", "low", "high", "replications")
    needs = {"fte": 8.1, "staffing": 1.01, "cost": 2030.0, "trust_end": 0.599, "left_per_year": 0.01}
    equal = [
        (scenario, policy, kpi, value, value * 0.99, value * 1.01)
        for policy in policies
        for kpi, value in needs.items()
    ]
    return {
        "frontier": Study(pl.DataFrame(frontier, schema=columns, orient="row"), about),
        "equal_service": Study(
            pl.DataFrame(equal, schema=("scenario", "policy", "kpi", "value", "low", "high"), orient="row"),
            about,
        ),
        "turning_points": Study(
            pl.DataFrame(list(_turning(scenario, policies)), infer_schema_length=None), {}
        ),
        "worlds": Study(_worlds(policies), {"tried": 12, "matters": MATTERS}),
        "backtest": Study(_backtest(), {**OBSERVED, "policy": policies[0]}),
    }


MATTERS = {"fcr": 0.05, "service_level": 0.02, "agent_seconds_per_resolved": 10.0}
"""Smallest change that counted as one in each world."""


def _worlds(policies):
    """Return what ten worlds show: every further policy gains a little more, in the last world nothing."""
    columns = {"world": [float(place + 1) for place in range(10)]}
    for number, policy in enumerate(policies[1:]):
        columns[f"{policy}: fcr"] = [0.02 * (9 - place) + 0.01 * number for place in range(10)]
        columns[f"{policy}: service_level"] = [0.01 * (place - 4) for place in range(10)]
        columns[f"{policy}: agent_seconds_per_resolved"] = [-5.0 * (9 - place) for place in range(10)]
    return pl.DataFrame(columns)


def _backtest():
    """Return two observed Mondays: the service level of the second lies below its band at 9."""
    rows = [
        ("true roster", figure, date, f"{hour:02d}:00", seen, mean, 0.8 * mean, 1.2 * mean)
        for figure, mean in (("offered", 30.0), ("abandoned_share", 0.05), ("service_level", 0.8))
        for date in ("2026-03-02", "2026-03-09")
        for hour in range(8, 18)
        for seen in [0.5 * mean if (figure, date, hour) == ("service_level", "2026-03-09", 9) else mean]
    ]
    columns = ("step", "figure", "date", "interval", "observed", "mean", "low", "high")
    return pl.DataFrame(rows, schema=columns, orient="row")


def _turning(scenario, policies):
    """Return rows of `turning_points`: the first assumption turns the verdict, the others do not."""
    about = {"scenario": scenario, "kpi": "csat", "label": "CSAT", "unit": "share", "now": "better"}
    axis = {"axis_unit": "share", "value": 0.5, "low": 0.2, "high": 0.8}
    for policy in policies[1:]:
        for place in range(12):
            path = f"behaviour.recontact.after_opening{f'_{place}' if place else ''}"
            turns = f"The verdict on {policy} turns where {path} falls to 30 %"
            yield {
                **about,
                **axis,
                "policy": policy,
                "path": path,
                "difference_today": 0.1,
                "difference_at_low": 0.1 - 0.01 * (12 - place),
                "difference_at_high": 0.12,
                "turns_at": None if place else 0.3,
                "then": "" if place else "same",
                "sentence": f"{path} turns nothing." if place else turns,
            }
