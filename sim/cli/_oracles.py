"""Lay out the formulas' figures beside the simulated ones for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table

    from sim.oracles import Figure, Oracle

HEADS = {
    "service_level": ("Service level\n[%]", 100.0),
    "abandoned_share": ("Abandoned\n[%]", 100.0),
    "asa": ("Speed of answer\n[s]", 1.0),
    "occupancy": ("Occupancy\n[%]", 100.0),
}
NONE = "–"


def oracle_table(found: Sequence[Oracle], labels: Mapping[str, str], *, wide: bool) -> Table | None:
    """Lay out one line per queue and policy that a formula fits; nothing if there is none.

    found: oracles of one scenario. labels: policy to the words for it. wide: whether every cell has room
    for its line.
    """
    from rich.box import SIMPLE_HEAD
    from rich.markup import escape
    from rich.table import Table

    fits = [one for one in found if not one.unfit]
    if not fits:
        return None
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("", overflow="fold")
    given = ("Contacts a day,\nplanned → expected", "Handle\ntime [s]")
    for head in (*given, *(head for head, _ in HEADS.values())):
        table.add_column(escape(head), justify="right", no_wrap=wide)
    queues = list(dict.fromkeys(one.queue for one in fits))
    for one in sorted(fits, key=lambda one: queues.index(one.queue)):
        cells = (_cell(one, name) for name in HEADS)
        table.add_row(escape(f"{one.queue}, {labels[one.policy]}"), *_given(one), *map(escape, cells))
    return table


def oracle_notes(found: Sequence[Oracle], definition: str, labels: Mapping[str, str]) -> Iterator[str]:
    """Yield how the figures were made, why they differ, and where no formula fits: a line each.

    labels: policy to the words for it.
    """
    fits = [one for one in found if not one.unfit]
    if fits:
        yield definition
        yield "For a steady hour goodwill erlang gives the same figures, from this volume and handle time."
    yield from _missing(fits, labels)
    reasons: dict[tuple[str, ...], list[str]] = {}
    for queue in dict.fromkeys(one.queue for one in fits):
        every = dict.fromkeys(why for one in fits if one.queue == queue for why in one.reasons)
        reasons.setdefault(tuple(every), []).append(queue)
    for whys, queues in reasons.items():
        because = "; ".join(whys) or "nothing but chance"
        yield f"Why {', '.join(queues)} may differ: {because}."
    unfit: dict[str, dict[str, None]] = {}
    for one in found:
        if one.unfit:
            unfit.setdefault(one.unfit, {})[one.queue] = None
    for why, names in unfit.items():
        yield f"No Erlang formula fits {', '.join(names)}: {why}."


def _missing(fits: Sequence[Oracle], labels: Mapping[str, str]) -> Iterator[str]:
    """Return, for each formula without figures, for which queues and policies, and why."""
    for formula in ("Erlang A", "Erlang C"):
        missing: dict[str, dict[str, None]] = {}
        for one in fits:
            if why := getattr(one, f"no_{formula.lower().replace(' ', '_')}"):
                missing.setdefault(why, {})[f"{one.queue}, {labels[one.policy]}"] = None
        for why, names in missing.items():
            yield f"{NONE}: no {formula} for {'; '.join(names)}, because {why}."


def _given(one: Oracle) -> tuple[str, str]:
    """Write what the formulas were given: volume, with the planned one, and handle time."""
    taken = one.taken
    if taken is None:
        return NONE, NONE
    planned = f"{taken.planned:,.0f}" if taken.planned else NONE
    return f"{planned} → {taken.offered:,.0f}", f"{taken.handle_time:.1f}"


def _cell(one: Oracle, name: str) -> str:
    _, factor = HEADS[name]
    figures: tuple[Figure | None, ...] = (one.simulated, one.erlang_a, one.erlang_c)
    values = [None if figure is None else getattr(figure, name) for figure in figures]
    return " · ".join(NONE if value is None else f"{value * factor:.1f}" for value in values)
