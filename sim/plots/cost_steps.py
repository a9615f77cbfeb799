"""Answer where a difference in cost comes from: from the baseline's cost to the policy's, step by step."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate, pairwise
from typing import NamedTuple

from sim.plots.base import ALONE, Column, Exhibit, Finding, Table
from sim.plots.grid import Grid, grid
from sim.plots.sheet import Sheet
from sim.plots.view import View
from sim.plots.words import heads, listed

CENT, THOUSAND = 100, 1000
COST, LOST = "cost", "lifetime_value_lost"
WORK = {"paid_first": "First contacts", "paid_repeats": "Repeats", "paid_outbound": "Campaigns"}
"""Handle time by what it was for, as shares of paid time."""
OTHER, IDLE = "Other paid work", "Paid time without a contact"
BESIDE = {
    "amends_cost": "Recovery and outreach",
    "policy_cost": "The policy's own cost",
    "hiring_cost": "Hiring",
}
REST = "Not broken down"
NAMED = 2
HATCH = "////"


class Account(NamedTuple):
    """The cost of one policy per day [cents], and its parts, which add up to it; value lost beside it."""

    total: int
    parts: Mapping[str, int]
    lost: int


def find(view: View) -> Finding | str:
    """Return the steps from the baseline's cost to each policy's."""
    if not view.others:
        return ALONE
    accounts = {policy: account(view, policy) for policy in view.policies}
    steps = [part for part in _parts() if any(one.parts.get(part) for one in accounts.values())]
    return Finding(
        title=_title(view, accounts, steps),
        alt=" ".join(_alt(view, accounts, steps)),
        table=_table(view, accounts, steps),
        note=" ".join(_note(view)) + view.key,
        draw=partial(draw, view=view, accounts=accounts, steps=steps),
        height=2.6 + 0.38 * (len(steps) + 3),
    )


def _parts() -> list[str]:
    return [*WORK.values(), OTHER, IDLE, *BESIDE.values(), REST]


def account(view: View, policy: str) -> Account:
    """Return what a policy costs and of what; every paid hour is in one part only.

    A group's wages are split by its paid time: without a contact, and the rest by handle time. Where handle
    times overlap (chats side by side), they share the time in which somebody was busy.
    """

    def money(kpi: str) -> float:
        return view.value(policy, kpi).value or 0.0

    parts = dict.fromkeys(_parts(), 0.0)
    for group in view.members("group", "staff_cost"):
        wages = view.value(policy, "staff_cost", "group", group).value or 0.0
        for part, share in _shares(view, policy, group).items():
            parts[part] += wages * share
    for kpi, part in BESIDE.items():
        parts[part] += money(kpi)
    total = money(COST)
    rest = total - sum(parts.values())
    parts[REST] = rest if abs(rest) > 0.5 / CENT else 0.0
    return Account(round(total * CENT), _cents(parts, round(total * CENT)), round(money(LOST) * CENT))


def _shares(view: View, policy: str, group: str) -> dict[str, float]:
    """Return a group's paid time by what it was for; the shares make 1."""
    work = {part: view.value(policy, kpi, "group", group).value or 0.0 for kpi, part in WORK.items()}
    idle = view.value(policy, "paid_idle", "group", group).value
    busy = 1.0 - (1.0 - sum(work.values()) if idle is None else idle)
    handled = sum(work.values())
    if handled > busy:
        work = {part: share * busy / handled for part, share in work.items()}
    return {**work, OTHER: max(0.0, busy - handled), IDLE: 1.0 - busy}


def _cents(parts: Mapping[str, float], total: int) -> dict[str, int]:
    """Return parts in whole cents that make `total`: what rounding leaves goes where it errs least."""
    exact = {part: amount * CENT for part, amount in parts.items()}
    cents = {part: math.floor(amount) for part, amount in exact.items()}
    over = sorted((part for part in exact if exact[part]), key=lambda part: cents[part] - exact[part])
    for part in over[: max(0, total - sum(cents.values()))]:
        cents[part] += 1
    return cents


def _said(view: View, accounts: Mapping[str, Account], cents: int, sign: str = "+") -> str:
    """Write an amount in cents, with a sign for a difference; without cents where a cost has thousands."""
    drawn = _drawn(accounts, cents)
    if _has_thousands(accounts):
        text = f"{drawn // CENT:{sign},}" if drawn else "0"
    else:
        text = f"{drawn / CENT:{sign},.2f}"
    return view.theme.money(text.replace("-", "−"), view.currency)


