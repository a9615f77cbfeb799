"""Every sentence of the method section follows from the scenario at hand, and commands name its file."""

import json

import pytest

from sim.policies.callback.virtual_hold import VirtualHold
from sim.policies.pace.quality_time import QualityTime
from sim.report.gather import gather
from sim.report.logic import logic
from sim.report.markdown import text_of
from sim.report.page import page
from sim.reporting.stored import open_result, ran_of


@pytest.fixture(scope="module")
def book(plain_result):
    """The report of a small centre, whose policies are called A and B."""
    found = gather(open_result(plain_result), print)
    return found._replace(policies=dict(zip(found.policies, "AB", strict=True)))


@pytest.fixture
def scenario(book):
    return next(iter(book.scenarios.values()))


def told(book, scenario):
    return {one.words: one.answer for one in logic(book, scenario)}


def with_policy(scenario, policy, **levers):
    changed = scenario.policies[policy].model_copy(update=levers)
    return scenario.model_copy(update={"policies": {**scenario.policies, policy: changed}})


def test_only_levers_that_differ_are_named(book, scenario):
    said = told(book, scenario)
    pairs = "A: pace handle_time_target; B: pace quality_time."
    assert said["Scenario logic"].startswith(f"Policies differ in: {pairs}")
    assert said["Activities"] == "Talk, after-call work, transfers: the log tables."
    promise = VirtualHold(kind="virtual_hold", when_over="2m")
    called = told(book, with_policy(scenario, "quality", callback=promise))
    assert "B: pace quality_time, callback virtual_hold." in called["Scenario logic"]
    assert "A: pace handle_time_target, callback none;" in called["Scenario logic"]
    assert called["Activities"] == "Talk, after-call work, transfers, callbacks: the log tables."


def test_of_one_lever_with_other_numbers_the_numbers_are_named(book, scenario):
    slow = with_policy(scenario, "target", pace=QualityTime(kind="quality_time", rapport="30s"))
    said = told(book, slow)["Scenario logic"]
    assert "A: pace quality_time (rapport 30s); B: pace quality_time (rapport 45s)." in said
    assert (
        "nothing but their names"
        in told(book, with_policy(slow, "quality", pace=slow.policies["target"].pace))["Scenario logic"]
    )
    alone = book._replace(policies={"target": "A"})
    assert told(alone, scenario)["Scenario logic"].startswith("One policy, A, so nothing is compared.")
    assert told(book._replace(policies={"quality": "B"}), scenario)["Activities"].startswith(
        "Talk, after-call work:"
    )


def test_only_what_takes_agents_away_is_named(book, scenario):
    assert told(book, scenario)["Resources"].endswith("on shifts.")
    groups = {
        key: one.model_copy(update={"absence": 0.05, "shrinkage": 0.1})
        for key, one in scenario.groups.items()
    }
    less = told(book, scenario.model_copy(update={"groups": groups}))
    assert less["Resources"].endswith("on shifts, with absence and shrinkage.")


def test_commands_name_the_file_as_the_run_was_given_it(plain_result):
    opened = open_result(plain_result)
    given = opened.manifest["file"]
    assert given.endswith("/shop.yaml")
    assert json.loads((plain_result / "result.json").read_text("utf-8"))["file"] == "shop.yaml"
    book = gather(opened, print)
    command = f"goodwill break-even {given} --out {plain_result.parent}"
    assert f"`{command}`" in text_of(book)
    assert f"<code>{command}</code>" in page(book)
    other = [*opened.scenarios][1]
    assert f"<code>{command.replace(' --out', f' --scenario {other} --out')}</code>" in page(book)
    older = {key: value for key, value in opened.manifest.items() if key != "file"}
    assert ran_of(opened._replace(manifest=older)).file == "shop.yaml"
    blank = ran_of(opened._replace(manifest={**older, "file": "my worlds/bank.yaml"}))
    assert blank.command("explain").startswith('goodwill explain "my worlds/bank.yaml"')
