"""The verdict of each case: limits one by one, claims and stored measures by Holm's procedure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sim.amount import written
from sim.checks.baseline import Baseline, row_of
from sim.checks.expectations import Case
from sim.checks.history import Fresh, Standing, digest_verdict, equivalence_verdict, evidence
from sim.checks.judge import (
    Evidence,
    Verdict,
    half_width_wanted,
    of_difference,
    of_limit,
    verdict,
    verdicts_by_holm,
)
from sim.checks.plan import Plan
from sim.checks.verdict import USABLE, Outcome, level_of
from sim.errors import ScenarioError
from sim.estimate import NO_DATA, replications_needed
from sim.scenario.tree import problem

MOST_FORESEEN = 1_000_000


class Judged(NamedTuple):
    """A case with what the replications say about it."""

    case: Case
    found: Evidence


class Needs(NamedTuple):
    """A half-width and the one asked for beforehand, in the measure's unit."""

    half_width: float
    wanted: float


def judged(plan: Plan, fresh: Fresh, stored: Baseline | None) -> list[Judged]:
    """Collect the evidence on every limit and claim, and on stored measures where there is a baseline.

    Raises: ScenarioError for cases that nothing was measured for: an empty selection never passes.
    """
    confidence, rows = plan.expectations.settings.confidence, []
    for case in plan.expectations.cases:
        if case.kind == "limit" or case.kind == "claim":
            rows.append(Judged(case, _evidence(plan, case, fresh, confidence)))
        elif case.kind == "history" and stored is not None:
            rows.append(Judged(case, evidence(case, fresh, stored, confidence)))
    empty = [row.case for row in rows if row.found.shown.value is None and row.case.kind != "history"]
    if empty:
        text = "has no data (got no contact in this slice; allowed slices with data). Choose another slice."
        raise ScenarioError([problem(case.mark, (case.name,), text) for case in empty])
    return rows


def _evidence(plan: Plan, case: Case, fresh: Fresh, confidence: float) -> Evidence:
    ours = fresh.sums.get(row_of(case.selection, case.policy, case.scenario))
    if ours is None or case.band is None:
        return Evidence(NO_DATA, None, None, None, 0.0)
    if case.kind == "limit":
        return of_limit(case.band, ours, confidence)
    theirs = fresh.sums.get(row_of(case.selection, plan.first.baseline, case.scenario))
    if theirs is None:
        return Evidence(NO_DATA, None, None, None, 0.0)
    return of_difference(case.band, ours, theirs, confidence, paired=True)


def needs(rows: Sequence[Judged]) -> Iterator[Needs]:
    """Yield the half-widths that decide whether another block is run."""
    for case, found in rows:
        wanted = half_width_wanted(case.band, found) if case.band else None
        if wanted and found.shown.half_width is not None:
            yield Needs(found.shown.half_width, wanted)


def outcomes_of(
    plan: Plan, rows: Sequence[Judged], fresh: Fresh | None, stored: Baseline | None, level: Standing
) -> tuple[Outcome, ...]:
    """Return the verdict on every case, in the order of the file; history only where it can be compared."""
    alpha = 1.0 - plan.expectations.settings.confidence
    comparable = level.state in USABLE
    verdicts: dict[str, Verdict] = {
        row.case.name: verdict(row.found, alpha) for row in rows if row.case.kind == "limit"
    }
    for kind in ("claim", "history"):
        family = [row for row in rows if row.case.kind == kind and (kind == "claim" or comparable)]
        found = verdicts_by_holm([row.found for row in family], alpha)
        verdicts |= {row.case.name: one for row, one in zip(family, found, strict=True)}
    done = [_outcome(plan, row, verdicts[row.case.name], alpha) for row in rows if row.case.name in verdicts]
    if fresh is not None and stored is not None and comparable:
        done += _digests(plan, fresh, stored, level, verdicts)
    places = {case.name: place for place, case in enumerate(plan.expectations.cases)}
    return tuple(sorted(done, key=lambda one: places[one.case.name]))


def _outcome(plan: Plan, row: Judged, judgement: Verdict, alpha: float) -> Outcome:
    case, found = row
    settings = plan.expectations.settings
    wanted = half_width_wanted(case.band, found) if case.band else None
    note = ""
    if judgement == "undecided":
        note = _why_undecided(row, wanted, plan, alpha)
    level = level_of(case, judgement, settings.on_undecided)
    return Outcome(case, judgement, level, found.shown, wanted, note)


def _why_undecided(row: Judged, wanted: float | None, plan: Plan, alpha: float) -> str:
    shown, at_most = row.found.shown, plan.expectations.settings.at_most
    if shown.value is None:
        return "the baseline has no such measure, or no data for it"
    if shown.half_width is None:
        return "one replication with data says nothing about its own luck"
    if verdict(row.found, alpha) != "undecided":
        return "clear on its own, but not beside the other claims judged with it (Holm)"
    if row.case.kind == "history":
        return "the interval reaches over the tolerance; a baseline with more replications would decide"
    distance = abs(row.found.gap)
    count = max(replications_needed(shown.half_width, shown.n, distance), shown.n + 1) if distance else None
    if count is None or count > MOST_FORESEEN:
        return "on the limit: no number of replications would decide"
    if wanted is None or shown.half_width > wanted:
        return f"needs about {count} replications, at most {at_most} allowed"
    more = f" and at_most: {count}" if count > at_most else ""
    asked = f"precision: {written(distance, row.case.unit)}{more}"
    return f"as precise as asked for, but close to the limit; {asked} would decide, if the estimate stays"


def _digests(
    plan: Plan, fresh: Fresh, stored: Baseline, level: Standing, verdicts: dict[str, Verdict]
) -> list[Outcome]:
    """Judge digests bit by bit where that means something, else by the stored measures of their policy."""
    cases = [case for case in plan.expectations.cases if case.kind == "digest"]
    if level.state == "same":
        return list(of_digests(cases, fresh, stored, plan.first.customers.currency))
    done = []
    for case in cases:
        same = [
            verdicts[other.name]
            for other in plan.expectations.cases
            if other.kind == "history" and (other.policy, other.scenario) == (case.policy, case.scenario)
        ]
        judgement = equivalence_verdict(same)
        note = f"compared statistically, by {len(same)} stored measures"
        level_here = level_of(case, judgement, plan.expectations.settings.on_undecided)
        done.append(Outcome(case, judgement, level_here, NO_DATA, None, note))
    return done


def of_digests(cases: Sequence[Case], fresh: Fresh, stored: Baseline, currency: str) -> tuple[Outcome, ...]:
    """Judge digests bit by bit; a policy the baseline does not hold is undecided, which is an error."""
    done = []
    for case in cases:
        judgement, note = digest_verdict(case, fresh, stored, currency)
        done.append(Outcome(case, judgement, level_of(case, judgement, "fail"), NO_DATA, None, note))
    return tuple(done)