def _has_thousands(accounts: Mapping[str, Account]) -> bool:
    return max(one.total for one in accounts.values()) >= THOUSAND * CENT


def _drawn(accounts: Mapping[str, Account], cents: int) -> int:
    """Return an amount [cents] as a bar shows it: in whole units where a cost has thousands."""
    return round(cents / CENT) * CENT if _has_thousands(accounts) else cents


def _steps(accounts: Mapping[str, Account], view: View, policy: str, steps: Sequence[str]) -> dict[str, int]:
    base = accounts[view.baseline or ""]
    return {step: accounts[policy].parts[step] - base.parts[step] for step in steps}


def _title(view: View, accounts: Mapping[str, Account], steps: Sequence[str]) -> str:
    """Return what happens to the cost, as the judge says, and which steps are largest."""
    if len(view.others) > 1:
        return _of_many(view, accounts, steps)
    (policy,) = view.others
    found = _steps(accounts, view, policy, steps)
    order = sorted((step for step in steps if found[step]), key=lambda step: -abs(found[step]))
    rest = order[NAMED:]
    told = [
        f"{step.lower()} {_said(view, accounts, found[step])}" for step in order[: NAMED + (len(rest) == 1)]
    ]
    if len(rest) > 1:
        drawn = sum(_drawn(accounts, found[step]) for step in rest)
        told.append(f"the rest {_said(view, accounts, drawn)}")
    words = {"better": "costs less", "worse": "costs more", "same": "costs the same"}
    verdict = words.get(view.verdict(policy, COST), "has no clear effect on the cost")
    return f"{view.brief(policy)} {verdict} a day" + (f": {listed(told)}" if told else "")


def _of_many(view: View, accounts: Mapping[str, Account], steps: Sequence[str]) -> str:
    """Return whose cost changes most, as far as the judge says so, with its largest step up and down."""
    base = accounts[view.baseline or ""].total
    found = {policy: _steps(accounts, view, policy, steps) for policy in view.others}
    clear = [policy for policy in view.others if view.verdict(policy, COST) in ("better", "worse")]
    if clear:
        policy = max(clear, key=lambda one: abs(accounts[one].total - base))
        apart = accounts[policy].total - base
        size = _said(view, accounts, abs(apart), "")
        told = f"{view.brief(policy)} changes the cost most: {size} a day {'more' if apart > 0 else 'less'}"
    else:
        policy = max(view.others, key=lambda one: sum(map(abs, found[one].values())))
        same = all(view.verdict(one, COST) == "same" for one in view.others)
        cost = "Every policy costs the same in practice" if same else "No policy clearly costs more or less"
        told = f"{cost}; under {view.brief(policy)} its parts move most"
    order = sorted(steps, key=lambda step: -found[policy][step])
    ends = [(order[0], 1), (order[-1], -1)] if order else []
    parts = [
        f"{step.lower()} {_said(view, accounts, found[policy][step])}"
        for step, side in ends
        if found[policy][step] * side > 0
    ]
    if not parts:
        return told
    return f"{told}, {' and '.join(parts)}" if clear else f"{told}: {' and '.join(parts)} a day"


def _alt(view: View, accounts: Mapping[str, Account], steps: Sequence[str]) -> Iterator[str]:
    base = accounts[view.baseline or ""]
    yield f"Steps from the cost of {view.base_label}, {_said(view, accounts, base.total, '')} a day."
    for policy in view.others:
        found = _steps(accounts, view, policy, steps)
        told = listed([f"{step.lower()} {_said(view, accounts, amount)}" for step, amount in found.items()])
        yield f"{view.labels[policy]}: {told}; in all {_said(view, accounts, accounts[policy].total, '')}."


