"""Test that every number that is to be measured first is told in a planner's words."""

import re
from pathlib import Path

from sim.scenario.labels import UNKNOWNS, measure_first, unknown_in_words
from sim.scenario.provenance import UNKNOWN

SIM = Path(__file__).parents[3] / "sim"
FIELD = re.compile(r'^    (\w+): [^\n]*\n    """((?:(?!""").)*)"""', re.MULTILINE | re.DOTALL)


def test_every_number_to_be_measured_first_has_words():
    texts = [
        path.read_text("utf-8") for part in ("policies", "scenario") for path in (SIM / part).rglob("*.py")
    ]
    found = {
        name
        for text in texts
        for name, meaning in FIELD.findall(text)
        if UNKNOWN in " ".join(meaning.split())
    }
    assert {"pressure", "notes", "voice", "after_opening", "right_party"} <= found
    assert found == {path.split(".")[-1] for path in UNKNOWNS}


def test_a_path_is_known_by_its_last_steps_and_an_unknown_one_stays_as_it_is():
    assert unknown_in_words("campaigns.sales.right_party").startswith("how many calls of a campaign")
    assert unknown_in_words("pace.pressure") == "how strongly agents cut calls short past the target"
    assert unknown_in_words("behaviour.trust.loss") == "behaviour.trust.loss"


def test_a_sentence_names_three_of_them():
    paths = ["pace.pressure", "handoff.notes", "behaviour.trust.voice", "confirm.honest", "outreach.knows"]
    assert measure_first(paths).endswith("speak up about a failure; and 2 more.")
    assert measure_first([]) == ""
