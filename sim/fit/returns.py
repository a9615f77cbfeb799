"""Fit who comes back: redials after hanging up, repeats after short and long conversations."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sim.fit.measured import Measured, jackknife, share
from sim.importers.grain import ANSWERED

Floats = NDArray[np.float64]
SHORT = 10.0
"""A conversation below this is a short call [s]. Source: Anonymous Bank, where few agents hold most."""
WINDOWS = {"5 min": 300.0, "1 h": 3600.0, "1 day": 86400.0, "7 days": 604800.0}
REDIAL = 86400.0
"""A call within this time of hanging up may be a redial, beyond what the answered do [s] (assumption)."""
ENOUGH = 50
EXCESS = "excess over calls of the type after being served, within a day, jackknife by day"


class Returns(NamedTuple):
    """Who comes back, of contacts whose customer is known.

    redial: the share that dials again after hanging up because of it, for the same type, as a call of another
    may be the centre's own, calling back; of_type: the same of types with enough who hung up. median, sigma:
    of the lognormal delay. after: cause and window to the share that calls again, for any type; causes are
    hung up, short and longer calls.
    """

    redial: Measured
    of_type: dict[str, Measured]
    median: Measured
    sigma: float
    after: dict[tuple[str, str], Measured]


CAUSES = ("hung up", "short call", "longer call")


def calls_again(table: pl.DataFrame) -> pl.DataFrame:
    """Return contacts of known customers with cause, date and the time to their next contact [s].

    gap: to the next of any type. gap_of_type: to the next of the same type.
    """
    over = pl.col("wait_s").fill_null(0.0) + pl.col("talk_s").fill_null(0.0)
    return (
        table.filter(pl.col("customer_id").is_not_null())
        .select(
            "customer_id",
            "agent",
            type=pl.col("type").fill_null("unknown"),
            day=pl.col("arrived").dt.date().cast(pl.Int32),
            begins=pl.col("arrived").dt.timestamp("us") / 1e6,
            over=over,
            cause=pl.when(pl.col("outcome") != ANSWERED)
            .then(pl.lit(CAUSES[0]))
            .when(pl.col("talk_s") < SHORT)
            .then(pl.lit(CAUSES[1]))
            .otherwise(pl.lit(CAUSES[2])),
        )
        .sort("customer_id", "begins")
        .with_columns(
            following=pl.col("begins").shift(-1).over("customer_id"),
            following_of_type=pl.col("begins").shift(-1).over("customer_id", "type"),
        )
        .with_columns(
            gap=(pl.col("following") - pl.col("begins") - pl.col("over")).clip(lower_bound=0.0),
            gap_of_type=(pl.col("following_of_type") - pl.col("begins") - pl.col("over")).clip(
                lower_bound=0.0
            ),
            rest=pl.col("begins").max() - pl.col("begins"),
        )
    )


def returns(table: pl.DataFrame) -> Returns | None:
    """Return who comes back; None where customers are not known, or too few hung up."""
    again = calls_again(table)
    hung_up = again.filter((pl.col("cause") == CAUSES[0]) & (pl.col("rest") >= REDIAL))
    if hung_up.height < ENOUGH:
        return None
    served = again.filter((pl.col("cause") != CAUSES[0]) & (pl.col("rest") >= REDIAL))
    redial = _redial(hung_up, served)
    of_type = {}
    for kind in sorted(hung_up["type"].unique().to_list()):
        own = hung_up.filter(pl.col("type") == kind)
        if own.height >= ENOUGH:
            of_type[kind] = _redial(own, served.filter(pl.col("type") == kind))
    median, sigma = _delay(hung_up, served)
    after = {
        (cause, name): _share_of(again, cause, window, name)
        for cause in CAUSES
        for name, window in WINDOWS.items()
    }
    return Returns(redial, of_type, median, sigma, after)


def _redial(hung_up: pl.DataFrame, served: pl.DataFrame) -> Measured:
    days = np.unique(np.concatenate([hung_up["day"].to_numpy(), served["day"].to_numpy()]))
    counts = []
    for rows in (hung_up, served):
        place = np.searchsorted(days, rows["day"].to_numpy())
        back = (rows["gap_of_type"].fill_null(np.inf).to_numpy() <= REDIAL).astype(np.float64)
        counts.append((np.bincount(place, back, days.size), np.bincount(place, minlength=days.size)))

    def excess(keep: NDArray[np.bool_]) -> float:
        (back, all_), (other, others) = counts
        after = float(back[keep].sum() / max(all_[keep].sum(), 1))
        usual = float(other[keep].sum() / max(others[keep].sum(), 1))
        return max((after - usual) / (1.0 - usual), 0.0) if usual < 1.0 else 0.0

    return jackknife(days.size, excess, hung_up.height, EXCESS)


def _delay(hung_up: pl.DataFrame, served: pl.DataFrame) -> tuple[Measured, float]:
    """Return median and sigma of the delay of redials: quartiles of the excess over usual calls."""
    edges = np.geomspace(1.0, REDIAL, 200)
    parts = []
    for rows in (hung_up, served):
        gaps = np.clip(rows["gap_of_type"].fill_null(np.inf).to_numpy(), 1.0, None)
        parts.append(np.searchsorted(np.sort(gaps), edges, side="right") / max(rows.height, 1))
    excess = np.maximum.accumulate(np.clip(parts[0] - parts[1], 0.0, None))
    if excess[-1] <= 0:
        return Measured(600.0, float("nan"), float("nan"), 0, "assumption: nobody seen to dial again"), 1.8
    quartiles = [float(edges[np.searchsorted(excess, q * excess[-1])]) for q in (0.25, 0.5, 0.75)]
    sigma = float(np.log(quartiles[2] / quartiles[0]) / (2 * 0.6744897501960817))
    n = round(excess[-1] * hung_up.height)
    half = 1.2533 * sigma / np.sqrt(max(n, 1)) * 1.96
    median = quartiles[1]
    how = "quartiles of the excess over calls of the type after being served"
    return Measured(median, median * np.exp(-half), median * np.exp(half), n, how), min(max(sigma, 0.1), 2.5)


def _share_of(again: pl.DataFrame, cause: str, window: float, name: str) -> Measured:
    rows = again.filter((pl.col("cause") == cause) & (pl.col("rest") >= window))
    hits = int((rows["gap"].fill_null(np.inf) <= window).sum())
    return share(hits, rows.height, f"called again within {name} after: {cause}")


class Habit(NamedTuple):
    """One agent's habit of ending at once: the share of conversations below 10 s."""

    agent: str
    short: Measured


