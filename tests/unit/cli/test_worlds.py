"""Test what `run --worlds` says of all worlds together, before its tables."""

from sim.cli._worlds import in_short
from sim.studies.worlds import FEWEST, Verdict


def said(wins, tried):
    told = [
        Verdict("ask", "fcr", 0.05, wins, tried, 0.09, 0.1, 0.01, 0.004, 0.182),
        Verdict("ask", "agent_seconds_per_resolved", 10.0, 1, tried, -3.0, 20.0, 2.0, -12.0, 9.0),
    ]
    return " ".join(" ".join(line.split()) for line in in_short({"ask": "Ask first"}, told))


def test_each_policy_has_a_sentence_on_all_worlds_that_names_gains_and_ends():
    assert (
        f"Ask first: first-contact resolution (FCR) in 9 of {FEWEST + 4} (+0.4 pp to +18.2 pp); "
        f"agent time per resolved issue in 1 of {FEWEST + 4} (-12 s to +9 s)."
    ) in said(9, FEWEST + 4)


def test_few_worlds_are_said_to_be_few():
    assert "try more" in said(2, FEWEST - 1)
    assert "try more" not in said(2, FEWEST)
