"""Show what a scenario says: hours, volumes, people, customers and policies, in words and totals."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli import _choices as options
from sim.cli._terminal import echo, echo_json, echo_lines, echo_yaml
from sim.errors import GoodwillError
from sim.hours import DAY

if TYPE_CHECKING:
    from sim.scenario.model import Scenario

Row = tuple[str, ...]
COUNTED = {"talk": " of talk", "handle_time": " of talk and after-call work"}
AWAY = ("absence", "shrinkage")
HOURS = ("staffed_hours_per_week", "paid_hours_per_week", "headcount", "fte")


def show(
    file: Annotated[
        Path, typer.Argument(help="Scenario file (YAML), or the folder of a result.", show_default=False)
    ],
    scenario: Annotated[str | None, typer.Option(help="Scenario to show; the first one if left out.")] = None,
    sets: Annotated[
        list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="Change one value of the file.")
    ] = None,
    as_resolved: Annotated[
        bool, typer.Option("--resolved", help="Print the machine form, every default written.")
    ] = False,
    by: Annotated[
        str | None, typer.Option(help="Break a result down by queue, group, type, interval or segment.")
    ] = None,
    measure: Annotated[
        list[str] | None,
        typer.Option(metavar="NAMES", help="Measures of the breakdown, by id or label, separated by commas."),
    ] = None,
    full: options.Full = False,
    per: options.Per = options.Period.day,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Show the centre that FILE describes, or what a run left in the folder of its result.

    Example: goodwill show results/retail_bank --by queue --measure "service level,wait_p90"
    """
    from sim.scenario.load import load, resolved

    if file.is_dir():
        from sim.answer.period import PERIODS
        from sim.cli._stored import show_result

        show_result(file, by, measure or (), full=full, as_json=as_json, period=PERIODS.get(per.value))
        return
    if by is not None or measure or full:
        raise GoodwillError(
            f"--by, --measure and --full show a result (got {file}, a scenario file; allowed the folder of a "
            "result). Write goodwill show results/NAME --by queue."
        )

    loaded = load(file, scenario, sets or [])
    for warning in loaded.warnings:
        echo(f"warning: {warning}", err=True)
    if as_json:
        echo_json(json.dumps(summary(loaded.scenario), indent=2, ensure_ascii=False))
    elif as_resolved:
        echo_yaml(resolved(loaded.scenario))
    else:
        echo_lines(_lines(loaded.scenario))


def summary(scenario: Scenario) -> dict[str, Any]:
    """Return the totals that `show` prints.

        New issues [per open day], planned work and agents there in the busiest interval [erlang, 1],
    hours [per week] in which agents are there for contacts: breaks, absence and shrinkage left out; hours
    [per week] that are paid, the agents who hold a place in the roster, the full-time equivalents and the
    wages that they make.
    """
    from sim.cli._sections import optional

    clock = scenario.clock
    plain = scenario.model_dump(mode="json")
    days = {"open": plain["clock"]["open"], "special_days": plain["clock"]["special_days"]}
    people = ("shifts", "on_duty", "rosters", "customers", "failures", "outages", "trunks", "campaigns")
    return {
        "name": scenario.name,
        "scenario": scenario.scenario,
        "description": scenario.description,
        "first_day": clock.start.isoformat(),
        "days": clock.days,
        **({} if clock.timezone is None else {"timezone": clock.timezone}),
        "warm_up_days": _days(clock.warm_up),
        "drain_days": _days(clock.drain),
        "replications": scenario.run.replications,
        **{name: form for name, form in days.items() if form},
        "queues": {name: _queue(scenario, name) for name in scenario.queues},
        "contacts": {name: _contact(scenario, name) for name in scenario.contacts},
        "groups": {name: _group(scenario, name) for name in scenario.groups},
        "totals": _totals(scenario),
        **{name: plain[name] for name in people if plain[name]},
        **dict(optional(scenario)),
        "policies": {name: _policy(scenario, name) for name in scenario.policies},
        "baseline": scenario.baseline,
    }


def _queue(scenario: Scenario, name: str) -> dict[str, Any]:
    from sim.scenario.loads import busiest

    queue = scenario.queues[name]
    when, erlang, agents = busiest(scenario, name)
    return {
        "channel": queue.channel,
        "service_level": queue.service_level.share,
        "within_s": queue.service_level.within,
        "served_by": [group for group, numbers in scenario.groups.items() if name in numbers.skills],
        "helped_by_after_s": {
            group: numbers.overflow[name]
            for group, numbers in scenario.groups.items()
            if name in numbers.overflow
        },
        "busiest": {"interval": when, "erlang": round(erlang, 6), "agents": round(agents, 6)},
    }


def _around(seconds: float) -> str:
    """Write a time before or after the measured days, as in "7 days" or "6h"."""
    from sim.quantities import duration_text

    return duration_text(seconds) if seconds % DAY else f"{seconds / DAY:g} days"


