"""The fit report: what was fitted, on how much, how sure, and what the table could not tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import isfinite

import numpy as np

from sim.fit.ending_early import JUMP
from sim.fit.found import Found
from sim.fit.left_out import APART, CALLED, OVERTAKEN
from sim.fit.measured import Measured, percent_text
from sim.fit.parts import SURE
from sim.fit.returns import CAUSES, SHORT, WINDOWS
from sim.fit.written import About, first_attempts, present_means
from sim.fit.written_classes import in_words

UNLIKE = 0.1
"""Share of a type's contacts in other classes than overall from which on it is said (assumption)."""
SHOWN = 8
"""Agents named in the table of short calls."""


def report(found: Found, about: About, figures: Sequence[str]) -> str:
    """Return the report as Markdown; `figures` are names of pictures beside it."""
    lines = [f"# Fit of {about.name}", ""]
    span = f"{found.grid.first} to {found.grid.last}, intervals of {found.grid.length // 60} min"
    lines += [f"Fitted to {about.source}: {span}. In brackets: 95 % intervals."]
    lines += [f"\n![{name}]({name})" for name in figures]
    for title, section in _SECTIONS:
        body = list(section(found))
        if body:
            lines += ["", f"## {title}", "", *body]
    return "\n".join(lines) + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "| --- |" + " ---: |" * (len(head) - 1)
    yield from ("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)


def _with(found: Measured, text: Callable[[float], str]) -> str:
    if not (isfinite(found.low) and isfinite(found.high)):
        return text(found.value)
    return f"{text(found.value)} [{text(found.low)}, {text(found.high)}]"


def _plain(digits: int) -> Callable[[float], str]:
    return lambda number: f"{number:,.{digits}f}"


def _observed(found: Found) -> Iterator[str]:
    rows = []
    for name, one in found.figures.items():
        lost = _with(one.abandoned, percent_text) if one.abandoned else "unknown"
        level = _with(one.level, percent_text) if one.level else "unknown"
        asa = _with(one.asa, _plain(1)) if one.asa else "unknown"
        handle = _with(one.handle, _plain(1)) if one.handle else "unknown"
        rows.append((name or "all", f"{one.offered:,}", lost, level, asa, handle))
    head = (
        "type",
        "offered",
        "abandoned",
        "answered within the target ÷ offered",
        "ASA [s]",
        "handle time [s]",
    )
    yield from _table(head, rows)
    yield ""
    yield (
        "Intervals: by how days differ. The scenario has these figures as `observed`, so that `goodwill run` "
        "says which of them it shows; `goodwill backtest` holds it against single days and intervals."
    )


def _volumes(found: Found) -> Iterator[str]:
    rows = [
        (
            name,
            _with(one.per_week, _plain(0)),
            _with(one.day, percent_text),
            _with(one.interval, percent_text),
            _with(first_attempts(found, name), percent_text),
        )
        for name, one in found.volumes.items()
    ]
    head = ("type", "offered a week", "day to day", "interval to interval", "first attempts")
    yield from _table(head, rows)
    grid = found.grid
    empty = int((np.nansum(grid.offered, axis=(0, 2)) == 0).sum())
    yield ""
    yield (
        "Variation is the coefficient of variation beyond Poisson noise. Interval to interval enters the "
        "scenario only where its interval lies above 0."
    )
    if grid.outages.any():
        count = int(grid.outages.sum())
        yield (
            f"{count} intervals in which hardly anything was answered, or nothing came though much is usual, "
            "are left out as outages."
        )
    if empty:
        yield f"{empty} dates without any contact are left out of the means."
    if grid.outside:
        yield f"{grid.outside:,} contacts lie outside the opening hours found and are left out."


def _times(found: Found) -> Iterator[str]:
    rows = []
    for name in found.grid.types:
        if name in found.talk:
            one = found.talk[name]
            laws = ", ".join(f"{law.law} +{law.aic - one.laws[0].aic:.0f}" for law in one.laws[1:])
            wrap = _with(found.wrap[name].mean, _plain(1)) if name in found.wrap else "not recorded"
            n = f"{one.mean.n:,}{' (all types)' if one.pooled else ''}"
            rows.append((name, n, _with(one.mean, _plain(1)), _with(one.cv, _plain(2)), one.law, laws, wrap))
        elif name in found.mean_talk:
            mean = found.mean_talk[name]
            wrap = f"{found.mean_wrap[name].value:.1f}" if name in found.mean_wrap else "not recorded"
            rows.append(
                (name, f"{mean.n:,}", f"{mean.value:.1f}", "assumed 1.1", "assumed lognormal", "", wrap)
            )
    if not rows:
        yield "The export tells no handle times: the scenario assumes 4 min. Change it."
        return
    head = ("type", "n", "talk [s]", "spread (cv)", "law by AIC", "AIC of the others, more", "wrap-up [s]")
    yield from _table(head, rows)
    yield ""
    yield (
        f"The law is chosen by AIC, over talks of {SHORT:g} s and more; its mean and spread are those of all "
        "talks, because waits follow these two."
    )
    if found.gap is not None:
        yield (
            f"Wrap-up is not recorded. Where somebody waited, an agent's next conversation began "
            f"{_with(found.gap, _plain(1))} s after the last (median, n = {found.gap.n:,})."
        )


def _over_the_week(found: Found) -> Iterator[str]:
    rows = []
    for name, one in found.times.items():
        for words, varied in (("weekday", one.weekday), ("part of the day", one.part)):
            means = ", ".join(f"{key} {_with(mean, _plain(0))}" for key, mean in varied.means.items())
            rows.append((name, words, means, "differ" if varied.is_clear else "within chance"))
    if not rows:
        return
    yield from _table(("type", "by", "mean talk [s]", ""), rows)
    yield ""
    yield (
        "They differ where chance alone sets them so far apart in fewer than "
        f"{100 * SURE:g} % of cases. There the scenario multiplies the work of each interval by a factor "
        "(`work_by_interval`), drawn towards 1 by how much of the differences chance explains."
    )


def _patience(found: Found) -> Iterator[str]:
    rows = []
    for name in found.grid.types:
        if name in found.patience:
            one = found.patience[name]
            laws = ", ".join(f"{law.law} +{law.aic - one.laws[0].aic:.0f}" for law in one.laws[1:])
            n = f"{one.n:,}{' (all types)' if one.pooled else ''}"
            rows.append((name, n, _with(one.median(), _plain(0)), one.laws[0].law, laws))
        elif name in found.mean_patience:
            mean = found.mean_patience[name]
            rows.append((name, f"{mean.n:,}", f"mean {_with(mean, _plain(0))}", "exponential, assumed", ""))
    if rows:
        yield from _table(("type", "hung up", "median [s]", "law by AIC", "AIC of the others, more"), rows)
        yield ""
        yield "The served are right-censored: they would have waited at least as long as they did."
    else:
        yield "Too few hung up to tell patience: the scenario assumes a mean of 5 min. Change it."


def _counted(found: Measured) -> str:
    return f"{_with(found, percent_text)}, n = {found.n:,}"


def _by_type(shares: Mapping[str, Measured]) -> str:
    return "".join(f"; {name} {_with(one, percent_text)}" for name, one in shares.items())


def _returns(found: Found) -> Iterator[str]:
    back = found.returns
    if back is None:
        yield (
            "Not known: the export names no customers, or too few hung up. The scenario takes all for first "
            "attempts and nobody redials."
        )
        return
    rows = [(cause, *(_counted(back.after[cause, window]) for window in WINDOWS)) for cause in CAUSES]
    yield from _table(("called again after", *(f"within {window}" for window in WINDOWS)), rows)
    yield ""
    yield (
        f"Redial: {_with(back.redial, percent_text)} dial again because they hung up (calls of the "
        f"same type within a day, beyond those of the served{_by_type(back.of_type)}), half of them within "
        f"{_with(back.median, _plain(0))} s. Short: below {SHORT:g} s. The table counts calls of any type. "
        "Frequent callers raise every one of these shares: use the differences."
    )


def _transfers(found: Found) -> Iterator[str]:
    if not any(one.value for one in found.transfers.values()):
        return
    rows = [(name, _with(one, percent_text), f"{one.n:,}") for name, one in found.transfers.items()]
    yield from _table(("type", "answered contacts that were transferred", "n"), rows)
    yield ""
    yield "The scenario does not transfer: the talk of all agents of a contact is in its work."


def _of_classes(found: Found) -> Iterator[str]:
    of = found.classes
    if of is None:
        if found.left_out:
            yield "Patience by class, priorities: not fitted, because the log tells no two classes."
        return
    head = ("class", "contacts", "patience", f"stands before class {of.met}", "picks")
    yield from _table(head, in_words(of))
    yield ""
    yield (
        "Contacts: less redials. Patience: times that of the first class, one factor for all types, the "
        "served right-censored. Place: whenever one class is answered while another waits in the same type, "
        "the head start that explains most picks (99 % by likelihood). `goodwill fit --classes` writes them "
        "as `customers.segments` and the lever `line`: there each class calls for the same types (an "
        "assumption)."
    )
    if of.apart > UNLIKE:
        yield ""
        yield (
            f"Not so here: in one type {percent_text(of.apart)} of the contacts are of other classes than "
            "overall. With `--classes` waits by type will be off: import each class as a type of its own."
        )


def _left_out(found: Found) -> Iterator[str]:
    if not found.left_out:
        yield (
            "Interval totals tell nothing of transfers, priorities, patience by class, reactive presence or "
            "conversations ended early."
        )
        return
    yield from _table(("not in the scenario", "the log", "it shows"), found.left_out)
    yield ""
    yield (
        f"Priorities: contacts that went ahead of one of their own type by over {APART:g} s, there from "
        f"{percent_text(OVERTAKEN)}. Reactive presence: there from {percent_text(CALLED)} more than in the "
        "time before. Both at the low end of the 95 % interval (assumption). Classes of customers, their "
        "patience and whom agents pick are written with `--classes`; transfers belong into the scenario by "
        "hand (`handoff`). Presence: not fitted, because a log shows when agents took contacts, not when "
        "they were there and free: how many are aside, and what calls them, you write by hand (`presence`). "
        "Conversations ended early: the rate at which talks end jumps at a moment by over "
        f"{percent_text(JUMP - 1.0)}, at the low end of its interval (assumption). The handle times hold "
        "what such talks were cut to. To simulate it, write the moment and the share as the pace of today's "
        "policy (`pace: {kind: handle_time_target, target: 6m, pressure: {ended: 40%, within: 1m}}`) and "
        "let `goodwill calibrate` find the work behind it."
    )


def _agents(found: Found) -> Iterator[str]:
    if not found.groups:
        yield (
            "Not known: the export names no agents. The scenario sets as many as make them 85 % busy, an "
            "assumption. Write your own under `on_duty:` or `shifts:`."
        )
        return
    hours = found.grid.length / 3600.0
    rows = [
        (
            group.name,
            str(len(group.agents)) if group.agents else "–",
            ", ".join(group.types),
            f"{present_means(found, group.present).sum() * hours:,.0f}",
        )
        for group in found.groups
    ]
    yield from _table(("group", "agents", "serves", "hours on duty a week"), rows)
    yield ""
    yield (
        "On duty: from one conversation to the next, unless it took over 45 min, or contacts that the agent "
        "serves waited over 30 s in all meanwhile. Who was free at the ends of a stretch is not seen."
    )
    if found.speed is not None:
        yield (
            "Agents' own speed: the logarithm of their mean talk, each type by its own mean, has a standard "
            f"deviation of {_with(found.speed, _plain(3))} between {found.speed.n} agents beyond chance"
            f"{'' if found.speed.low > 0.0 else ', no clear difference: the scenario has none'}."
        )


def _short(found: Found) -> Iterator[str]:
    short = found.short
    if short is None:
        return
    rows = [
        (
            one.agent,
            _with(one.short, percent_text),
            f"{one.short.n:,}",
            "stands out" if one.agent in short.out else "",
        )
        for one in short.habits[:SHOWN]
    ]
    yield from _table(("agent", f"conversations below {SHORT:g} s", "n", ""), rows)
    yield ""
    if short.out:
        yield (
            f"{len(short.out)} agents end at once far more often than the others "
            f"({percent_text(short.usual.value)}). "
            f"Did they as the others do, {_with(short.saved, _plain(1))} repeat calls a week would not come. "
            "The scenario has them as `hangs_up`, and `nobody_hangs_up` as a policy beside it."
        )
        yield from _hung_up(found)
    else:
        yield "No agent ends at once far more often than the others."


def _hung_up(found: Found) -> Iterator[str]:
    quick = found.hang_ups
    if quick is None:
        return
    yield ""
    yield (
        f"They take {_with(quick.agents, percent_text)} of the conversations and hang up on "
        f"{_with(quick.calls, percent_text)} of their callers after {_with(quick.after, _plain(1))} s, "
        "beyond the calls that are soon done with any agent."
    )
    if quick.straight is not None:
        later = "" if quick.later is None else (
            f", and of the rest {_with(quick.later, percent_text)} within seven days (n = {quick.later.n:,})"
        )  # fmt: skip
        yield (
            f"Of those callers {_with(quick.straight, percent_text)} call again within five minutes "
            f"(n = {quick.straight.n:,}){later}, beyond what callers do after longer calls."
        )


_SECTIONS: tuple[tuple[str, Callable[[Found], Iterator[str]]], ...] = (
    ("What was observed", _observed),
    ("Volumes", _volumes),
    ("Handle time", _times),
    ("Handle time over the week", _over_the_week),
    ("Patience", _patience),
    ("Who calls again", _returns),
    ("Transfers", _transfers),
    ("Agents on duty", _agents),
    ("Conversations that end at once", _short),
    ("Classes of customers", _of_classes),
    ("What the scenario leaves out", _left_out),
)
