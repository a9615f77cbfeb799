"""Words for figures: titles that no verdict contradicts, legends, lists."""

from __future__ import annotations

from collections.abc import Sequence

from sim.answer.lines import chosen
from sim.answer.sentences import SHORT
from sim.kpis.base import ALL
from sim.plots.view import View
from sim.wording import UNROUNDED

CLEAR = ("better", "worse", "higher", "lower")
"""Verdicts that name a side."""
ARROWS = {"higher": "↑", "lower": "↓"}
"""Signs for the better side of a measure."""
RANKS = (
    ("most satisfied customers", "csat"),
    ("best service level", "service_level"),
    ("lowest cost", "cost"),
)
CHANGED = {
    "csat": ("more satisfied customers", "fewer satisfied customers"),
    "fcr": ("more issues solved at first contact", "fewer issues solved at first contact"),
    "engaged_share": ("more engaged customers", "fewer engaged customers"),
    "service_level": ("a higher service level", "a lower service level"),
    "abandoned_share": ("more abandonment", "less abandonment"),
    "asa": ("longer waits", "shorter waits"),
    "offered": ("more contacts", "fewer contacts"),
    "aht": ("longer handle times", "shorter handle times"),
}
"""Words for a measure that is higher, and that is lower."""
TITLE = ("csat", "fcr", "engaged_share", "service_level", "abandoned_share", "asa", "offered", "aht")
"""What a title names, the most telling first."""
MOST = 3
"""Measures that a title names at most."""
JUDGED = 2
"""Replications from which there are verdicts."""
ONCE = "One replication says nothing about its own luck, so no difference is judged"
PAIR = 2
NAMED = 2
"""Policies that a title names as the best at most."""


def gains(view: View) -> Sequence[str]:
    """Return the verdicts that name a side."""
    return CLEAR if view.others else ()


def short(view: View, kpi: str) -> str:
    """Return a measure's words within a sentence."""
    label = view.kpis[kpi].label
    return SHORT.get(kpi, label[:1].lower() + label[1:])


def listed(words: Sequence[str], last: str = "and") -> str:
    """Join words as people do: "a, b and c"; those that hold commas by semicolons."""
    if len(words) > 1 and any("," in word for word in words):
        return f"{'; '.join(words[:-1])}; {last} {words[-1]}"
    return f" {last} ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def who(view: View, policies: Sequence[str], most: int = PAIR) -> str:
    """Return words for some of the policies that are compared: names of `most` at most, else how many."""
    if len(policies) <= most:
        return " and ".join(view.brief(policy) for policy in policies)
    if len(policies) == len(view.others):
        return "every policy"
    return f"{len(policies)} of {len(view.others)} policies"


def in_brief(view: View) -> str:
    """Return what a run found, in one sentence: what one policy buys and costs, or who is best at what."""
    if not view.others:
        return f"{view.brief(view.policies[0])}: what the run shows"
    if view.replications < JUDGED:
        return ONCE
    if len(view.others) == 1:
        return _of_one(view, view.others[0])
    return _of_many(view)


def _of_one(view: View, policy: str) -> str:
    """Return what a policy changes; what it worsens is always named, or counted."""
    clear = [kpi for kpi in _named(view) if view.verdict(policy, kpi) in CLEAR]
    worse = worse_in_queues(view, policy)
    worse += [changed(view, policy, kpi) for kpi in clear if view.verdict(policy, kpi) == "worse"]
    room = MOST - min(len(worse), 1)
    parts = [changed(view, policy, kpi) for kpi in clear if view.verdict(policy, kpi) != "worse"][:room]
    told = [listed(parts)] if parts else []
    if worse:
        more = f" and {len(worse) - 1} more that {'is' if len(worse) == PAIR else 'are'} worse"
        told.append(f"{'but ' if parts else ''}{worse[0]}{more if len(worse) > 1 else ''}")
    money = _money(view, policy)
    found = ", ".join(told) or "no clear difference to service or customers"
    return f"{view.brief(policy)}: {found}; {money}" if money else f"{view.brief(policy)}: {found}"


