"""Answer how the model works, from the scenario at hand: what it lacks is not named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import inf
from typing import Any

from sim.answer.sentences import listed
from sim.distributions.constant import Constant
from sim.report.content import Book, Fact
from sim.report.voice import name
from sim.scenario.groups import Group
from sim.scenario.model import Scenario
from sim.scenario.policy import Policy
from sim.scenario.under import under
from sim.wording import time_in_words


def logic(book: Book, scenario: Scenario) -> Iterator[Fact]:
    """Yield the items of the checklist about the logic of the model, from the scenario at hand."""
    every = [under(scenario, policy) for policy in book.policies]
    steps = "The table of steps: Where contacts go, step by step." if "flows" in book.tables else "Not drawn."
    yield Fact("Base model overview diagram", steps)
    yield Fact("Base model logic", "The guide page What is modelled, and DESIGN.md, sections 3 and 4.")
    yield Fact("Scenario logic", f"{_policies(book, scenario)} Scenarios: scenario*.resolved.yaml.")
    yield Fact("Algorithms", "Equations E1 to E17 in DESIGN.md, section 4, each with its source.")
    yield Fact(
        "Entities", "Customers; their issues; contacts (attempts to be served); legs (stays with agents)."
    )
    yield Fact("Activities", f"{_activities(every, list(book.policies))}: the log tables.")
    yield Fact("Resources", _people(book, every))
    yield Fact("Queues", f"{_queues(book, scenario)}. {_served(book, scenario)}")
    yield Fact("Entry and exit points", _ends(scenario))


def _policies(book: Book, scenario: Scenario) -> str:
    """Return which levers differ between the policies that ran, and what each chooses there."""
    if len(book.policies) < 2:
        return f"One policy, {', '.join(book.policies.values())}, so nothing is compared."
    chosen = {policy: dict(_choices(scenario, policy)) for policy in book.policies}
    keys = dict.fromkeys(key for one in chosen.values() for key in one)
    apart = [key for key in keys if len({repr(one.get(key)) for one in chosen.values()}) > 1]
    if not apart:
        return "Policies differ in nothing but their names."
    told = (
        f"{book.policies[policy]}: {', '.join(_said(key, one.get(key), chosen) for key in apart)}"
        for policy, one in chosen.items()
    )
    return f"Policies differ in: {'; '.join(told)}."


def _choices(scenario: Scenario, policy: str) -> Iterator[tuple[str, Any]]:
    """Yield every lever of a policy with its numbers, its costs, and each path that it changes."""
    found = scenario.policies[policy].model_dump(mode="json", exclude={"label", "changes"})
    yield from found.items()
    yield from scenario.policies[policy].changes.items()


def _said(key: str, value: Any, chosen: Mapping[str, Mapping[str, Any]]) -> str:
    """Return what a policy chooses of a lever: its kind, or where kinds agree what differs within."""
    if value is None:
        return f"{_words(key)} none"
    if not isinstance(value, Mapping):
        return f"{_words(key)} {name(str(value))}"
    others = [one.get(key) for one in chosen.values()]
    if len({str(one.get("kind", "")) if isinstance(one, Mapping) else None for one in others}) > 1:
        return f"{_words(key)} {name(str(value.get('kind', 'chosen')))}"
    apart = [part for part in value if len({repr(dict(one or {}).get(part)) for one in others}) > 1]
    kind = f" {name(str(value['kind']))}" if "kind" in value else ""
    return f"{_words(key)}{kind} ({', '.join(f'{name(part)} {name(str(value[part]))}' for part in apart)})"


def _words(key: str) -> str:
    return name(key) if "." in key else name(key).replace("_", " ")


def _activities(every: list[Scenario], policies: list[str]) -> str:
    """Return what agents do in this scenario, under some policy that ran."""
    chosen = [one.policies[policy] for one, policy in zip(every, policies, strict=True)]
    contacts = [contact for one in every for contact in one.contacts.values()]
    has = {
        "talk": True,
        "after-call work": any(
            not isinstance(one.acw, Constant) or one.acw.expected() > 0.0 for one in contacts
        ),
        "transfers": any(one.refers_to for one in contacts) or any(map(_passes_on, chosen)),
        "callbacks": any(vars(one.callback)["kind"] != "none" for one in chosen),
        "recovery": any(one.failures for one in every)
        and any(vars(one.recovery)["kind"] != "none" for one in chosen),
        "outreach": any(vars(one.outreach)["kind"] != "none" for one in chosen),
        "campaigns": any(one.campaigns for one in every),
    }
    told = ", ".join(words for words, there in has.items() if there)
    return told[:1].upper() + told[1:]


def _passes_on(policy: Policy) -> bool:
    """Return whether a policy ends conversations early and has a colleague go on with some of them."""
    return policy.pace.held_to() < inf and policy.handoff.pass_on > 0.0


def _people(book: Book, every: list[Scenario]) -> str:
    """Return who the agents are, how they are planned, and what takes them away under some policy."""
    groups = [group for one in every for group in one.groups.values()]
    plans = {"on shifts": "shifts", "by rosters": "rosters", "counted by interval": "on_duty"}
    planned = [words for words, key in plans.items() if any(getattr(one, key) for one in every)]
    away = list(_away(groups, any(shift.breaks for one in every for shift in one.shifts.values())))
    people = ", ".join(map(book.words, every[0].groups))
    lost = f", with {listed(away)}" if away else ""
    return f"Agents by group ({people}), {listed(planned) or 'none planned'}{lost}."


def _away(groups: list[Group], breaks: bool) -> Iterator[str]:
    """Yield what takes agents away from contacts."""
    if breaks:
        yield "breaks"
    if any(one.absence for one in groups):
        yield "absence"
    if any(one.shrinkage for one in groups):
        yield "shrinkage"
    if any(one.adherence < 1.0 for one in groups):
        yield "imperfect adherence"


def _queues(book: Book, scenario: Scenario) -> str:
    return ", ".join(
        f"{book.words(one)} ({queue.channel}, {100 * queue.service_level.share:g} % within "
        f"{time_in_words(queue.service_level.within)})"
        for one, queue in scenario.queues.items()
    )


def _served(book: Book, scenario: Scenario) -> str:
    """Return which waiting contact and which free agent come first, once where policies agree."""
    chosen = [scenario.policies[policy] for policy in book.policies]
    order, agents = (
        listed(list(dict.fromkeys(str(vars(getattr(one, key))["kind"]).replace("_", " ") for one in chosen)))
        for key in ("discipline", "routing")
    )
    plain = type(chosen[0].line)()
    stand = "" if all(one.line == plain for one in chosen) else "; priorities and head starts: the lever line"
    return f"Who is served first: {name(order)}; which free agent serves: {name(agents)}{stand}."


def _ends(scenario: Scenario) -> str:
    leave = "; customers may leave for good" if scenario.behaviour.loyalty is not None else ""
    return f"Issues arise by contact type; they end resolved or given up{leave}."
