"""Fit agents who hang up at once: who they are, on how many callers, and who of these calls again.

Equation E2a of DESIGN.md: what `hangs_up` of a pace and `behaviour.recontact.hung_up_on` say.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import polars as pl

from sim.fit.measured import Measured, measured, share
from sim.fit.returns import CAUSES, ENOUGH, SHORT, WINDOWS, Short, calls_again
from sim.importers.grain import ANSWERED

STRAIGHT, WEEK = WINDOWS["5 min"], WINDOWS["7 days"]
TYPE = pl.col("type").fill_null("unknown")


class HangUps(NamedTuple):
    """Agents who hang up at once on some callers.

    agents: their share of all conversations. calls: the share of their callers on whom they hang up, beyond
    those whom the others are done with at once. after: how long that takes [s]. straight: the callers who
    call again within five minutes because of it, and after how long [s]; later: of the rest, those who do
    within seven days; None where customers are not known, or too few. of_type: hang-ups by contact type.
    """

    agents: Measured
    calls: Measured
    after: Measured
    straight: Measured | None
    straight_after: Measured | None
    later: Measured | None
    of_type: Mapping[str, float]

    @property
    def back(self) -> float:
        """Return the share of those hung up on who call again because of it."""
        straight = self.straight.value if self.straight else 0.0
        return straight + (1.0 - straight) * (self.later.value if self.later else 0.0)


def hang_ups(table: pl.DataFrame, short: Short | None) -> HangUps | None:
    """Return the agents who hang up at once; None where no agent stands out."""
    if short is None or not short.out:
        return None
    answered = table.filter(
        (pl.col("outcome") == ANSWERED) & pl.col("agent").is_not_null() & pl.col("talk_s").is_not_null()
    )
    own = answered.filter(pl.col("agent").is_in(short.out))
    ended = own.filter(pl.col("talk_s") < SHORT)
    often = share(ended.height, own.height, f"conversations below {SHORT:g} s, less those of the others")
    calls = _less_usual(often, short.usual.value)
    took = ended["talk_s"].to_numpy()
    part = calls.value * own.height / ended.height
    back = _back(table, short.out)
    return HangUps(
        agents=share(own.height, answered.height, f"conversations of {len(short.out)} agents who stand out "
                     f"among {len(short.habits)}"),
        calls=calls,
        after=measured(float(took.mean()), float(took.std() / np.sqrt(took.size)), took.size, "their mean"),
        straight=back[0],
        straight_after=back[1],
        later=back[2],
        of_type={kind: part * n for kind, n in ended.group_by(TYPE).len().iter_rows()},
    )  # fmt: skip


def without(table: pl.DataFrame, found: HangUps | None, short: Short | None) -> pl.DataFrame:
    """Return the table without the conversations that those agents ended at once: they are no talk."""
    if found is None or short is None:
        return table
    ends = (pl.col("talk_s") < SHORT) & pl.col("agent").is_in(short.out) & (pl.col("outcome") == ANSWERED)
    return table.filter(~ends.fill_null(value=False))


def _less_usual(found: Measured, usual: float) -> Measured:
    """Return the share of those who would not have anyway, where a usual share of them does."""

    def beyond(one: float) -> float:
        return max((one - usual) / max(1.0 - usual, 1e-9), 0.0)

    low, high = beyond(found.low), beyond(found.high)
    return found._replace(value=beyond(found.value), low=low, high=high)


def _back(
    table: pl.DataFrame, agents: tuple[str, ...]
) -> tuple[Measured | None, Measured | None, Measured | None]:
    """Return who calls straight back after a hang-up, after how long [s], and who of the rest does later."""
    again = calls_again(table)
    hung = again.filter((pl.col("cause") == CAUSES[1]) & pl.col("agent").is_in(agents))
    others = again.filter(pl.col("cause") == CAUSES[2])
    if hung.filter(pl.col("rest") >= STRAIGHT).height < ENOUGH:
        return None, None, None
    straight = _excess(hung, others, STRAIGHT, 0.0, "call again within 5 min, more than after longer calls")
    gaps = hung.filter(pl.col("gap") <= STRAIGHT)["gap"].to_numpy()
    after = measured(float(gaps.mean()), float(gaps.std() / np.sqrt(gaps.size)), gaps.size, "their mean") if (
        gaps.size > 1
    ) else None  # fmt: skip
    if hung.filter(pl.col("rest") >= WEEK).height < ENOUGH:
        return straight, after, None
    words = "of the rest, call again within 7 days, more than after longer calls"
    return straight, after, _excess(hung, others, WEEK, STRAIGHT, words)


def _excess(hung: pl.DataFrame, others: pl.DataFrame, window: float, later_than: float, how: str) -> Measured:
    """Return who calls again within a window, later than a time, beyond the others, who are many."""
    after, usual = (
        share(int((gap <= window).sum()), gap.len(), how)
        for gap in (
            rows.filter((pl.col("rest") >= window) & (pl.col("gap").fill_null(np.inf) >= later_than))["gap"]
            for rows in (hung, others)
        )
    )
    return _less_usual(after, usual.value)
