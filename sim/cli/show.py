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
AWAY = ("absence", "shrinkage")


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
    """Return the totals that `show` prints.

    New issues [per open day], planned work and agents there in the busiest interval [erlang, 1],
    hours [per week] in which agents are there for contacts: breaks, absence and shrinkage left out.
    """
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
    from sim.scenario.capacity import busiest

    queue = scenario.queues[name]
    when, erlang, agents = busiest(scenario, name)
    return {
        "channel": queue.channel,
        "service_level": queue.service_level.share,
        "within_s": queue.service_level.within,
        "served_by": [group for group, numbers in scenario.groups.items() if name in numbers.skills],
        "busiest": {"interval": when, "erlang": round(erlang, 6), "agents": round(agents, 6)},
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
    shares = {key: getattr(group, key) for key in (*AWAY, "adherence")}
    own = {queue: group.proficiency(queue).skill for queue in group.skills}
    solves = {queue: group.skill if skill is None else skill for queue, skill in own.items()}
    return {
        "skills": list(group.skills),
        "can_solve": solves,
        **shares,
        "wage": group.wage,
        "staffed_hours_per_week": hours,
    }


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
    yield from table(("queue", "busiest interval", "planned work", "agents there"), _busiest_rows(found))
    yield from table(
        ("group", "skills (can solve)", "away", "hours for contacts a week", "wage"),
        _group_rows(found, scenario),
    )
    yield from sections(scenario)
    yield from table(("policy", "what it chooses; all else is by default"), _policy_rows(scenario))


def _queue_rows(found: dict[str, Any]) -> Iterator[Row]:
    from sim.quantities import duration_text

    for name, queue in found["queues"].items():
        level = f"{100 * queue['service_level']:g} % within {duration_text(queue['within_s'])}"
        yield name, queue["channel"], level, ", ".join(queue["served_by"]) or "nobody"


def _busiest_rows(found: dict[str, Any]) -> Iterator[Row]:
    for name, queue in found["queues"].items():
        if (most := queue["busiest"])["erlang"]:
            yield name, most["interval"], f"{most['erlang']:.1f} erlang", f"{most['agents']:.1f}"


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
    from sim.cli._sections import percent

    for name, group in found["groups"].items():
        skills = ", ".join(f"{queue} ({percent(share)})" for queue, share in group["can_solve"].items())
        away = [f"{key} {percent(group[key])}" for key in AWAY if group[key]]
        away += [f"late {percent(1.0 - group['adherence'])}"] * (group["adherence"] < 1.0)
        wage = f"{group['wage']:,.2f} {scenario.customers.currency} an hour"
        yield name, skills, ", ".join(away) or "never", f"{group['staffed_hours_per_week']:,.1f}", wage


def _policy_rows(scenario: Scenario) -> Iterator[Row]:
    """Yield the policies with the levers that differ from those of a policy that chooses nothing."""
    from sim.cli._sections import told, words

    for name, policy in scenario.policies.items():
        plain = policy.model_dump(mode="json", exclude_defaults=True, exclude={"label"})
        whole = told(policy, policy.model_dump(mode="json"))
        levers = [f"{family} {words(whole[family])}".rstrip() for family in plain]
        mark = " (baseline)" if name == scenario.baseline else ""
        yield name + mark, "; ".join(levers) or "nothing"
