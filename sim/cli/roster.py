"""Turn agents per interval into shifts at least cost."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli import _choices as options
from sim.cli._terminal import echo, echo_json, echo_yaml
from sim.errors import GoodwillError

if TYPE_CHECKING:
    from sim.cli._study import Study
    from sim.scenario.model import Scenario
    from sim.scenario.roster_rules import RosterRules
    from sim.studies.roster import Roster


def roster(
    file: options.File,
    rules: Annotated[
        Path, typer.Option(help="Rules file (YAML): lengths, starts, breaks, days off.", show_default=False)
    ],
    group: Annotated[str | None, typer.Option(help="Group to plan; all if left out.")] = None,
    scenario: options.Scenario = None,
    policy: options.Policy = None,
    sets: options.Sets = None,
    replications: options.Replications = None,
    seed: options.Seed = None,
    jobs: options.Jobs = None,
    cluster: options.Cluster = None,
    out: options.Out = Path("results"),
    to: Annotated[Path | None, typer.Option(help="File that takes the shifts as YAML.")] = None,
    quiet: options.Quiet = False,
    as_json: options.Json = False,
) -> None:
    """Plan the cheapest shifts that bring the agents of FILE in every interval, and verify them by a run.

    The agents needed are the file's `on_duty`, or those whom its own shifts bring. The shifts are printed as
    a section of a scenario file.

    Example: goodwill roster scenarios/retail_bank.yaml --rules rules.yaml
    """
    from sim import store
    from sim.cli._study import Asked, study
    from sim.scenario.roster_rules import read_rules
    from sim.scenario.source import dump
    from sim.studies.roster import as_yaml, plan
    from sim.studies.staff import groups_of

    if to is not None:
        store.check_file(to)
    allowed = read_rules(rules)
    with study(
        Asked(file, scenario, policy, sets, replications, seed, cluster or jobs, out), quiet=quiet
    ) as one:
        groups = groups_of(one.scenario, group)
        found = [plan(one.scenario, allowed, name) for name in groups]
        shifts = {**_others(one.scenario, groups), **as_yaml(found)}
        lines = [*_summary(one.scenario, found), *_verified(one, found, groups, allowed)]
    if to is not None:
        to.write_text(dump({"shifts": shifts}), encoding="utf-8")
    _print(shifts, found, lines, as_json=as_json, quiet=quiet)


def _print(
    shifts: dict[str, Any], found: Sequence[Roster], lines: list[str], *, as_json: bool, quiet: bool
) -> None:
    from sim.scenario.source import dump

    if as_json:
        groups = [
            {"group": one.group, "paid": one.paid, "cost": one.cost, "bound": one.bound} for one in found
        ]
        told = {"shifts": shifts, "groups": groups, "told": lines}
        echo_json(json.dumps(told, indent=2, ensure_ascii=False))
        return
    echo_yaml(dump({"shifts": shifts}))
    if not quiet:
        echo("\n".join(f"# {line}".rstrip() for line in lines))


def _others(scenario: Scenario, groups: Sequence[str]) -> dict[str, Any]:
    """Return the shifts of groups that are not planned, as they stand in the file."""
    plain = scenario.model_dump(mode="json", exclude_none=True)["shifts"]
    kept = {}
    for name, shift in plain.items():
        staff = {group: n for group, n in shift["staff"].items() if group not in groups}
        if staff:
            kept[name] = {**shift, "staff": staff}
    return kept


def _summary(scenario: Scenario, found: Sequence[Roster]) -> Iterator[str]:
    from sim.scenario.capacity import paid_hours
    from sim.scenario.groups import FULL_TIME

    currency = scenario.customers.currency
    for one in found:
        before = paid_hours(scenario, one.group)
        was = (
            "agents on duty, without breaks or shrinkage"
            if one.group in scenario.on_duty
            else "the file's shifts"
        )
        fte = f"{one.paid / FULL_TIME:.1f} FTE of {FULL_TIME:g} h"
        cost = f"{one.cost:,.0f} {currency} (no roster below {one.bound:,.0f})"
        yield f"{one.group}: {one.paid:,.1f} paid hours a week, {fte}, {cost}; {before:,.1f} hours {was}"


def _verified(
    one: Study, found: Sequence[Roster], groups: Sequence[str], rules: RosterRules
) -> Iterator[str]:
    """Run the shifts, and yield each queue's service level beside the file's own."""
    import polars as pl

    from sim.comparison import estimates
    from sim.kpis import KPIS
    from sim.studies.bench import Setting
    from sim.studies.headcount import staffed
    from sim.wording import show_value

    own, baseline = one.scenario, one.scenario.baseline
    settings = {
        ("before", baseline): Setting(staffed(own, baseline, {}), baseline),
        ("roster", baseline): Setting(staffed(rostered(own, found, groups, rules), baseline, {}), baseline),
    }
    table = one.bench.table(settings, one.replications).filter(
        pl.col("dimension") == "queue", pl.col("kpi") == "service_level"
    )
    rows = estimates(table, own.run.confidence, KPIS)
    yield f"Verified by {one.replications} replications under {own.labels([baseline])[baseline]}:"
    for queue in own.queues:
        values = []
        for name in ("before", "roster"):
            row = rows.filter(scenario=name, member=queue).row(0, named=True)
            values.append(show_value(_estimate(row), "share"))
        yield f"service level of {queue}: {values[0]} before, {values[1]} with these shifts"


def rostered(
    scenario: Scenario, found: Sequence[Roster], groups: Sequence[str], rules: RosterRules
) -> Scenario:
    """Return the scenario with the shifts that were planned instead of its own.

    Raises: GoodwillError where a policy changes the shifts or agents that are replaced.
    """
    from sim.scenario.groups import Shift
    from sim.studies.roster import as_yaml

    for name, policy in scenario.policies.items():
        if any(_is_of_shifts(path) for path in policy.changes):
            raise GoodwillError(
                f"policies.{name}.changes: changes shifts (got {', '.join(policy.changes)}; allowed none "
                "where shifts are planned). Leave the policy out of the file, and plan its shifts apart."
            )
    plain = {**_others(scenario, groups), **as_yaml(found)}
    shifts = {name: Shift.model_validate(shift) for name, shift in plain.items()}
    on_duty = {name: curve for name, curve in scenario.on_duty.items() if name not in groups}
    rosters = {name: team for name, team in scenario.rosters.items() if name not in groups}
    planned = {
        name: group.model_copy(
            update={"shrinkage": rules.shrinkage, "fte": None}
            if name in groups and name in scenario.on_duty and rules.shrinkage is not None
            else {"fte": None}
        )
        for name, group in scenario.groups.items()
    }
    update = {"shifts": shifts, "on_duty": on_duty, "rosters": rosters, "groups": planned}
    return scenario.model_copy(update=update)


def _is_of_shifts(path: str) -> bool:
    """Return whether a change moves who works when."""
    first, *_, last = path.split(".")
    return first in ("shifts", "on_duty", "rosters") or (first == "groups" and last == "fte")


def _estimate(row: dict[str, Any]) -> Any:
    from sim.estimate import Estimate

    return Estimate(*(row[name] for name in Estimate._fields))
