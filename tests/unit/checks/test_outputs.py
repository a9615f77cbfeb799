"""Test that JUnit XML is what CI systems take, and that annotations and Markdown say the same."""

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from junitparser import Error, Failure, JUnitXml, Skipped

from sim.checks import annotations, junit, markdown, table
from sim.checks.verdict import record

MIXED = """
scenarios: [today]
replications: {at_least: 4, at_most: 8, block: 4}
measures:
  service_level: {is: ">= 60%", precision: 5pp}
  "service_level{policy=plain}": {is: ">= 99%", precision: 5pp}
  "service_level{policy=kind}": {is: ">= 99%", severity: warn, precision: 5pp}
  "service_level{queue=service,policy=plain}": {is: ">= 79.7%", precision: 5pp}
compare: {kind: {service_level: better}}
history: {digest: same}
"""
# Jenkins' schema junit-10.xsd: allowed children, required and optional attributes of each element.
SCHEMA = {
    "testsuites": ({"testsuite"}, set(), {"name", "time", "tests", "failures", "errors"}),
    "testsuite": (
        {"properties", "testcase", "system-out", "system-err", "testsuite"},
        {"name", "tests", "failures", "errors"},
        {"group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"},
    ),
    "properties": ({"property"}, set(), set()),
    "property": (set(), {"name", "value"}, set()),
    "testcase": (
        {"skipped", "error", "failure", "system-out", "system-err"},
        {"name"},
        {"time", "classname", "group"},
    ),
    "failure": (set(), set(), {"type", "message"}),
    "error": (set(), set(), {"type", "message"}),
    "skipped": (set(), set(), {"type", "message"}),
    "system-out": (set(), set(), set()),
}
WITH_TEXT = {"failure", "error", "skipped", "system-out"}
TIME = re.compile(r"(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]*)?")


def violations(element):
    """Return what Jenkins' schema would not accept in an element and below it."""
    children, required, optional = SCHEMA.get(element.tag, (set(), set(), set()))
    found = [] if element.tag in SCHEMA else [f"unknown {element.tag}"]
    found += [f"{element.tag} without {name}" for name in required - set(element.attrib)]
    found += [f"{element.tag} with {name}" for name in set(element.attrib) - required - optional]
    found += [f"{one.tag} in {element.tag}" for one in element if one.tag not in children]
    if (element.text or "").strip() and element.tag not in WITH_TEXT:
        found.append(f"text in {element.tag}")
    if not TIME.fullmatch(element.get("time", "0")):
        found.append(f"time {element.get('time')}")
    return found + [fault for one in element for fault in violations(one)]


@pytest.fixture(name="report")
def _report(toy):
    toy.expects(MIXED)
    return toy.check()


def test_junit_xml_is_accepted_by_the_schema_of_ci_systems(report):
    root = ElementTree.fromstring(junit.xml([report, report]))  # noqa: S314 - our own text
    assert root.tag == "testsuites"
    assert violations(root) == []


def test_the_schema_sees_what_it_does_not_accept():
    text = (
        '<testsuites skipped="1"><testsuite name="a" time="x"><testcase>b</testcase></testsuite></testsuites>'
    )
    found = violations(ElementTree.fromstring(text))  # noqa: S314 - our own text
    assert "testsuites with skipped" in found
    assert "testsuite without tests" in found
    assert {"testcase without name", "text in testcase", "time x"} <= set(found)


def test_junitparser_reads_the_verdicts_back(report, tmp_path):
    path = tmp_path / "junit.xml"
    path.write_text(junit.xml([report]), "utf-8")
    (suite,) = JUnitXml.fromfile(str(path))
    results = {case.name: [type(result) for result in case.result] for case in suite}
    assert results == {
        "service_level >= 60% [today, plain]": [],
        "service_level >= 60% [today, kind]": [],
        "service_level >= 99% [today, plain]": [Failure],
        "service_level >= 99% [today, kind]": [Skipped],
        "service_level{queue=service} >= 79.7% [today, plain]": [Failure],
        "service_level better [today, kind]": [],
        "baseline": [Error],
    }
    assert (suite.tests, suite.failures, suite.errors, suite.skipped) == (7, 2, 1, 1)
    failures = {case.name: case.result[0] for case in suite if case.result}
    assert failures["service_level >= 99% [today, plain]"].type == "fail"
    assert failures["service_level{queue=service} >= 79.7% [today, plain]"].type == "undecided"
    assert "no baseline at" in failures["baseline"].message
    kinds = {case.classname.rpartition("toy.")[2] for case in suite}
    assert kinds == {"limit", "claim", "history"}


