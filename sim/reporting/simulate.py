"""Simulate one scenario from Python, with results that can be written to a folder."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sim import store
from sim.engines.choice import AUTO
from sim.executors import Workers
from sim.experiment import Results, run_experiment
from sim.scenario.load import resolved
from sim.scenario.model import Scenario


@dataclass(frozen=True)
class ScenarioResults(Results):
    """Results of one scenario, together with the scenario."""

    scenario: Scenario = field(kw_only=True)

    def write(self, folder: str | Path, *, figures: bool = True) -> None:
        """Write the folder that `goodwill run` writes: result.json, manifest, tables, figures, scenario.

        An older result in the folder is replaced; files that Goodwill did not write stay. What cannot be made
        beside the result is left out with a warning. There is no assumptions.csv, and the figures do not say
        what to measure first: only the file knows, not the scenario.

        Raises:
            ResultError: the folder cannot be written or holds something else.
        """
        from sim.reporting.result import Wanted, content, judge, save

        def say(line: str) -> None:
            warnings.warn(line, stacklevel=2)

        folder, name = Path(folder), self.scenario.scenario
        wanted = Wanted(say, figures=figures)
        scenarios, texts = {name: self.scenario}, {name: resolved(self.scenario)}
        judged = judge(self, scenarios, wanted)
        told = content(judged, None, self.scenario), judged, scenarios
        store.check_folder(folder)
        with store.claim(folder):
            save(folder, self, texts, {"started": store.started()}, wanted, folder, told)


def simulate(
    scenario: Scenario,
    policies: Sequence[str] | None = None,
    replications: int | None = None,
    seed: int | None = None,
    jobs: Workers = 1,
    engine: str = AUTO,
) -> ScenarioResults:
    """Run `policies` (default: all) of one scenario; the file's own numbers where None is given.

    jobs: processes, or the address of a Dask scheduler, such as tcp://10.0.0.5:8786. engine: simpy,
    compiled, or auto, which takes the one that finishes sooner; all give the same results.

    Raises: GoodwillError for an unknown policy, or an engine that cannot run it; KeyboardInterrupt
    (`Interrupted`, with the finished pairs) on Ctrl-C.
    """
    results = run_experiment({scenario.scenario: scenario}, policies, replications, seed, jobs, engine=engine)
    return ScenarioResults(**vars(results), scenario=scenario)
