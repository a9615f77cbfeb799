"""Prepare a study: load the scenario, open the bench, show progress, write what it leaves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import typer

from sim.cli import INTERRUPTED
from sim.cli._terminal import Terminal, echo_json
from sim.cli._watch import Counting, Watch
from sim.commands import Ran
from sim.errors import GoodwillError

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Console

    from sim.executors import Workers
    from sim.judging import Judge
    from sim.scenario.load import Loaded
    from sim.scenario.model import Scenario
    from sim.studies.axes import Axis, Variants
    from sim.studies.bench import Bench
    from sim.studies.goals import Goal

GOAL = re.compile(r"(?P<what>[^<>]+?)\s*(?P<side><=|>=)\s*(?P<level>.+)")
BASELINE = "baseline"
"""What a goal's level says to take what the baseline has today."""


@dataclass(frozen=True)
class Study:
    """One study of one scenario of a file.

    policies: those to look at, in the file's order. folder: the result folder that takes its tables. ran:
    what it was given, for commands.
    """

    file: Path
    loaded: Loaded
    policies: tuple[str, ...]
    sets: tuple[str, ...]
    seed: int
    replications: int
    folder: Path
    bench: Bench
    messages: Console
    ran: Ran = field(default_factory=Ran)

    @property
    def scenario(self) -> Scenario:
        """The scenario as it was loaded."""
        return self.loaded.scenario

    @property
    def judge(self) -> Judge:
        """The one who gives verdicts, with the scenario's own smallest differences that matter."""
        from sim.judging import Judge, read_margins
        from sim.kpis import KPIS

        own = self.scenario
        return Judge(KPIS, own.run.confidence, read_margins(own.matters, KPIS, own.customers.currency))

    def leave(
        self,
        command: str,
        tables: Mapping[str, pl.DataFrame],
        about: Mapping[str, Any],
        texts: Mapping[str, str] | None = None,
    ) -> None:
        """Write the study's tables, and texts by file name, into the result folder, and say so."""
        from sim import store
        from sim.scenario.load import resolved
        from sim.studies import kept

        facts = {
            "command": command,
            "scenario": self.scenario.scenario,
            "scenario_sha256": store.sha256(resolved(self.scenario)),
            "set": list(self.sets),
            "policies": list(self.policies),
            "baseline": self.scenario.baseline,
            "seed": self.seed,
            "replications": self.replications,
            **about,
            "versions": store.versions(),
        }
        if others := kept.write(self.folder, tables, facts, texts):
            self.tell(f"Kept, because Goodwill did not write it: {', '.join(others)}.")
        names = ", ".join([*(f"{name}.csv" for name in tables), *(texts or ())])
        ran = f"{self.bench.simulated} replications simulated, {self.bench.reused} found from earlier"
        self.tell(f"{ran}. Written to {self.folder / store.STUDIES}: {names}.")

    def tell(self, text: str) -> None:
        """Print a message beside the result."""
        self.messages.print(text, markup=False, highlight=False, soft_wrap=True)


class Asked(NamedTuple):
    """What the command line asks; None stands for the file's own choice."""

    file: Path
    scenario: str | None
    policy: str | None
    sets: Sequence[str] | None
    replications: int | None
    seed: int | None
    jobs: Workers | None
    out: Path
    engine: str = "auto"


@contextmanager
def study(asked: Asked, *, quiet: bool, watch: Watch | None = None, warn: bool = True) -> Iterator[Study]:
    """Open a study of one scenario of a file.

    The baseline is always among the policies. watch: how progress is shown, a spinner if None. warn: whether
    to print what the file warns of. Ctrl-C ends with exit code 130: what finished is kept.
    """
    messages, watch = Terminal(stderr=True, quiet=quiet), watch or Counting()
    with watch.shown(messages):
        try:
            yield _opened(asked, messages, watch.advance, warn=warn)
        except KeyboardInterrupt as stop:
            messages.print("Interrupted; what finished is kept. Run the same command again to go on.")
            raise typer.Exit(INTERRUPTED) from stop


def _opened(asked: Asked, messages: Console, advance: Callable[[], None], *, warn: bool) -> Study:
    from sim import store
    from sim.cli.run import _listed, _processors
    from sim.experiment import chosen
    from sim.judging import with_margins
    from sim.scenario.load import load
    from sim.store.names import folder_name
    from sim.studies.bench import Bench
    from sim.studies.kept import Cache

    sets = tuple(asked.sets or ())
    loaded = with_margins(load(asked.file, asked.scenario, sets))
    for warning in loaded.warnings if warn else ():
        messages.print(f"warning: {warning}", markup=False, highlight=False, soft_wrap=True)
    own = loaded.scenario
    wanted = _listed(asked.policy)
    policies = chosen(None if wanted is None else [*wanted, own.baseline], own)
    folder = asked.out / folder_name(asked.file.stem)
    store.check_folder(folder)
    seed = own.run.seed if asked.seed is None else asked.seed
    count = own.run.replications if asked.replications is None else asked.replications

    def say(line: str) -> None:
        messages.print(line, markup=False, highlight=False, soft_wrap=True)

    bench = Bench(Cache(folder), seed, asked.jobs or _processors(), advance, engine=asked.engine, say=say)
    named = (asked.scenario,) if asked.scenario else ()
    told = Ran(str(asked.file), sets, str(asked.out), named, named)
    return Study(asked.file, loaded, policies, sets, seed, count, folder, bench, messages, told)


def borne(one: Study, variants: Variants) -> Iterator[Axis]:
    """Yield the assumptions with a range whose ends the scenario bears; say which one it does not."""
    from sim.errors import ScenarioError
    from sim.studies.axes import assumptions

    for axis in assumptions(one.loaded):
        try:
            for end in (axis.low, axis.high):
                variants.setting({axis.path: axis.text(end)}, one.scenario.baseline)
        except ScenarioError as fault:
            one.tell(f"warning: {axis.path} is left out: {fault}")
        else:
            yield axis


def parse_goals(texts: Sequence[str], scenario: Scenario, option: str = "--hold") -> tuple[Goal, ...]:
    """Read goals such as "service_level{queue=service} >= 80%" or "abandoned_share <= baseline".

    Raises: GoodwillError naming the option, and what is wrong.
    """
    from sim.amount import parse_amount
    from sim.checks.selection import names_of, parse_selection
    from sim.kpis import KPIS
    from sim.quantities import QuantityError, show
    from sim.studies.goals import Goal

    names, goals = names_of({scenario.scenario: scenario}), []
    for text in texts:
        form = GOAL.fullmatch(text.strip())
        if not form:
            allowed = "MEASURE >= LEVEL or MEASURE <= LEVEL"
            raise GoodwillError(
                f"{option}: is no goal (got {show(text)}; allowed {allowed}). "
                'Write "service_level >= 80%", in quotes.'
            )
        try:
            found = parse_selection(form["what"].strip(), names, per_policy=False)
            unit, words = KPIS[found.kpi].unit, form["level"].strip()
            level = None if words == BASELINE else parse_amount(words, unit, names.currency)
        except QuantityError as error:
            raise GoodwillError(f"{option}: {error}") from error
        if found.scenario:
            raise GoodwillError(
                f"{option}: names a scenario (got {show(text)}; allowed none). Choose it by --scenario."
            )
        goals.append(Goal(found.kpi, form["side"] == ">=", level, found.dimension, found.member))
    return tuple(goals)


def print_json(tables: Mapping[str, pl.DataFrame]) -> None:
    """Print tables as one JSON object, a list of rows each."""
    from sim.store import to_json

    echo_json(to_json({name: table.to_dicts() for name, table in tables.items()}))
