"""Test that expectations are read, spread, and refused at their place when something is wrong."""

import pytest

from sim.amount import Tolerance
from sim.checks.plan import prepare
from sim.errors import ScenarioError

FULL = """
scenarios: [today, busy]
confidence: 90%
replications: {at_least: 5, at_most: 20, block: 5}
on_undecided: warn
measures:
  service_level{queue=service,policy=kind}: ">= 78%"
  occupancy{group=clerks,scenario=busy}:
    - {is: ">= 20%", severity: warn, precision: 3pp}
    - "<= 95%"
compare:
  kind:
    csat: better
    staff_cost: {is: "not higher by > 3%", floor: 50 EUR}
history:
  each: {service_level: {within: 1pp}}
"""


def problems(toy, text):
    toy.expects(text)
    with pytest.raises(ScenarioError) as caught:
        prepare(toy.file)
    return [
        f"{problem.line}:{problem.column}: {problem.field}: {problem.text}"
        for problem in caught.value.problems
    ]


def test_each_expectation_becomes_a_case_per_policy_and_scenario_it_leaves_open(toy):
    plan = prepare(toy.expects(FULL))
    names = [case.name for case in plan.expectations.cases]
    assert names == [
        "service_level{queue=service} >= 78% [today, kind]",
        "service_level{queue=service} >= 78% [busy, kind]",
        "occupancy{group=clerks} >= 20% [busy, plain]",
        "occupancy{group=clerks} >= 20% [busy, kind]",
        "occupancy{group=clerks} <= 95% [busy, plain]",
        "occupancy{group=clerks} <= 95% [busy, kind]",
        "csat better [today, kind]",
        "csat better [busy, kind]",
        "staff_cost not higher by > 3% [today, kind]",
        "staff_cost not higher by > 3% [busy, kind]",
        "digest same [today, plain]",
        "digest same [today, kind]",
        "digest same [busy, plain]",
        "digest same [busy, kind]",
        "history service_level within 1pp [today, plain]",
        "history service_level within 1pp [today, kind]",
        "history service_level within 1pp [busy, plain]",
        "history service_level within 1pp [busy, kind]",
    ]


def test_severity_precision_floor_and_place_are_kept(toy, line_of):
    cases = {case.name: case for case in prepare(toy.expects(FULL)).expectations.cases}
    warn = cases["occupancy{group=clerks} >= 20% [busy, plain]"]
    assert (warn.severity, warn.band.precision) == ("warn", Tolerance(0.03))
    assert warn.mark.line == line_of("severity: warn")
    cost = cases["staff_cost not higher by > 3% [today, kind]"]
    assert cost.band.high.tolerance == Tolerance(0.03, True, 50.0)
    assert (cost.severity, cost.unit, cost.mark.line) == ("error", "money", line_of("staff_cost"))


def test_settings_fill_the_gaps_from_the_run(toy):
    settings = prepare(toy.expects(FULL)).expectations.settings
    assert settings == (("today", "busy"), 0.9, 5, 20, 5, "warn")
    settings = prepare(toy.expects('measures: {occupancy: "< 95%"}')).expectations.settings
    assert settings == (("today", "busy"), 0.95, 10, 40, 10, "fail")


def test_expectations_may_stand_in_a_file_beside_the_scenario(toy):
    toy.expects("measures: {}")
    text = toy.file.read_text("utf-8").partition("expectations:")[0]
    (toy.folder / "more.yaml").write_text("version: 1\nmeasures:\n  occupancy: '< 95%'\n", "utf-8")
    toy.file.write_text(f"{text}expectations: more.yaml\n", "utf-8")
    for plan in (prepare(toy.file), prepare(toy.file, toy.folder / "more.yaml")):
        assert len(plan.expectations.cases) == 4
        assert (plan.expectations.cases[0].mark.line, plan.expectations.cases[0].mark.column) == (3, 3)
        assert plan.expectations.cases[0].mark.file.endswith("more.yaml")


