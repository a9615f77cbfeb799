"""Test that replications follow precision, that undecided is told alike everywhere, and the exit codes."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

import sim.cli
from sim.checks import annotations, junit, markdown, table
from sim.checks.run import Wish, check
from sim.checks.verdict import Budget, code_of, record
from sim.errors import ScenarioError

CLEAR = 'scenarios: [today]\nmeasures: {service_level: {is: ">= 60%", precision: 2pp}}'
CLOSE = """
scenarios: [today]
replications: {at_least: 4, at_most: 8, block: 4}
measures: {"service_level{policy=plain}": {is: ">= 79%", precision: 0.5pp}}
"""


def outcome(report):
    (one,) = report.outcomes
    return one


def test_replications_are_added_in_blocks_until_the_precision_is_reached(toy):
    toy.expects("replications: {at_least: 4, at_most: 400, block: 4}\n" + CLEAR.replace("2pp", "0.5pp"))
    report = toy.check()
    counts = [count for _, count in toy.asked]
    assert counts[0] == 4
    assert counts == sorted(counts)
    assert all(count % 4 == 0 for count in counts)
    assert report.replications == counts[-1] > 40
    assert all(one.shown.half_width <= 0.005 for one in report.outcomes)


@pytest.mark.parametrize("limit", [">= 60%", ">= 79%", ">= 95%"])
def test_how_many_replications_run_does_not_depend_on_the_verdict(toy, limit):
    toy.expects("replications: {at_least: 4, at_most: 400, block: 4}\n" + CLEAR.replace(">= 60%", limit))
    toy.check()
    assert toy.asked == [(7, 4), (7, 16)]


def test_no_replication_runs_twice(toy):
    toy.expects("replications: {at_least: 4, at_most: 400, block: 4}\n" + CLEAR)
    seen = []
    check(toy.file, Wish(), lambda one: seen.append((one.policy, one.replication)))
    assert len(toy.asked) > 1
    assert len(seen) == len(set(seen)) == 2 * toy.asked[-1][1]


def test_undecided_is_resolved_by_more_replications(toy):
    toy.expects(CLOSE)
    report = toy.check()
    assert (outcome(report).verdict, report.code, report.replications) == ("undecided", 3, 8)
    assert re.fullmatch(r"needs about \d+ replications, at most 8 allowed", outcome(report).note)
    decided = toy.check(at_most=400)
    assert outcome(decided).verdict in ("pass", "fail")
    assert decided.code in (0, 1)


def test_undecided_where_the_precision_is_reached_says_which_precision_would_decide(toy):
    settings = "replications: {at_least: 4, at_most: 8, block: 4}\n"
    close = 'measures: {"service_level{policy=plain}": {is: ">= 79%", precision: PRECISION}}'
    toy.expects(f"scenarios: [today]\n{settings}{close.replace('PRECISION', '5pp')}")
    one = outcome(toy.check())
    words = (
        r"as precise as asked for, but close to the limit; precision: (\S+pp) and at_most: (\d+) would decide"
    )
    found = re.fullmatch(rf"{words}, if the estimate stays", one.note)
    assert found, one.note
    precision, at_most = found.groups()
    toy.expects(
        f"scenarios: [today]\n{settings.replace('8', at_most)}{close.replace('PRECISION', precision)}"
    )
    assert outcome(toy.check()).verdict in ("pass", "fail")


def test_a_value_on_its_limit_is_called_that(toy):
    toy.behaves(noise=0.0)
    toy.expects('scenarios: [today]\nmeasures: {"service_level{policy=plain}": "< 80%"}')
    assert outcome(toy.check()).note in ("", "on the limit: no number of replications would decide")


@pytest.mark.parametrize(
    ("on_undecided", "code", "level", "tag", "command"),
    [
        ("fail", 3, "error", "failure", "error"),
        ("warn", 0, "warning", "skipped", "warning"),
        ("pass", 0, "notice", "skipped", "notice"),
    ],
)
def test_undecided_is_reported_everywhere_alike(toy, line_of, on_undecided, code, level, tag, command):
    toy.expects(CLOSE)
    report = toy.check(on_undecided=on_undecided)
    one = outcome(report)
    assert (report.code, one.level) == (code, level)
    message = one.message("EUR")
    assert "is undecided" in message
    assert any(line.startswith("????") for line in table.lines(report))
    (case,) = ElementTree.fromstring(junit.xml([report])).iter("testcase")  # noqa: S314 - our own text
    assert message in case.find(tag).get("message")
    (line,) = annotations.commands([report], Path.cwd())
    assert line.startswith(f"::{command} file=toy.yaml,line={line_of('79%')},col=")
    assert "❔ undecided" in markdown.text([report])
    (found,) = record([report])["files"][0]["checks"]
    assert (found["verdict"], found["level"], found["message"]) == ("undecided", level, message)
    assert f"1 undecided -> exit {code}" in report.counts()


def test_a_warning_never_fails(toy):
    toy.expects(
        'scenarios: [today]\nmeasures: {service_level: {is: ">= 99%", severity: warn, precision: 5pp}}'
    )
    report = toy.check()
    assert ({one.sign for one in report.outcomes}, report.code) == ({"WARN"}, 0)
    assert report.budget.bound == 0.0


def test_a_failure_must_repeat_itself_with_other_seeds_when_asked_to(toy):
    toy.expects(CLEAR.replace(">= 60%", ">= 90%"))
    report = toy.check(confirm=True)
    assert toy.asked[-1] == (8, toy.asked[-2][1])
    assert report.code == 1
    assert all(one.confirmed for one in report.outcomes)
    assert "confirmed with other seeds" in report.outcomes[0].message("")
    assert report.budget.bound == pytest.approx(2 * 0.025**2)


def test_a_failure_that_the_second_block_does_not_repeat_is_not_one(toy, monkeypatch):
    from sim.checks import run

    toy.expects(CLEAR.replace(">= 60%", ">= 78%"))
    toy.behaves(lost=0.1)
    first = run.run_experiment

    def experiment(scenarios, policies, count, seed, jobs, **rest):
        if seed == 8:
            toy.behaves()
            return run.run_experiment(scenarios, policies, count, seed, jobs, **rest)
        return first(scenarios, policies, count, seed, jobs, **rest)

    monkeypatch.setattr(run, "run_experiment", experiment)
    report = toy.check(confirm=True)
    assert report.code == 0
    changed = [one for one in report.outcomes if "failed with the first seed" in one.note]
    assert [one.verdict for one in changed] == ["pass"] * len(changed)
    assert changed


def test_a_slice_that_nothing_was_measured_for_is_an_error(toy, line_of):
    toy.expects('measures: {"service_level{queue=service}": ">= 1%"}')
    toy.behaves(slices=False)
    with pytest.raises(ScenarioError, match="has no data") as caught:
        toy.check()
    assert {fault.line for fault in caught.value.problems} == {line_of("service_level{")}


def test_the_budget_says_what_it_bounds():
    budget = Budget(limits=3, claims=2, history=0, alpha=0.05)
    assert budget.bound == pytest.approx(0.1)
    assert "at most 10 % of runs fail although everything expected is true" in budget.words()
    assert "3 limits x 2.5 % + 2.5 % for 2 claims together (Holm)" in budget.words()
    assert Budget(0, 0, 0, 0.05).words() == "False-alarm budget: 0 %, nothing here is judged by chance."


FAILING = CLEAR.replace(">= 60%", ">= 99%")
HISTORY = f"{CLEAR}\nhistory: {{digest: same}}"


@pytest.mark.parametrize(
    ("text", "code"),
    [(CLEAR, 0), (FAILING, 1), (CLEAR.replace("service_level", "servce_level"), 2), (CLOSE, 3), (HISTORY, 4)],
)
def test_each_exit_code_is_given(toy, text, code, capsys, monkeypatch):
    toy.expects(text)
    monkeypatch.setattr("sys.argv", ["goodwill", "check", "toy.yaml", "--jobs", "1", "--json"])
    with pytest.raises(SystemExit) as stop:
        sim.cli.main()
    assert stop.value.code == code
    shown = capsys.readouterr()
    if code == 2:
        assert shown.err.startswith("toy.yaml:18:14: expectations.measures.servce_level: is an unknown")
    else:
        assert json.loads(shown.out)["exit_code"] == code


def test_the_most_urgent_file_gives_the_exit_code(toy):
    codes = {}
    for text in (CLEAR, FAILING, CLOSE, HISTORY):
        toy.expects(text)
        report = toy.check()
        codes[report.code] = report
    assert set(codes) == {0, 1, 3, 4}
    assert code_of(list(codes.values())) == 1
    assert code_of([codes[0], codes[3], codes[4]]) == 4
    assert code_of([codes[0], codes[3]]) == 3
    assert code_of([codes[0]]) == 0


def test_a_failure_outranks_a_missing_baseline_and_both_are_told(toy):
    toy.expects(f"{FAILING}\nhistory: {{digest: same}}")
    report = toy.check()
    assert report.code == 1
    assert "Baseline: no baseline" in "\n".join(table.lines(report))
