"""Collect expectations as tests: `pytest --goodwill scenarios/`, one test for each, none unless asked for.

A scenario is simulated once, when the first of its tests runs. An undecided check fails, or is
skipped with its message where the file says `on_undecided: warn` or `pass`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from sim.checks.verdict import Report


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("goodwill", "expectations of Goodwill scenarios")
    group.addoption("--goodwill", action="store_true", help="collect expectations of scenario files as tests")
    group.addoption(
        "--goodwill-jobs", type=int, default=1, metavar="N", help="processes that simulate a scenario"
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> ScenarioFile | None:
    """Take YAML files that hold expectations, when asked to."""
    if not parent.config.getoption("goodwill") or file_path.suffix not in (".yaml", ".yml"):
        return None
    from sim.checks.files import has_expectations

    if not has_expectations(file_path):
        return None
    return ScenarioFile.from_parent(parent, path=file_path)


class ScenarioFile(pytest.File):
    """A scenario file, and its report once the first of its tests has run."""

    _report: Report | Exception | None = None

    def collect(self) -> Iterator[ReportItem]:
        """Yield one test for the baseline, and one per expectation, policy and scenario."""
        from sim.checks.plan import prepare
        from sim.errors import GoodwillError

        try:
            expected = prepare(self.path).expectations
        except GoodwillError as error:
            raise self.CollectError(str(error)) from error
        if expected.history:
            yield BaselineItem.from_parent(self, name="baseline", line=expected.mark.line)
        for case in expected.cases:
            yield ExpectationItem.from_parent(self, name=case.name, line=case.mark.line)

    def report(self) -> Report:
        """Return the verdicts; the scenario is simulated when they are first asked for."""
        from sim.checks.run import Wish, check
        from sim.errors import GoodwillError

        if self._report is None:
            try:
                self._report = check(self.path, Wish(jobs=self.config.getoption("goodwill_jobs")))
            except GoodwillError as error:
                self._report = error
        if isinstance(self._report, Exception):
            raise self._report
        return self._report


class ReportItem(pytest.Item):
    """One line of a file's report as a test; `line` is where it stands in the file."""

    parent: ScenarioFile

    def __init__(self, *, line: int, **rest: Any) -> None:
        super().__init__(**rest)
        self.line = line

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Write what Goodwill refuses without a traceback: the message is meant for people."""
        from sim.errors import GoodwillError

        if isinstance(excinfo.value, GoodwillError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Name the place of the expectation."""
        return self.path, max(0, self.line - 1), self.name


class BaselineItem(ReportItem):
    """A test that there is a baseline to compare with, as `check` counts it."""

    def runtest(self) -> None:
        """Fail, once, where history cannot be judged."""
        report = self.parent.report()
        if not report.has_history:
            pytest.fail(report.baseline_note, pytrace=False)


class ExpectationItem(ReportItem):
    """One expectation as a test."""

    def runtest(self) -> None:
        """Fail, skip or pass as the verdict says; what `check` leaves out is skipped."""
        report = self.parent.report()
        outcome = report.by_name().get(self.name)
        if outcome is None:
            pytest.skip("not judged: there is no baseline to compare with, see the test `baseline`")
        message = outcome.message(report.currency)
        if outcome.level == "error":
            pytest.fail(message, pytrace=False)
        if outcome.level != "pass":
            pytest.skip(message)
