"""Write in one line whether to take a policy instead of the baseline: for what yes, for what no."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sim.answer.told import LEVEL, Told
from sim.kpis.base import ALL

CUSTOMERS = (("fcr", "first-contact resolution"), ("csat", "satisfaction"))
"""Measures that stand for customers, and what each is called where they point different ways."""
ALL_OF_THEM, SPEED = "customers", "speed of answer"
SIDES = ("better", "worse")
SAME, UNCLEAR = "same", "unclear"


class Part(NamedTuple):
    """One thing that a planner asks about, and what a policy does to it: better, worse, same or unclear."""

    words: str
    verdict: str


def yes_or_no(told: Told, policy: str) -> str:
    """Return the answer to "this policy instead of the baseline?": it rests on verdicts, not on means.

    Customers are their first-contact resolution and satisfaction, speed is the service level of each queue,
    money is the cost.
    """
    good, bad, _, unclear = (_words_of(told, policy, one) for one in (*SIDES, SAME, UNCLEAR))
    if good and bad:
        first = f"Yes for {_and(good)}, no for {_and(bad)}"
    elif good or bad:
        first = f"Yes: better for {_and(good)}" if good else f"No: worse for {_and(bad)}"
    else:
        first = "Not clear yet" if unclear else ""
    about = "; ".join(filter(None, (first, *_rest(told, policy))))
    if not about:
        return ""
    base = told.labels[told.baseline or policy]
    return f"{told.labels[policy]} instead of {base}? {about[:1].upper()}{about[1:]}."


def in_brief(told: Told, policy: str) -> str:
    """Return the same without the question: what a policy is better and worse for, and what stays."""
    sides = (f"{side} for {_and(words)}" for side in SIDES if (words := _words_of(told, policy, side)))
    return "; ".join(filter(None, (", ".join(sides), *_rest(told, policy))))


def _rest(told: Told, policy: str) -> Iterator[str]:
    """Yield what stays as it is, and what is unclear yet."""
    yield _same(_words_of(told, policy, SAME))
    unclear = _words_of(told, policy, UNCLEAR)
    yield f"{_and(unclear)} unclear yet" if unclear else ""


def unclear_of(told: Told, policy: str) -> list[str]:
    """Return what nobody can say yet of a policy, such as "speed of answer"."""
    return _words_of(told, policy, UNCLEAR)


def better_for(told: Told, policy: str) -> list[str]:
    """Return what a policy is better for, such as "customers"."""
    return _words_of(told, policy, SIDES[0])


def worse_for(told: Told, policy: str) -> list[str]:
    """Return what a policy is worse for, such as "speed of answer"."""
    return _words_of(told, policy, SIDES[1])


def _words_of(told: Told, policy: str, verdict: str) -> list[str]:
    parts = (*_customers(told, policy), *_speed(told, policy), *_cost(told, policy))
    return [part.words for part in parts if part.verdict == verdict]


def _same(words: Sequence[str]) -> str:
    """Return what stays as it is, such as "no difference to customers, same cost"."""
    rest = [one for one in words if one != ALL_OF_THEM]
    customers = "no difference to customers" if ALL_OF_THEM in words else ""
    return ", ".join(filter(None, (customers, f"same {_and(rest)}" if rest else "")))


def _customers(told: Told, policy: str) -> list[Part]:
    """Return one part where the measures of customers do not contradict each other, else one for each."""
    rows = [(words, told.apart(policy, kpi)) for kpi, words in CUSTOMERS]
    found = [Part(words, _verdict(row.verdict)) for words, row in rows if row]
    verdicts = {part.verdict for part in found}
    if not found or {*SIDES} <= verdicts:
        return found
    return [Part(ALL_OF_THEM, _of(verdicts))]


def _speed(told: Told, policy: str) -> Iterator[Part]:
    """Yield the speed of answer: as a whole where all queues agree, else of the queues that change."""
    queues = [one.queue for one in told.targets() if one.kpi == LEVEL]
    rows = {queue: told.apart(policy, LEVEL, *told.place(queue)) for queue in queues}
    found = {queue: _verdict(row.verdict) for queue, row in rows.items() if row}
    changed = {queue: one for queue, one in found.items() if one in SIDES}
    if len({*found.values()}) == 1 or (found and not changed):
        yield Part(SPEED, _of({*found.values()}))
        return
    for side in SIDES:
        if named := [queue for queue, one in changed.items() if one == side]:
            yield Part(f"{SPEED} in {_and(named)}", side)


def _cost(told: Told, policy: str) -> Iterator[Part]:
    row = told.apart(policy, "cost", ALL, "")
    if row:
        yield Part("cost", _verdict(row.verdict))


def _verdict(word: str) -> str:
    return word if word in (*SIDES, SAME) else UNCLEAR


def _of(verdicts: set[str]) -> str:
    """Return the one side that some verdicts take; unclear where none does and some are."""
    return next((side for side in (*SIDES, UNCLEAR) if side in verdicts), SAME)


def _and(words: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)