def test_the_tests_of_a_file_share_out_the_time_that_it_took(report):
    seven_seconds = replace(report, seconds=7.0)
    root = ElementTree.fromstring(junit.xml([seven_seconds, seven_seconds]))  # noqa: S314 - our own text
    assert root.get("time") == "14.000"
    assert [suite.get("time") for suite in root] == ["7.000"] * 2
    assert {case.get("time") for case in root.iter("testcase")} == {"1.000"}
    assert report.seconds > 0.0


def test_annotations_stand_at_the_lines_of_their_expectations(report, toy, line_of):
    lines = list(annotations.commands([report], toy.folder))
    assert [re.match(r"::(\w+) file=toy\.yaml,line=(\d+),", line).groups() for line in lines] == [
        ("error", str(line_of("99%"))),
        ("warning", str(line_of("severity: warn"))),
        ("error", str(line_of("79.7%"))),
        ("error", "1"),
    ]
    assert "%25" in lines[0]
    assert "\n" not in "".join(lines)


def test_a_path_in_the_working_folder_is_written_relative_to_it(toy):
    toy.expects(MIXED)
    report = toy.check()
    absolute = type(report)(**{**vars(report), "file": str(toy.file)})
    assert "file=toy.yaml,line=1" in list(annotations.commands([absolute], toy.folder))[-1]
    assert (
        f"file={toy.file.as_posix()},line=1" in list(annotations.commands([absolute], Path("elsewhere")))[-1]
    )


def test_names_cannot_break_out_of_any_output(toy):
    nasty = "a|b<i>&*_`%:"
    toy.expects(MIXED)
    text = toy.file.read_text("utf-8").replace("\n  kind:", f'\n  "{nasty}":')
    text = text.replace("kind: {service", f'"{nasty}": {{service').replace(
        "policy=kind", "policy=plain,scenario=today"
    )
    toy.file.write_text(text.replace('"service_level{policy=plain,scenario=today}"', "fcr"), "utf-8")
    report = toy.check()
    assert violations(ElementTree.fromstring(junit.xml([report]))) == []  # noqa: S314 - our own text
    rows = [line for line in markdown.text([report]).splitlines() if "a\\|b&lt;i&gt;&amp;\\*\\_" in line]
    assert rows
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 8 for row in rows)
    for line in annotations.commands([report], toy.folder):
        assert re.fullmatch(r"::\w+ file=[^,:]+,line=\d+,col=\d+,title=[^,:]+::[^\r\n]*", line)


def test_a_control_character_never_reaches_the_xml():
    assert junit._clean("a\x00b\x1bc\ud800d") == "abcd"


def test_all_outputs_count_the_same(report):
    files = record([report])["files"]
    verdicts = [one["verdict"] for one in files[0]["checks"]]
    assert (verdicts.count("pass"), verdicts.count("fail"), verdicts.count("undecided")) == (3, 2, 1)
    assert report.counts() == (
        "7 checks: 3 passed, 1 warning, 1 failed, 1 undecided, 1 without a usable baseline -> exit 1"
    )
    assert junit.xml([report]).count("<testcase") == 7
    assert report.counts() in list(table.lines(report))
    assert report.counts().replace("->", "→") in markdown.text([report])
    assert record([report])["exit_code"] == files[0]["exit_code"] == report.code == 1


def test_stored_measures_that_hold_share_a_line_in_the_table_only(toy):
    limit = 'measures: {service_level: {is: ">= 60%", precision: 5pp}}'
    toy.expects(f"scenarios: [today]\n{limit}\nhistory: {{digest: ignore}}")
    toy.store()
    report = toy.check()
    stored = [one for one in report.outcomes if one.case.kind == "history"]
    assert len(stored) > 20
    lines = list(table.lines(report))
    assert len(lines) == 8
    assert sum(f"{len(stored) // 2} stored measures" in line for line in lines) == 2
    assert junit.xml([report]).count("<testcase") == len(report.outcomes)
