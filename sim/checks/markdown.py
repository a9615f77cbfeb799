"""Write reports as Markdown, for a job's summary or a comment under a change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim import outlets
from sim.checks.verdict import Outcome, Report

SYMBOLS = {"PASS": "✅ pass", "FAIL": "❌ **fail**", "WARN": "⚠️ warning", "????": "❔ undecided"}
HEADS = ("Verdict", "Check", "Policy", "Scenario", "Found", "Expected", "Note")


def text(reports: Sequence[Report]) -> str:
    """Return the reports as Markdown: what did not pass first, the rest folded away."""
    return "\n".join(line for report in reports for line in _report(report)) + "\n"


def _report(report: Report) -> Iterator[str]:
    yield f"## {_cell(report.title())}"
    yield ""
    file = outlets.line(report.file).replace("`", "'")
    yield f"**{report.counts().replace('->', '→')}** (`{file}`)"
    yield ""
    if not report.has_history:
        yield from (f"❌ **Baseline:** {_cell(report.baseline_note)}", "")
    open_ones = [one for one in report.outcomes if one.level != "pass"]
    if open_ones:
        yield from _table(open_ones, report)
    passed = [one for one in report.outcomes if one.level == "pass"]
    if passed:
        yield from (f"<details><summary>{len(passed)} passed</summary>", "")
        yield from _table(passed, report)
        yield from ("</details>", "")
    for note in (*report.notes, report.budget.words()):
        yield from (_cell(note), "")


def _table(outcomes: Sequence[Outcome], report: Report) -> Iterator[str]:
    yield f"| {' | '.join(HEADS)} |"
    yield f"|{' --- |' * len(HEADS)}"
    for one in outcomes:
        case = one.case
        note = "confirmed with other seeds" if one.confirmed else one.note
        label = f"{case.selection.label} ({case.kind})"
        cells = (label, case.policy, case.scenario, one.value(report.currency), case.text, note)
        yield f"| {SYMBOLS[one.sign]} | {' | '.join(_cell(cell) for cell in cells)} |"
    yield ""


def _cell(words: str) -> str:
    """Keep names from being read as table bounds, tags, links or emphasis."""
    return outlets.markdown(words)
