"""Write reports as JUnit XML, in the structure that Jenkins, GitLab and GitHub actions read.

A warning, or an undecided check that is allowed to be, is a skipped test with its message: readers
show it, and it fails nothing. A baseline that cannot be used is a test that ended in an error.
The tests of a file share one simulation, so each is given an equal part of the time [s].
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree

from sim.checks.verdict import Outcome, Report

NOT_XML = re.compile(
    r"[^\t\n\r\x20-\x7e\xa0-\u2029\u202f-\u2065\u206a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
"""What XML cannot hold, and what steers a terminal or turns the direction of text."""


def xml(reports: Sequence[Report]) -> str:
    """Return the reports as XML text: one suite per file, one test case per check."""
    root = ElementTree.Element("testsuites", name="goodwill check")
    for report in reports:
        root.append(_suite(report))
    root.set("time", f"{sum(report.seconds for report in reports):.3f}")
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _suite(report: Report) -> ElementTree.Element:
    suite = ElementTree.Element("testsuite", name=_clean(report.file))
    cases = [_case(one, report) for one in report.outcomes]
    if not report.has_history:
        cases.append(_baseline(report))
    counts = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    suite.set("tests", str(len(cases)))
    for name, tag in counts.items():
        suite.set(name, str(sum(case.find(tag) is not None for case in cases)))
    suite.set("time", f"{report.seconds:.3f}")
    for case in cases:
        case.set("time", f"{report.seconds / len(cases):.3f}")
    properties = ElementTree.SubElement(suite, "properties")
    facts = {
        "replications": str(report.replications),
        "seed": str(report.seed),
        "confidence": str(report.confidence),
        "false_alarm_budget": f"{report.budget.bound:.6g}",
        "exit_code": str(report.code),
    }
    for name, value in facts.items():
        ElementTree.SubElement(properties, "property", name=name, value=value)
    suite.extend(cases)
    output = ElementTree.SubElement(suite, "system-out")
    output.text = _clean("\n".join([report.title(), *report.notes, report.budget.words(), report.counts()]))
    return suite


def _case(one: Outcome, report: Report) -> ElementTree.Element:
    about = {"name": one.case.name, "classname": _classname(report, one.case.kind)}
    case = ElementTree.Element("testcase", {key: _clean(value) for key, value in about.items()})
    message = _clean(one.message(report.currency))
    mark = one.case.mark
    place = f"{mark.file}:{mark.line}:{mark.column}"
    if one.level == "error":
        failure = ElementTree.SubElement(case, "failure", message=message, type=one.verdict)
        failure.text = _clean(f"{place}: {message}")
    elif one.level != "pass":
        word = "undecided" if one.verdict == "undecided" else "warning"
        ElementTree.SubElement(case, "skipped", message=f"{word}: {message}")
    else:
        ElementTree.SubElement(case, "system-out").text = message
    return case


def _baseline(report: Report) -> ElementTree.Element:
    case = ElementTree.Element("testcase", name="baseline", classname=_clean(_classname(report, "history")))
    note = _clean(report.baseline_note)
    error = ElementTree.SubElement(case, "error", message=note, type=f"baseline_{report.baseline}")
    error.text = note
    return case


def _classname(report: Report, kind: str) -> str:
    """Return a dotted name: readers group tests by it."""
    stem = report.file.replace("\\", "/").removesuffix(".yaml").removesuffix(".yml")
    return f"{stem.strip('./').replace('.', '_').replace('/', '.')}.{kind}"


def _clean(text: str) -> str:
    """Leave out what XML cannot hold, such as control characters of a name."""
    return NOT_XML.sub("", text)
