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

    from sim.checks.expectations import Case
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
    from sim.checks.plan import has_expectations

    if not has_expectations(file_path):
        return None
    return ScenarioFile.from_parent(parent, path=file_path)


class ScenarioFile(pytest.File):
    """Hold a scenario file, and its report once the first of its tests has run."""

    _report: Report | Exception | None = None

    def collect(self) -> Iterator[ExpectationItem]:
        """Yield one test per expectation, policy and scenario."""
        from sim.checks.plan import prepare
        from sim.errors import GoodwillError

        try:
            cases = prepare(self.path).expectations.cases
        except GoodwillError as error:
            raise self.CollectError(str(error)) from error
        for case in cases:
            yield ExpectationItem.from_parent(self, name=case.name, case=case)

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


class ExpectationItem(pytest.Item):
    """Hold one expectation as a test."""

    parent: ScenarioFile

    def __init__(self, *, case: Case, **rest: Any) -> None:
        super().__init__(**rest)
        self.case = case

    def runtest(self) -> None:
        """Fail, skip or pass as the verdict says."""
        report = self.parent.report()
        outcome = report.by_name().get(self.case.name)
        if outcome is None:
            pytest.fail(report.baseline_note, pytrace=False)
        message = outcome.message(report.currency)
        if outcome.level == "error":
            pytest.fail(message, pytrace=False)
        if outcome.level != "pass":
            pytest.skip(message)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Write what Goodwill refuses without a traceback: the message is meant for people."""
        from sim.errors import GoodwillError

        if isinstance(excinfo.value, GoodwillError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Name the place of the expectation."""
        return self.path, max(0, self.case.mark.line - 1), self.case.name
