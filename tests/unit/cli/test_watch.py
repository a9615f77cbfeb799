"""Test how far a study says it is: worlds of how many, runs of about how many, and the time left."""

import io

from rich.console import Console

from sim.cli._watch import Worlds


def watched(terminal, monkeypatch):
    """Return what is printed of 8 worlds that take 10 s and 12 runs each, after 14 runs to learn."""
    now = [100.0]
    monkeypatch.setattr("sim.store.stopwatch", lambda: now[0])
    out, watch = io.StringIO(), Worlds()
    with watch.shown(Console(file=out, force_terminal=terminal, width=120)):
        watch.begin(8, 110)
        for _ in range(14):
            watch.advance()
        told = []
        for done in range(9):
            watch.world(done)
            told.append(watch._described())
            for _ in range(12 * (done < 8)):
                watch.advance()
            now[0] += 10.0
    return out.getvalue(), told


def test_a_log_is_told_the_worlds_the_runs_and_the_time_left(monkeypatch):
    text, _ = watched(False, monkeypatch)
    assert "8 worlds, each fitted to what was measured: about 110 engine runs." in text
    assert "World 1 of 8 done; about 70 s left." in text
    assert "World 6 of 8 done; about 20 s left." in text
    assert "World 8 of 8 done" not in text
    assert "World 3 of 8 done" not in text


def test_a_terminal_has_a_bar_that_expects_what_the_worlds_before_took(monkeypatch):
    text, told = watched(True, monkeypatch)
    assert told[0] == "World 1 of 8, 14 of about 110 runs"
    assert told[3] == "World 4 of 8, 50 of about 110 runs"
    assert "done; about" not in text
    assert "left" in text
