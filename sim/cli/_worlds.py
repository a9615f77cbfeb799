"""Compare policies in every world that fits what was measured: what `run --worlds` does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.cli._terminal import echo
from sim.cli._watch import Worlds as Watch

if TYPE_CHECKING:
    from sim.cli._asked import Asked as Run
    from sim.cli._study import Asked
    from sim.scenario.load import Loaded
    from sim.studies.worlds import Verdict

USUAL = 24
"""Worlds, where neither the command nor the file says how many."""


def check(loaded: Loaded) -> None:
    """Refuse worlds that the file alone rules out, before anything is simulated.

    Raises: GoodwillError.
    """
    from sim.studies.calibrate import to_fit

    to_fit(loaded)


def worlds_of(asked: Run, count: int, out: Path, *, quiet: bool) -> list[dict[str, Any]]:
    """Compare the policies in every world that fits what was measured, in the first scenario asked for.

    Returns a row for each policy and measure: what it changes over all worlds, and in how many it gains.
    """
    from sim.cli._study import Asked
    from sim.cli.run import EVERY

    first = None if asked.scenarios in (None, [EVERY]) else asked.scenarios[0]
    names = None if asked.policies is None else ",".join(asked.policies)
    numbers = asked.replications, asked.seed, asked.jobs
    study = Asked(asked.file, first, names, asked.sets, *numbers, out, asked.engine)
    return [one._asdict() for one in worlds(study, count, quiet=quiet)]


def worlds(asked: Asked, count: int, *, quiet: bool) -> list[Verdict]:
    """Lay out worlds, fit and compare in each, print what they say, and leave tables in the result folder.

    What the file warns of was told by the run before.
    """
    from sim.cli._study import study
    from sim.cli._worlds_told import lines
    from sim.kpis import KPIS
    from sim.studies.calibrate import Centre
    from sim.studies.threshold import turn
    from sim.studies.worlds import WORTH, ranges_of, runs_expected, table_of, verdicts
    from sim.studies.worlds import worlds as lay_out

    watch = Watch()
    with study(asked, quiet=quiet, watch=watch, warn=False) as one:
        centre = Centre(one.loaded, one.bench)
        section = one.scenario.worlds
        count = count or (section.count if section is not None else USUAL)
        policies = [name for name in one.policies if name != one.scenario.baseline]
        worth = {**WORTH, **one.judge.margins}
        watch.begin(count, runs_expected(centre, count, policies))
        laid = lay_out(centre, count, policies, list(worth), watch.world)
        told = verdicts(laid, policies, worth, {kpi: KPIS[kpi].better for kpi in worth})
        turns = {(row.policy, row.kpi): turn(laid, row) for row in told}
        tables = {"worlds": table_of(centre, laid), "worlds_ranges": ranges_of(centre)}
        about = {"tried": laid.tried, "implausible": laid.hopeless + laid.far, "kept": len(laid.worlds),
                 "matters": {row.kpi: row.worth for row in told}}  # fmt: skip
        one.leave("worlds", tables if laid.worlds else {"worlds_ranges": tables["worlds_ranges"]}, about)
        text = "\n".join(lines(one, centre, laid, told, turns))
    if not quiet:
        echo(text)
    return told