def _days(seconds: float) -> float:
    """Return a time in days, a whole number of them without a fraction."""
    days = seconds / DAY
    return int(days) if days.is_integer() else round(days, 6)


def _contact(scenario: Scenario, name: str) -> dict[str, Any]:
    from sim.scenario.curve import Curve

    contact, clock = scenario.contacts[name], scenario.clock
    counts = contact.by_interval(name, clock, contact.scale * contact.new_share())
    days = list(zip(clock.kinds(), counts, strict=True)) if contact.volume else []
    per_day = {
        kind.name: round(sum(issues), 6)
        for day, (kind, issues) in enumerate(days)
        if kind.spans and kind.told == day
    }
    by_date = {
        datetime.date.fromordinal(kind.date).isoformat(): round(sum(issues), 6)
        for day, (kind, issues) in enumerate(days)
        if kind.told != day and isinstance(contact.volume, Curve) and contact.volume.of_date(kind)
    }
    mean = contact.work.expected() + contact.acw.expected()
    return {
        "queue": contact.queue,
        "new_issues_per_day": per_day,
        **({"new_issues_by_date": by_date} if by_date else {}),
        "mean_work_and_acw_s": round(mean, 6),
    }


def _group(scenario: Scenario, name: str) -> dict[str, Any]:
    from sim.scenario.capacity import headcount, paid_hours, staffed_hours
    from sim.scenario.groups import FULL_TIME
    from sim.scenario.taking import not_taken, overrun

    group, paid = scenario.groups[name], paid_hours(scenario, name)
    hours = round(staffed_hours(scenario, name), 6)
    shares: dict[str, Any] = {key: getattr(group, key) for key in (*AWAY, "adherence")}
    if group.shrinkage:
        shares["shrinkage_contains"] = group.shrinkage_contains
    own = {queue: group.proficiency(queue).skill for queue in group.skills}
    solves = {queue: group.skill if skill is None else skill for queue, skill in own.items()}
    return {
        "skills": list(group.skills),
        "can_solve": solves,
        "helps_after_s": dict(group.overflow),
        **shares,
        "breaks_lost": round(not_taken(scenario, name), 6),
        "hours_overrun": round(overrun(scenario, name), 6),
        "presence": vars(group.presence)["kind"],
        "wage": group.wage,
        "staffed_hours_per_week": hours,
        "paid_hours_per_week": round(paid, 6),
        "headcount": round(headcount(scenario, name), 6),
        "fte": round(paid / FULL_TIME, 6),
        "wages_per_week": round(paid * group.wage, 6),
    }


def _totals(scenario: Scenario) -> dict[str, float]:
    """Return what a week brings and takes: new issues, hours, full-time equivalents and wages."""
    groups = [_group(scenario, name) for name in scenario.groups]
    sums = ("staffed_hours_per_week", "paid_hours_per_week", "headcount", "fte", "wages_per_week")
    weeks = (
        contact.by_interval(name, scenario.clock, contact.scale * contact.new_share())[:7]
        for name, contact in scenario.contacts.items()
    )
    issues = sum(sum(day) for week in weeks for day in week)
    return {
        "new_issues_per_week": round(issues, 6),
        **{name: round(sum(group[name] for group in groups), 6) for name in sums},
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
        f"{found['days']} days from {found['first_day']}, after {_around(clock.warm_up)} of warm-up "
        f"and before {_around(clock.drain)} of drain; {found['replications']} replications"
    )
    zone = f", {clock.timezone}" if clock.timezone else ""
    yield f"open {hours(clock.open)}{zone}; planned in intervals of {duration_text(clock.interval)}"
    yield from table(("queue", "channel", "service level", "served by"), _queue_rows(found))
    yield from table(("queue", "open"), _queue_hours(scenario))
    yield from table(("contact type", "queue", "new issues a day", "work and acw"), _contact_rows(found))
    busiest = ("queue", "busiest interval", "work of first contacts", "agents there")
    yield from table(busiest, _busiest_rows(found))
    yield from table(
        ("group", "skills (can solve)", "away", "hours for contacts a week", "paid", "agents", "FTE", "wage"),
        _group_rows(found, scenario),
    )
    yield _total_line(found, scenario.customers.currency)
    yield from _lost_breaks(found)
    yield from _overrun(found)
    yield from sections(scenario)
    yield from table(("policy", "what it chooses; all else is by default"), _policy_rows(scenario))


def _queue_rows(found: dict[str, Any]) -> Iterator[Row]:
    from sim.quantities import duration_text

    for name, queue in found["queues"].items():
        level = f"{100 * queue['service_level']:g} % within {duration_text(queue['within_s'])}"
        helpers = [
            f"{group} after {duration_text(after)}" for group, after in queue["helped_by_after_s"].items()
        ]
        yield name, queue["channel"], level, ", ".join([*queue["served_by"], *helpers]) or "nobody"