def test_expectations_name_and_run_are_no_part_of_what_decides_a_replication(toy):
    before = prepare(toy.expects(FULL)).digests
    assert prepare(toy.expects('measures: {occupancy: "< 90%"}')).digests == before
    toy.file.write_text(toy.file.read_text("utf-8").replace("seed: 7", "seed: 8"), "utf-8")
    assert prepare(toy.file).digests == before
    toy.file.write_text(toy.file.read_text("utf-8").replace("mean: 3m", "mean: 4m"), "utf-8")
    after = prepare(toy.file).digests
    assert all(after[name] != before[name] for name in ("today", "busy"))


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        (
            "measures: {servce_level: '> 1%'}",
            "servce",
            "is an unknown measure (got servce_level; .*Did you mean service_level?",
        ),
        (
            "measures: {'service_level{line=a}': '> 1%'}",
            "line=",
            "is an unknown slice key (got line; allowed queue, contact, segment, interval, policy, scenario)",
        ),
        (
            "measures: {'occupancy{agents=clerks}': '> 1%'}",
            "agents",
            "is an unknown slice key (got agents; .*Did you mean group?",
        ),
        (
            "measures: {'occupancy{queue=service}': '> 1%'}",
            "queue=",
            "occupancy cannot be narrowed by this key (got queue; allowed group, interval, policy, scenario)",
        ),
        (
            "measures: {'service_level{queue=servce}': '> 1%'}",
            "servce",
            "selects nothing: no such queue (got servce; allowed service). Did you mean service?",
        ),
        (
            "measures: {'service_level{policy=best}': '> 1%'}",
            "best",
            "selects nothing: no such policy (got best; allowed plain, kind)",
        ),
        (
            "measures: {'service_level{interval=sun 9}': '> 1%'}",
            "sun 9",
            "selects nothing: no such interval (got sun 9; allowed mon 00:00",
        ),
        (
            "measures: {'service_level{queue=service,contact=question}': '> 1%'}",
            "contact",
            "is a second slice (got contact; allowed one slice, which is queue)",
        ),
        (
            "measures: {'service_level{queue}': '> 1%'}",
            "queue}",
            "is no slice (got {queue}; allowed {key=value,...})",
        ),
        (
            "measures: {service_level: 78%}",
            "78",
            "is no limit (got 78%",
        ),
        (
            "measures: {service_level: {limit: '> 1%'}}",
            "limit",
            "is an unknown key (got limit; allowed is, severity, precision)",
        ),
        (
            "measures: {service_level: {is: '> 1%', severity: fatal}}",
            "fatal",
            "is not a word known here (got fatal; allowed error, warn)",
        ),
        (
            "measures: {service_level: []}",
            "[]",
            "is empty (got no entry; allowed one or more)",
        ),
        (
            "measures: {service_level: ['> 1%', '> 1%']}",
            "> 1",
            "is expected twice",
        ),
        (
            "compare: {plain: {csat: better}}",
            "plain: {c",
            "is no policy beside the baseline (got plain; allowed kind)",
        ),
        (
            "compare: {kind: {'csat{policy=kind}': better}}",
            "csat",
            "csat cannot be narrowed by this key (got policy; allowed contact, segment, scenario)",
        ),
        (
            "compare: {kind: {aht: better}}",
            "aht",
            "asks for a side that this measure does not have",
        ),
        (
            "history: {default: {within: 2pp}}",
            "2pp",
            "holds for measures of every unit (got an amount; allowed a percentage)",
        ),
        (
            "history: {each: {csat: {floor: 1pp}}}",
            "csat",
            "names no tolerance",
        ),
        (
            "history: {digest: exact}",
            "exact",
            "is not a word known here (got exact; allowed same, ignore)",
        ),
        (
            "scenarios: [tomorrow]\nmeasures: {csat: '> 1%'}",
            "tomorrow",
            "selects nothing: no such scenario (got tomorrow; allowed today, busy)",
        ),
        (
            "replications: {at_least: 1}\nmeasures: {csat: '> 1%'}",
            "at_least",
            "cannot give an interval (got 1; allowed 2 or more)",
        ),
        (
            "replications: {at_most: 3}\nmeasures: {csat: '> 1%'}",
            "at_most",
            "is below the first block (got 3; allowed 10 or more)",
        ),
        (
            "confidence: 10%\nmeasures: {csat: '> 1%'}",
            "confidence",
            "is no confidence (got 10%; allowed 50% to 99.9%)",
        ),
        (
            "on_undecided: shrug\nmeasures: {csat: '> 1%'}",
            "shrug",
            "is not a word known here (got shrug; allowed fail, warn, pass)",
        ),
        (
            "measure: {csat: '> 1%'}",
            "measure",
            "is an unknown key (got measure; .*Did you mean measures?",
        ),
        (
            "scenarios: [today]",
            "expectations",
            "expects nothing (got no measures, compare or history",
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_line(toy, line_of, text, at, message):
    found = problems(toy, text)
    start, _, end = message.partition(".*")
    assert any(one.startswith(f"{line_of(at)}:") and start in one and end in one for one in found), found


def test_a_scenario_without_expectations_is_refused(toy):
    toy.expects("measures: {}")
    toy.file.write_text(toy.file.read_text("utf-8").partition("expectations:")[0], "utf-8")
    with pytest.raises(ScenarioError, match=r"toy.yaml: expectations: is missing"):
        prepare(toy.file)


def test_all_problems_are_told_at_once(toy):
    found = problems(toy, "measures: {csta: '> 1%', quality: around 1}\ncompare: {best: {csat: better}}")
    assert len(found) == 3
