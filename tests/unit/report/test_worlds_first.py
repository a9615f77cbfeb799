"""Where policies were compared in several worlds, the page says so before the answer for the file alone."""

from sim.report import build
from sim.report.content import Exhibit, Grid, Scene, Sheet

SAID = "Most satisfied: Quality time."
TITLE = "Of 10 worlds that fit what was measured, policies gain service level in 4 to 5"


def answer(monkeypatch, *names):
    """Return the answer of a page that shows these exhibits."""
    found = [Exhibit(one, "turns", TITLE, "", "", Sheet((), ())) for one in names]
    monkeypatch.setattr(build, "shown", lambda *_: found)
    scene = Scene("day", "day", "Day", None, (SAID,), Grid("answer", "", ()), {})
    return build.on_page(scene, (), "day.yaml", None, print).answer


def test_all_worlds_come_first_and_the_file_alone_is_one_of_many(monkeypatch):
    assert answer(monkeypatch, "waits", "worlds") == (f"{TITLE}.", build.ONE_OF_MANY, SAID)


def test_without_worlds_the_answer_stands_as_it_is(monkeypatch):
    assert answer(monkeypatch, "waits") == (SAID,)