def changed(view: View, policy: str, kpi: str, dimension: str = ALL, member: str = "") -> str:
    """Return in words how a measure differs, as in "more satisfied customers (+16.2 pp)"."""
    row, measure = view.row(policy, kpi, dimension, member), view.kpis[kpi]
    if row is None or row.difference.value is None:
        return ""
    words = CHANGED.get(kpi, (f"more {short(view, kpi)}", f"less {short(view, kpi)}"))
    size = view.change(row.difference, measure.unit, row.value.value, spread=False)
    return f"{words[row.difference.value < 0.0]}{f' in {member}' if member else ''} ({size})"


def worse_in_queues(view: View, policy: str) -> list[str]:
    """Return in words where a policy worsens a queue's goal, beside what holds over all queues."""
    return [changed(view, policy, *place) for place in worse_goals(view, policy)]


def worse_goals(view: View, policy: str) -> list[tuple[str, str, str]]:
    """Return measure, dimension and member of the queues' goals that a policy worsens, of several queues."""
    if len(view.scenario.queues) == 1:
        return []
    places = [(one.kpi, *view.told.place(one.queue)) for one in view.told.targets()]
    return [place for place in places if view.verdict(policy, *place) == "worse"]


def over_all(view: View) -> str:
    """Return words for measures over all queues where there are several; nothing where there is one."""
    return " over all queues" if len(view.scenario.queues) > 1 else ""


def _named(view: View) -> list[str]:
    shown = {line.kpi for line in chosen(view.told)}
    return [kpi for kpi in TITLE if kpi in shown]


def _money(view: View, policy: str) -> str:
    """Return what a policy does to the cost, as its verdict bears."""
    row = view.row(policy, "cost")
    if row is None or row.difference.value is None:
        return ""
    size = view.said(abs(row.difference.value), "money")
    words = {
        "same": "the cost is the same",
        "better": f"{size} a day cheaper",
        "worse": f"{size} a day dearer",
    }
    return words.get(row.verdict, "what it does to the cost is unclear")


def _of_many(view: View) -> str:
    """Return who is best at what, with all that none is surely better than."""
    parts = []
    for words, kpi in RANKS:
        best = view.told.best.get(kpi, ())
        where = over_all(view) if kpi == "service_level" else ""
        if len(best) in range(1, NAMED + 1):
            parts.append(f"{words}{where}: {listed([view.brief(policy) for policy in best], 'or')}")
        elif NAMED < len(best) < len(view.policies):
            parts.append(f"{words}{where}: {len(best)} of {len(view.policies)} policies, none clearly ahead")
    if not parts:
        return "No policy is clearly ahead in satisfied customers, service level or cost"
    told = "; ".join(parts)
    return told[:1].upper() + told[1:]


def legend(view: View) -> str:
    """Return what signs mean, and how differences are taken; nothing where nothing is compared."""
    if not view.others:
        return ""
    return (
        f"Differences from {view.base_label}, paired by replication. {UNROUNDED} "
        f"±: {100.0 * view.confidence:g} % interval; verdicts together (Holm). "
        "▲ better, ▼ worse, △ higher, ▽ lower, ≈ same for practical purposes, ? unclear."
    )


def heads(view: View, policies: Sequence[str]) -> list[tuple[str, str]]:
    """Return the words above a column for each policy, and their colour: grey for the baseline."""
    return [
        (view.labels[policy], view.theme.baseline if policy == view.baseline else view.theme.text)
        for policy in policies
    ]


def formulas(view: View, kpis: Sequence[str]) -> list[str]:
    """Return the formula of each service level among measures: it never stands without one."""
    levels = [kpi for kpi in dict.fromkeys(kpis) if kpi.startswith("service_level")]
    return [f"{view.kpis[kpi].label}: {view.kpis[kpi].definition}." for kpi in levels]
