"""Set up toy days: a scenario whose simulation takes no time."""

import sys
from functools import partial
from pathlib import Path

import pytest

from sim.checks import baseline, run
from sim.experiment import run_experiment

sys.path.insert(0, str(Path(__file__).parent))
import toy_day


class Toy:
    """A folder with the toy scenario, whose expectations and engine a test chooses."""

    def __init__(self, folder, monkeypatch):
        self.folder, self.file, self._patch = folder, folder / "toy.yaml", monkeypatch
        self.asked = []
        self.behaves()

    def behaves(self, **changes):
        """Choose how the engine behaves from now on."""

        def experiment(scenarios, policies, count, seed, jobs, **rest):
            self.asked.append((seed, count))
            return run_experiment(
                scenarios, policies, count, seed, jobs, function=partial(toy_day.replicate, **changes), **rest
            )

        self._patch.setattr(run, "run_experiment", experiment)

    def expects(self, text):
        """Write the scenario with these expectations."""
        indented = "".join(f"  {line}\n" for line in text.strip().splitlines())
        self.file.write_text(f"{toy_day.SCENARIO}expectations:\n{indented}", "utf-8")
        return self.file

    def store(self, **wishes):
        """Write the scenario's baseline, and return what it changes."""
        proposal = run.propose(self.file, run.Wish(**wishes))
        baseline.write(proposal.path, proposal.baseline)
        return proposal.changes

    def check(self, **wishes):
        """Check the scenario."""
        return run.check(self.file, run.Wish(**wishes))


@pytest.fixture
def toy(tmp_path, monkeypatch):
    """Return a toy scenario in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return Toy(tmp_path, monkeypatch)


@pytest.fixture
def line_of(toy):
    """Return the first line of the toy scenario's expectations that contains a text."""

    def find(text):
        lines = toy.file.read_text("utf-8").splitlines()
        first = lines.index("expectations:")
        return next(number for number, line in enumerate(lines, 1) if number > first and text in line)

    return find
