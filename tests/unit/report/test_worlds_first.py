"""Where policies were compared in several worlds, every form says so before the answer for the file alone."""

from types import SimpleNamespace

import pytest

from sim.plots.base import Made
from sim.report.board import ONE_OF_MANY
from sim.report.build import worlds_first
from sim.report.content import Grid, Scene

SAID = "Customers are most satisfied under Quality time."
TITLE = "Of 10 worlds that fit, Quality time: better service level in 4"


@pytest.mark.parametrize(
    ("names", "answer"),
    [(("waits", "worlds"), (f"{TITLE}.", ONE_OF_MANY, SAID)), (("waits",), (SAID,))],
    ids=["worlds", "no worlds"],
)
def test_all_worlds_come_first_and_the_file_alone_is_one_of_many(names, answer):
    theme, finding = SimpleNamespace(title_prefix=""), SimpleNamespace(title=TITLE)
    made = [Made(name, "", "day", theme, finding) for name in names]
    scene = Scene("day", "day", "Day", None, (SAID,), Grid("answer", "", ()), {})
    assert worlds_first(scene, made).answer == answer
