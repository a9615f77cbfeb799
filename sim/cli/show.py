"""Show what a scenario says: hours, volumes, people, customers and policies, in words and totals."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from sim.scenario.model import Scenario

Row = tuple[str, ...]


def show(
    file: Annotated[Path, typer.Argument(help="Scenario file (YAML).", show_default=False)],
    scenario: Annotated[str | None, typer.Option(help="Scenario to show; the first one if left out.")] = None,
    sets: Annotated[
        list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="Change one value of the file.")
    ] = None,
    as_resolved: Annotated[
        bool, typer.Option("--resolved", help="Print the machine form, every default written.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Show the centre that FILE describes: hours, queues, volumes, staffing, customers and policies.

    Example: goodwill show scenarios/retail_bank.yaml --set contacts.balance.scale=1.1
    """
    from sim.scenario.load import load, resolved

    loaded = load(file, scenario, sets or [])
    for warning in loaded.warnings:
        typer.echo(f"warning: {warning}", err=True)
    if as_json:
        typer.echo(json.dumps(summary(loaded.scenario), indent=2, ensure_ascii=False))
    elif as_resolved:
        typer.echo(resolved(loaded.scenario), nl=False)
    else:
        typer.echo("\n".join(_lines(loaded.scenario)))


def summary(scenario: Scenario) -> dict[str, Any]:
    """Return the totals that `show` prints: new issues [per open day] and staffed hours [per week]."""
    from sim.cli._sections import optional

    clock = scenario.clock
    plain = scenario.model_dump(mode="json")
    days = {"open": plain["clock"]["open"], "special_days": plain["clock"]["special_days"]}
    people = ("shifts", "on_duty", "customers", "failures", "outages", "trunks")
    return {
        "name": scenario.name,
        "scenario": scenario.scenario,
        "description": scenario.description,
        "first_day": clock.start.isoformat(),
        "days": clock.days,
        "warm_up_days": clock.warm_up_days,
        "drain_days": clock.run_days - clock.warm_up_days - clock.days,
        "replications": scenario.run.replications,
        **{name: form for name, form in days.items() if form},
        "queues": {name: _queue(scenario, name) for name in scenario.queues},
        "contacts": {name: _contact(scenario, name) for name in scenario.contacts},
        "groups": {name: _group(scenario, name) for name in scenario.groups},
        **{name: plain[name] for name in people if plain[name]},
        **dict(optional(scenario)),
        "policies": {name: _policy(scenario, name) for name in scenario.policies},
        "baseline": scenario.baseline,
    }


def _queue(scenario: Scenario, name: str) -> dict[str, Any]:
    queue = scenario.queues[name]
    return {
        "channel": queue.channel,
        "service_level": queue.service_level.share,
        "within_s": queue.service_level.within,
        "served_by": [group for group, numbers in scenario.groups.items() if name in numbers.skills],
    }


def _contact(scenario: Scenario, name: str) -> dict[str, Any]:
    contact, clock = scenario.contacts[name], scenario.clock
    counts = contact.by_interval(name, clock, contact.scale * contact.new_share())
    days = zip(clock.kinds(), counts, strict=True) if contact.volume else ()
    per_day = {kind.name: round(sum(issues), 6) for kind, issues in days if kind.span}
    mean = contact.work.expected() + contact.acw.expected()
    return {"queue": contact.queue, "new_issues_per_day": per_day, "mean_work_and_acw_s": round(mean, 6)}


def _group(scenario: Scenario, name: str) -> dict[str, Any]:
    from sim.scenario.capacity import staffed_hours

    group = scenario.groups[name]
    hours = round(staffed_hours(scenario, name), 6)
    return {"skills": list(group.skills), "wage": group.wage, "staffed_hours_per_week": hours}


def _policy(scenario: Scenario, name: str) -> dict[str, Any]:
    policy = scenario.policies[name]
    levers = policy.model_dump(mode="json", exclude_none=True, exclude={"label", "changes"})
    return {"label": policy.label or name, **levers, "changes": policy.changes}


def _lines(scenario: Scenario) -> Iterator[str]:
    from sim.cli._sections import hours, sections, table
    from sim.quantities import duration_text

    found, clock = summary(scenario), scenario.clock
    yield f"{scenario.name}, scenario {scenario.scenario}"
    if scenario.description:
        yield scenario.description
    yield (
        f"{found['days']} days from {found['first_day']}, after {found['warm_up_days']} days of warm-up "
        f"and before {found['drain_days']} of drain; {found['replications']} replications"
    )
    yield f"open {hours(clock.open)}; planned in intervals of {duration_text(clock.interval)}"
    yield from table(("queue", "channel", "service level", "served by"), _queue_rows(found))
    yield from table(("queue", "open"), _queue_hours(scenario))
    yield from table(("contact type", "queue", "new issues a day", "work and acw"), _contact_rows(found))
    yield from table(("group", "skills", "staffed hours a week", "wage"), _group_rows(found, scenario))
    yield from sections(scenario)
    yield from table(("policy", "what it chooses"), _policy_rows(found))


def _queue_rows(found: dict[str, Any]) -> Iterator[Row]:
    from sim.quantities import duration_text

    for name, queue in found["queues"].items():
        level = f"{100 * queue['service_level']:g} % within {duration_text(queue['within_s'])}"
        yield name, queue["channel"], level, ", ".join(queue["served_by"]) or "nobody"


def _queue_hours(scenario: Scenario) -> Iterator[Row]:
    from sim.cli._sections import hours

    yield from ((name, hours(queue.open)) for name, queue in scenario.queues.items() if queue.open)


def _contact_rows(found: dict[str, Any]) -> Iterator[Row]:
    for name, contact in found["contacts"].items():
        days = contact["new_issues_per_day"]
        volume = ", ".join(f"{day} {count:,.0f}" for day, count in days.items()) or "caused by failures"
        if len(set(days.values())) == 1 and len(days) > 1:
            volume = f"{next(iter(days.values())):,.0f} on each of {', '.join(days)}"
        yield name, contact["queue"], volume, f"{contact['mean_work_and_acw_s']:,.0f} s"


def _group_rows(found: dict[str, Any], scenario: Scenario) -> Iterator[Row]:
    for name, group in found["groups"].items():
        wage = f"{group['wage']:,.2f} {scenario.customers.currency} an hour"
        yield name, ", ".join(group["skills"]), f"{group['staffed_hours_per_week']:,.1f}", wage


def _policy_rows(found: dict[str, Any]) -> Iterator[Row]:
    from sim.cli._sections import words

    for name, policy in found["policies"].items():
        levers = [(family, lever) for family, lever in policy.items() if isinstance(lever, dict) and lever]
        mark = " (baseline)" if name == found["baseline"] else ""
        yield name + mark, "; ".join(f"{family} {words(lever)}" for family, lever in levers)
