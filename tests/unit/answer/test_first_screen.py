"""Test that the first run answers on one screen, and that the README shows what it prints."""

import json

import pytest
from first_screen import ROOT, lead, screen, shown

AGAIN = "run goodwill run scenarios/retail_bank.yaml, then python -m tests.unit.answer.first_screen"


@pytest.fixture(scope="module")
def lines():
    return screen()[0]


def test_the_first_run_is_one_screen_and_says_yes_or_no_first(lines):
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 100
    question, _, answered, *_ = lines
    assert question.endswith("?")
    assert answered.startswith("  Quality time instead of Talk-time target 3m30s? Yes for customers, no")


def test_it_names_the_commands_for_what_comes_next(lines):
    text = "\n".join(lines)
    for command in ("show", "report", "explain", "staff"):
        assert f" goodwill {command} " in text
    assert any(line.endswith(": goodwill report results/retail_bank") for line in lines)


def test_it_has_no_word_that_only_its_authors_know(lines):
    text = "\n".join(lines)
    assert not any(word in text for word in (" leg", "pace.", "behaviour.", "handoff.", "congestion"))


def test_the_readme_shows_what_is_printed(lines):
    assert shown() == lead(lines), AGAIN


def test_what_is_kept_is_of_the_engine_s_results_today():
    kept = json.loads((ROOT / "results/baselines/retail_bank.json").read_text("utf-8"))["content"]["digests"]
    assert screen()[1] == {f"{name}/0": each[0] for name, each in kept.items()}, AGAIN