def _table(view: View, accounts: Mapping[str, Account], steps: Sequence[str]) -> Table:
    columns = [Column("Step")]
    columns += [Column(view.labels[policy], "money") for policy in view.policies]
    columns += [Column(f"{view.labels[policy]}: difference", "money") for policy in view.others]
    base = accounts[view.baseline or ""]

    def row(label: str, amounts: Sequence[int], first: int) -> tuple[str | float, ...]:
        apart = [(amount - first) / CENT for amount in amounts[1:]]
        return (label, *(amount / CENT for amount in amounts), *apart)

    ordered = [accounts[policy] for policy in view.policies]
    rows = [row(step, [one.parts[step] for one in ordered], base.parts[step]) for step in steps]
    rows.append(row("Cost per day", [one.total for one in ordered], base.total))
    if any(one.lost for one in ordered):
        rows.append(row("Value of customers lost", [one.lost for one in ordered], base.lost))
    return Table(columns, rows)


def _note(view: View) -> Iterator[str]:
    yield (
        "Means per day. Wages are split by paid time, each paid hour once: handle time of first contacts, of "
        "repeats, of campaigns; other work; and time without a contact. The steps make the difference to the "
        "cent; where a cost has thousands, only the table has cents. The scale does not begin at 0. "
        "Hatched steps add to the cost, plain ones take from it."
    )
    if any(view.value(policy, LOST).value for policy in view.policies):
        yield "Value of customers lost is not in the cost."
    yield view.sureness()


def draw(sheet: Sheet, *, view: View, accounts: Mapping[str, Account], steps: Sequence[str]) -> None:
    """Draw a column of steps for each policy, from the baseline's cost down to its own."""
    base = accounts[view.baseline or ""]
    beyond = any(one.lost for one in accounts.values())
    ends = [f"Cost of {view.brief(view.baseline or '')}", "Cost of the policy"]
    labels = [ends[0], *steps, ends[1], *(["Value of customers lost"] * beyond)]
    alone = len(view.others) == 1
    bold = (0, len(steps) + 1)
    laid = grid(
        sheet, labels, heads(view, view.others), 0.2 if alone else 0.46, axis=False, bold=bold, first=0.27
    )
    low, high = _reach(view, accounts, steps)
    room = 0.04 * (high - low)
    scale = low - room, high + room
    for column, policy in enumerate(view.others):
        totals = (0, base.total), (len(steps) + 1, accounts[policy].total)
        laid.bars(column, scale, [(row, scale[0], total) for row, total in totals], view.theme.baseline)
        for row, total in totals:
            laid.word(column, row, _said(view, accounts, total, ""), weight="bold")
        amounts = list(_steps(accounts, view, policy, steps).values())
        _way(laid, column, scale, view, base.total, amounts)
        for row, amount in enumerate(amounts, 1):
            laid.word(column, row, _said(view, accounts, amount) if amount else "0", _shade(view, amount))
        if beyond:
            amount = accounts[policy].lost - base.lost
            laid.word(column, len(steps) + 2, _said(view, accounts, amount), _shade(view, amount))
    laid.write()


def _reach(view: View, accounts: Mapping[str, Account], steps: Sequence[str]) -> tuple[float, float]:
    """Return the lowest and the highest amount on the way of any policy."""
    found = [accounts[view.baseline or ""].total]
    for policy in view.others:
        run = found[0]
        for amount in _steps(accounts, view, policy, steps).values():
            run += amount
            found.append(run)
    low, high = min(found), max(found)
    room = max(CENT, high - low)
    return low - 0.15 * room, low + room * 1.02


def _shade(view: View, amount: int) -> str:
    return view.theme.muted if not amount else view.theme.worse if amount > 0 else view.theme.better


def _way(
    laid: Grid, column: int, scale: tuple[float, float], view: View, start: int, amounts: Sequence[int]
) -> None:
    """Draw the steps from one cost to another, hatched where they add to it, and lines from step to step."""
    spans = list(enumerate(pairwise(accumulate(amounts, initial=start)), 1))
    for adds, hatch in ((True, HATCH), (False, None)):
        bars = [(float(row), a, b) for row, (a, b) in spans if a != b and (b > a) == adds]
        laid.bars(column, scale, bars, view.theme.worse if adds else view.theme.better, hatch)
    xs = ((row, laid.along(column, scale, end)) for row, (_, end) in spans)
    lines = [(x, laid.middle(row), x, laid.middle(row + 1.0)) for row, x in xs]
    laid.sheet.strokes(lines, view.theme.muted, 0.8)


EXHIBIT = Exhibit(70, "Where does the difference in cost come from?", find)