class Short(NamedTuple):
    """Short calls: by agent, the agents who stand out, and what they cost in repeat calls.

    usual: share of short calls of the agents who do not stand out. saved: repeat calls a week, within a day,
    that would not come if those who stand out ended as few calls at once as the others.
    """

    habits: tuple[Habit, ...]
    out: tuple[str, ...]
    usual: Measured
    saved: Measured


LEAST_CALLS = 100
"""Conversations below which an agent is not judged (assumption)."""
TIMES_USUAL = 3.0
"""Who stands out ends at least so many times as often at once as the median agent (assumption)."""


def short_calls(table: pl.DataFrame, weeks: float) -> Short | None:
    """Return agents' habit of ending at once; None where agents are not named or no call is short."""
    known = table.filter(
        (pl.col("outcome") == ANSWERED) & pl.col("agent").is_not_null() & pl.col("talk_s").is_not_null()
    )
    by_agent = (
        known.group_by("agent")
        .agg(n=pl.len(), short=(pl.col("talk_s") < SHORT).sum())
        .filter(pl.col("n") >= LEAST_CALLS)
        .sort("agent")
    )
    if by_agent.height < 3 or not by_agent["short"].sum():
        return None
    habits = tuple(
        Habit(agent, share(short, n, f"conversations below {SHORT:g} s"))
        for agent, n, short in by_agent.iter_rows()
    )
    middle = float(np.median([one.short.value for one in habits]))
    out = tuple(one.agent for one in habits if one.short.low > max(TIMES_USUAL * middle, 0.02))
    rest = by_agent.filter(~pl.col("agent").is_in(out))
    usual = share(int(rest["short"].sum()), int(rest["n"].sum()), "of the others")
    ordered = tuple(sorted(habits, key=lambda one: -one.short.value))
    return Short(ordered, out, usual, _saved(table, by_agent, out, usual.value, weeks))


def _saved(
    table: pl.DataFrame, by_agent: pl.DataFrame, out: tuple[str, ...], usual: float, weeks: float
) -> Measured:
    """Return repeat calls a week that agents who stand out bring by ending at once; jackknife by day."""
    of_out = by_agent.filter(pl.col("agent").is_in(out))
    beyond = (float(of_out["short"].sum()) - usual * float(of_out["n"].sum())) / weeks
    again = calls_again(table).filter(pl.col("rest") >= REDIAL)
    days = np.unique(again["day"].to_numpy())
    sums = []
    for which in (
        (pl.col("cause") == CAUSES[1]) & pl.col("agent").is_in(out),
        pl.col("cause") == CAUSES[2],
    ):
        rows = again.filter(which)
        place = np.searchsorted(days, rows["day"].to_numpy())
        back = (rows["gap"].fill_null(np.inf).to_numpy() <= REDIAL).astype(np.float64)
        sums.append((np.bincount(place, back, days.size), np.bincount(place, minlength=days.size)))

    def repeats(keep: NDArray[np.bool_]) -> float:
        rates = [float(back[keep].sum() / max(n[keep].sum(), 1)) for back, n in sums]
        return beyond * (rates[0] - rates[1]) / max(1.0 - rates[1], 1e-9)

    n = int(sums[0][1].sum())
    how = "their short calls beyond the usual × excess of repeats within a day over those after longer calls"
    return jackknife(days.size, repeats, n, how)