def _busiest_rows(found: dict[str, Any]) -> Iterator[Row]:
    for name, queue in found["queues"].items():
        if (most := queue["busiest"])["erlang"]:
            yield name, most["interval"], f"{most['erlang']:.1f} erlang", f"{most['agents']:.1f}"


def _queue_hours(scenario: Scenario) -> Iterator[Row]:
    from sim.cli._sections import hours

    yield from (
        (name, hours(queue.open.week) + (f" ({queue.open.timezone})" if queue.open.timezone else ""))
        for name, queue in scenario.queues.items()
        if queue.open
    )


def _contact_rows(found: dict[str, Any]) -> Iterator[Row]:
    from sim.cli._sections import by_date

    for name, contact in found["contacts"].items():
        days = contact["new_issues_per_day"]
        volume = ", ".join(f"{day} {count:,.0f}" for day, count in days.items()) or "caused by failures"
        if len(set(days.values())) == 1 and len(days) > 1:
            volume = f"{next(iter(days.values())):,.0f} on each of {', '.join(days)}"
        own = [(date, f"{count:,.0f}") for date, count in contact.get("new_issues_by_date", {}).items()]
        volume = ", ".join([volume, *by_date(own)])
        yield name, contact["queue"], volume, f"{contact['mean_work_and_acw_s']:,.0f} s"


def _group_rows(found: dict[str, Any], scenario: Scenario) -> Iterator[Row]:
    from sim.cli._sections import percent
    from sim.quantities import duration_text

    for name, group in found["groups"].items():
        skills = [f"{queue} ({percent(share)})" for queue, share in group["can_solve"].items()]
        skills += [f"helps {queue} after {duration_text(s)}" for queue, s in group["helps_after_s"].items()]
        away = [f"{key} {percent(group[key])}{_contained(group, key)}" for key in AWAY if group[key]]
        away += [f"late {percent(1.0 - group['adherence'])}"] * (group["adherence"] < 1.0)
        away += ["aside until the line calls"] * (group["presence"] == "reactive")
        wage = f"{group['wage']:,.2f} {scenario.customers.currency} an hour"
        hours = (f"{group[key]:,.1f}" for key in HOURS)
        yield name, ", ".join(skills), ", ".join(away) or "never", *hours, wage


def _contained(group: dict[str, Any], key: str) -> str:
    """Return in words whether breaks and holidays are in the shrinkage."""
    if key != "shrinkage":
        return ""
    within = group["shrinkage_contains"]
    if within is None:
        return " (unsaid whether breaks and holidays are in it)"
    return f" ({' and '.join(within)} in it)" if within else " (breaks and holidays apart)"


def _total_line(found: dict[str, Any], currency: str) -> str:
    """Return what an ordinary week brings and takes, all together."""
    from sim.scenario.groups import FULL_TIME

    totals = found["totals"]
    return (
        f"In an ordinary week: {totals['new_issues_per_week']:,.0f} new issues by volume; "
        f"{totals['staffed_hours_per_week']:,.1f} hours for contacts of {totals['paid_hours_per_week']:,.1f} "
        f"paid, {totals['headcount']:,.1f} agents, {totals['fte']:,.1f} FTE of {FULL_TIME:g} h, "
        f"{totals['wages_per_week']:,.0f} {currency}"
    )


def _lost_breaks(found: dict[str, Any]) -> Iterator[str]:
    """Yield what conversations that go on take of breaks and time away."""
    if told := _shares(found, "breaks_lost"):
        yield (
            f"Conversations that go on take about {told} of planned breaks and time away: agents "
            "are there longer than the hours above say. late_breaks: made_up of a group gives them back."
        )


def _overrun(found: dict[str, Any]) -> Iterator[str]:
    """Yield how much longer than their hours agents are there."""
    if told := _shares(found, "hours_overrun"):
        yield (
            f"Conversations at the end of hours lengthen them by about {told}: overtime, or "
            "less time off until the next hours. at_shift_end: cut_off of a group ends them on time."
        )


def _shares(found: dict[str, Any], key: str) -> str:
    """Return a share of each group where it is one per cent or more, as in "30 % (agents)"."""
    from sim.cli._sections import percent

    shares = {name: group[key] for name, group in found["groups"].items()}
    return ", ".join(f"{percent(round(one, 2))} ({name})" for name, one in shares.items() if one >= 0.01)


def _policy_rows(scenario: Scenario) -> Iterator[Row]:
    """Yield the policies with the levers that differ from those of a policy that chooses nothing."""
    from sim.cli._sections import told, words

    for name, policy in scenario.policies.items():
        plain = policy.model_dump(mode="json", exclude_defaults=True, exclude={"label"})
        whole = told(policy, policy.model_dump(mode="json"))
        if "target" in whole["pace"]:
            whole["pace"]["target"] += COUNTED[whole["pace"].pop("counts")]
        levers = [f"{family} {words(whole[family])}".rstrip() for family in plain]
        mark = " (baseline)" if name == scenario.baseline else ""
        yield name + mark, "; ".join(levers) or "nothing"
