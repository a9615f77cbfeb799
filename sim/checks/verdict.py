"""The verdicts of a check: one object that every output and the exit code read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sim.checks.expectations import Case
from sim.checks.judge import Verdict
from sim.checks.settings import OnUndecided
from sim.estimate import Estimate
from sim.wording import show_difference, show_value

FINE, FAILED, BAD_INPUT, UNDECIDED, NOT_COMPARABLE = 0, 1, 2, 3, 4
URGENCY = (FAILED, NOT_COMPARABLE, UNDECIDED, FINE)
"""Exit codes, the one that wins first."""

Level = Literal["pass", "notice", "warning", "error"]
BaselineState = Literal["unused", "same", "statistical", "missing", "changed"]
USABLE: tuple[BaselineState, ...] = ("unused", "same", "statistical")


@dataclass(frozen=True)
class Outcome:
    """The verdict on one case.

    level: what the verdict amounts to, given severity and what undecided counts as: an error
    fails the check, a warning and a notice never do. shown: the value, or the difference from
    what it is compared with. wanted: half-width asked for beforehand. note: what else to know.
    """

    case: Case
    verdict: Verdict
    level: Level
    shown: Estimate
    wanted: float | None = None
    note: str = ""
    confirmed: bool = False

    @property
    def sign(self) -> str:
        """Return four letters for the table."""
        if self.verdict == "undecided":
            return "????"
        return "PASS" if self.verdict == "pass" else "FAIL" if self.level == "error" else "WARN"

    def value(self, currency: str) -> str:
        """Write the value with its half-width, or the difference with its interval."""
        if self.case.band is None:
            return ""
        show = show_value if self.case.kind == "limit" else show_difference
        return show(self.shown, self.case.unit, currency)

    def message(self, currency: str) -> str:
        """Return in one sentence what was expected and what was found."""
        found = self.value(currency) or self.note
        rest = f"; {self.note}" if self.note and found != self.note else ""
        tail = " (confirmed with other seeds)" if self.confirmed else ""
        words = {"pass": "holds", "fail": "does not hold", "undecided": "is undecided"}[self.verdict]
        return f"{self.case.name} {words}: {found}{rest}{tail}"


@dataclass(frozen=True)
class Budget:
    """How often a file may raise a false alarm, that is fail although all it expects is true.

    limits: edges of limits that can fail; each has its own one-sided test. claims, history: cases
    judged together by Holm's procedure; stored measures count only where they were drawn with other
    luck. alpha: 1 less the confidence. confirm: a limit or claim fails twice before it fails.
    """

    limits: int
    claims: int
    history: int
    alpha: float
    confirm: bool = False

    @property
    def bound(self) -> float:
        """Return the largest chance of a false alarm, whatever the truth, as a share."""
        rate = self.alpha / 2.0
        rerun = rate * rate if self.confirm else rate
        return min(1.0, (self.limits + (self.claims > 0)) * rerun + (self.history > 0) * rate)

    def words(self) -> str:
        """Return the budget in words, and what exactly it bounds."""
        rate = 50.0 * self.alpha
        again = rate * rate / 100.0 if self.confirm else rate
        parts = [f"{self.limits} limit{'' if self.limits == 1 else 's'} x {again:.3g} %"] * bool(self.limits)
        parts += [f"{again:.3g} % for {self.claims} claims together (Holm)"] * bool(self.claims)
        parts += [f"{rate:.3g} % for {self.history} stored measures together (Holm)"] * bool(self.history)
        if not parts:
            return "False-alarm budget: 0 %, nothing here is judged by chance."
        return (
            f"False-alarm budget: at most {100 * self.bound:.3g} % of runs fail although everything expected "
            f"is true = {' + '.join(parts)}; reached only if every value sits exactly on its limit."
        )


@dataclass(frozen=True)
class Report:
    """The verdicts on one file, with all that the outputs say about them.

    file: as it was given. baseline: its state and, if there is something to say, the words for it.
    replications: those that were run; at_most: those that were allowed. notes: sentences.
    seconds: what it took [s], never part of a result.
    """

    file: str
    name: str
    currency: str
    policies: tuple[str, ...]
    scenarios: tuple[str, ...]
    replications: int
    at_most: int
    seed: int
    confidence: float
    on_undecided: OnUndecided
    outcomes: tuple[Outcome, ...]
    budget: Budget
    baseline: BaselineState
    baseline_note: str = ""
    notes: tuple[str, ...] = ()
    fast: bool = False
    seconds: float = 0.0

    @property
    def code(self) -> int:
        """Return the exit code of this file."""
        if any(one.level == "error" and one.verdict == "fail" for one in self.outcomes):
            return FAILED
        if not self.has_history:
            return NOT_COMPARABLE
        return UNDECIDED if any(one.level == "error" for one in self.outcomes) else FINE

    @property
    def has_history(self) -> bool:
        """Return whether history could be judged: false where its baseline is missing or not comparable."""
        return self.baseline in USABLE

    def by_name(self) -> Mapping[str, Outcome]:
        """Return the outcomes by the names of their cases."""
        return {one.case.name: one for one in self.outcomes}

    def counts(self) -> str:
        """Count the verdicts in words."""
        signs = Counter(one.sign for one in self.outcomes)
        without = not self.has_history
        total = len(self.outcomes) + without
        words = f"{total} check{'' if total == 1 else 's'}: {signs['PASS']} passed"
        words += f", {signs['WARN']} warning{'' if signs['WARN'] == 1 else 's'}, {signs['FAIL']} failed"
        words += f", {signs['????']} undecided" + ", 1 without a usable baseline" * without
        return f"{words} -> exit {self.code}"

    def title(self) -> str:
        """Return what was run."""
        many = {"policies": len(self.policies), "scenarios": len(self.scenarios)}
        singular = {"policies": "policy", "scenarios": "scenario"}
        sizes = " x ".join(f"{n} {singular[word] if n == 1 else word}" for word, n in many.items())
        ran = f"{self.replications} replication{'' if self.replications == 1 else 's'}"
        return f"{self.name} · {sizes} · {ran} · seed {self.seed}"


def code_of(reports: Sequence[Report]) -> int:
    """Return the exit code of several files together: the most urgent one."""
    codes = {report.code for report in reports}
    return next(code for code in URGENCY if code in codes or code == FINE)


def level_of(case: Case, verdict: Verdict, on_undecided: OnUndecided) -> Level:
    """Return what a verdict amounts to."""
    if verdict == "pass":
        return "pass"
    if case.severity == "warn":
        return "warning"
    if verdict == "fail":
        return "error"
    return {"fail": "error", "warn": "warning", "pass": "notice"}[on_undecided]  # type: ignore[return-value]


def record(reports: Sequence[Report]) -> dict[str, Any]:
    """Return the content of check.json (schema version 1)."""
    return {"schema_version": 1, "exit_code": code_of(reports), "files": [_file(one) for one in reports]}


def _file(report: Report) -> dict[str, Any]:
    return {
        "file": report.file,
        "name": report.name,
        "exit_code": report.code,
        "policies": list(report.policies),
        "scenarios": list(report.scenarios),
        "replications": report.replications,
        "at_most": report.at_most,
        "seed": report.seed,
        "confidence": report.confidence,
        "on_undecided": report.on_undecided,
        "fast": report.fast,
        "baseline": {"state": report.baseline, "note": report.baseline_note},
        "false_alarm_budget": {
            "bound": report.budget.bound,
            "limits": report.budget.limits,
            "claims": report.budget.claims,
            "history": report.budget.history,
            "words": report.budget.words(),
        },
        "notes": list(report.notes),
        "checks": [_check(one, report.currency) for one in report.outcomes],
    }


def _check(one: Outcome, currency: str) -> dict[str, Any]:
    case = one.case
    return {
        "name": case.name,
        "kind": case.kind,
        "measure": case.selection.label,
        "expected": case.text,
        "policy": case.policy,
        "scenario": case.scenario,
        "severity": case.severity,
        "verdict": one.verdict,
        "level": one.level,
        "found": one.shown._asdict(),
        "half_width_wanted": one.wanted,
        "message": one.message(currency),
        "confirmed": one.confirmed,
        "place": case.mark._asdict(),
    }
