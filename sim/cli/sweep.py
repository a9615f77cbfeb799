"""Vary a scenario in many places: grids, one at a time, and samples for sensitivity indices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from sim.cli import _choices as options
from sim.cli._terminal import echo
from sim.errors import GoodwillError

if TYPE_CHECKING:
    import polars as pl

    from sim.cli._study import Study
    from sim.estimate import Floats
    from sim.scenario.study import Study as Section
    from sim.studies.axes import Axis, Variants
    from sim.studies.sweep import Question

MOST_ROWS = 40
"""Rows printed; all are in the table."""
DECIDES = ("service_level", "csat", "cost")
POLICY = "policy"
DESIGNS = ("grid", "one_at_a_time", "sobol", "morris")
WORDS = {"sobol": ("share alone", "share with others"), "morris": ("mean effect", "spread")}


class Plan(NamedTuple):
    """What is varied and how, from the file's section `study` and the options that overrule it."""

    design: str
    vary: Mapping[str, Sequence[str]]
    kpis: tuple[str, ...]
    samples: int
    until: Mapping[str, float]
    at_most: int


Vary = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PATH=VALUES",
        help="Values 30s..60s:5s or a,b,c of a path, of staffing or of policy; several allowed.",
    ),
]
Design = Annotated[str | None, typer.Option(help="grid, one_at_a_time, sobol or morris; grid if left out.")]
On = Annotated[list[str] | None, typer.Option(help="Measure to look at; several allowed.")]
Samples = Annotated[int | None, typer.Option(min=2, help="Sample for sobol (a power of 2) or morris.")]
Until = Annotated[
    list[str] | None,
    typer.Option(metavar="MEASURE=WIDTH", help="Half-width that all differences are to reach."),
]
AtMost = Annotated[int | None, typer.Option(min=2, help="Replications at which --until gives up.")]


def sweep(
    file: options.File,
    vary: Vary = None,
    design: Design = None,
    on: On = None,
    samples: Samples = None,
    until: Until = None,
    at_most: AtMost = None,
    scenario: options.Scenario = None,
    policy: options.Policy = None,
    sets: options.Sets = None,
    replications: options.Replications = None,
    seed: options.Seed = None,
    jobs: options.Jobs = None,
    cluster: options.Cluster = None,
    engine: options.Engines = options.Engine.auto,
    out: options.Out = Path("results"),
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Simulate every point of a design under all policies, on the same luck.

    What the file says under `study:` holds where an option is left out. Stopped, it goes on where it was:
    nothing is simulated twice.

    Example: goodwill sweep scenarios/retail_bank.yaml --vary staffing=90%..110%:5%
    """
    from sim.cli._study import Asked, print_json, study

    asked = Asked(file, scenario, policy, sets, replications, seed, cluster or jobs, out, engine.value)
    with study(asked, quiet=quiet) as one:
        plan = _plan(one.scenario.study, vary, design, on, samples, until, at_most)
        _judge_warm_up(one)
        if plan.design in WORDS:
            tables, lines = _sampled(one, plan)
        else:
            tables, lines = _points(one, plan)
        one.leave(
            "sweep", tables, {"design": plan.design, "vary": {k: list(v) for k, v in plan.vary.items()}}
        )
    if as_json:
        print_json(tables)
    elif not quiet:
        echo("\n".join(lines))


def _judge_warm_up(one: Study) -> None:
    """Warn of a warm-up that is too short, or of a run too short to tell."""
    from sim.studies.bench import Setting
    from sim.studies.warm_up import judge

    setting = Setting(one.scenario, one.scenario.baseline)
    engine = one.bench.engine_for(setting, one.replications * len(one.policies))
    if warning := judge(setting, one.seed, engine):
        one.tell(f"warning: {warning}")


def _plan(
    section: Section,
    vary: Sequence[str] | None,
    design: str | None,
    on: Sequence[str] | None,
    samples: int | None,
    until: Sequence[str] | None,
    at_most: int | None,
) -> Plan:
    """Read what is to be done. Raises: GoodwillError naming the option that makes no sense."""
    from sim.scenario.variant import listed, suggest
    from sim.studies.axes import parse_levels

    chosen = (design or section.design).replace("-", "_")
    if chosen not in DESIGNS:
        remedy = suggest(chosen, DESIGNS, "Write one of these.")
        raise GoodwillError(f"--design: is unknown (got {design}; allowed {listed(DESIGNS)}). {remedy}")
    own = {
        path: parse_levels(f"{path}={values}")[1] if isinstance(values, str) else [str(v) for v in values]
        for path, values in section.vary.items()
    }
    paths = own if vary is None else dict(map(parse_levels, vary))
    if not paths and chosen == "grid":
        raise GoodwillError(
            "--vary: nothing is to be varied (got none; allowed PATH=30s..60s:5s). Name a path, or write "
            "vary: under study: in the file."
        )
    widths = section.until if until is None else dict(_pair(text) for text in until)
    kpis = tuple(_measure(name, "--on") for name in on or section.measures or DECIDES)
    return Plan(
        chosen,
        paths,
        tuple(dict.fromkeys([*kpis, *(_measure(name, "--until") for name in widths)])),
        samples or section.samples,
        {_measure(name, "--until"): _width(name, width) for name, width in widths.items()},
        at_most or section.at_most,
    )


def _pair(text: str) -> tuple[str, str]:
    name, _, width = text.partition("=")
    return name.strip(), width.strip()


def _measure(name: str, option: str) -> str:
    from sim.judging import measure_named
    from sim.kpis import KPIS
    from sim.quantities import QuantityError

    try:
        return measure_named(name, KPIS)
    except QuantityError as fault:
        raise GoodwillError(f"{option}: {fault}") from fault


def _width(name: str, text: str | float) -> float:
    from sim.amount import parse_tolerance
    from sim.kpis import KPIS
    from sim.quantities import QuantityError

    try:
        found = parse_tolerance(str(text), KPIS[_measure(name, "--until")].unit)
    except QuantityError as fault:
        raise GoodwillError(f"--until {name}: {fault}") from fault
    if found.relative:
        raise GoodwillError(
            f"--until {name}: is a share of a value (got {text}; allowed an amount such as 0.5pp or 10 s). "
            "Write an amount."
        )
    return found.amount


def _question(one: Study, plan: Plan, points: Sequence[Mapping[str, str]]) -> Question:
    from sim.experiment import chosen
    from sim.studies.sweep import Question

    own, policies = one.scenario, one.policies
    if POLICY in plan.vary:
        policies = chosen([*plan.vary[POLICY], own.baseline], own)
    count = one.replications
    return Question(
        tuple(points),
        policies,
        own.baseline,
        plan.kpis,
        count,
        one.judge,
        plan.until,
        max(plan.at_most, count),
    )


def _points(one: Study, plan: Plan) -> tuple[dict[str, pl.DataFrame], list[str]]:
    """Simulate a grid, or each number alone."""
    from sim.studies.sweep import grid, long_form, one_at_a_time
    from sim.studies.sweep import sweep as simulate

    variants = _variants(one)
    if plan.design == "grid":
        points = grid({path: values for path, values in plan.vary.items() if path != POLICY})
    else:
        points = one_at_a_time(_axes(one, plan, variants))
    asked = _question(one, plan, points)
    table = long_form(simulate(one.bench, variants, asked), asked)
    return {"sweep": table}, list(_lines(one, asked, table))


def _variants(one: Study) -> Variants:
    from sim.studies.axes import Variants

    return Variants(one.file, one.scenario.scenario, one.sets, one.loaded)


def _axes(one: Study, plan: Plan, variants: Variants) -> list[Axis]:
    """Return the axes that are named, from end to end, or all assumptions with a range."""
    from sim.cli._study import borne
    from sim.studies.axes import parse_range

    named = [(path, values) for path, values in plan.vary.items() if path != POLICY]
    ends = [f"{path}={values[0]},{values[-1]}" for path, values in named]
    return [parse_range(text, one.loaded) for text in ends] or list(borne(one, variants))


def _sampled(one: Study, plan: Plan) -> tuple[dict[str, pl.DataFrame], list[str]]:
    """Sample the assumptions' ranges, and share out what they do to each difference."""
    import polars as pl

    from sim.cli._sections import table as laid_out
    from sim.kpis import KPIS
    from sim.studies import sensitivity
    from sim.studies.sweep import at, differences
    from sim.studies.sweep import sweep as simulate

    variants = _variants(one)
    axes = _axes(one, plan, variants)
    rows, lines = [], [f"{one.scenario.name}, scenario {one.scenario.scenario}: {plan.design}"]
    analyse = sensitivity.sobol if plan.design == "sobol" else sensitivity.morris
    for policy in (name for name in one.policies if name != one.scenario.baseline):
        for kpi in plan.kpis:

            def answer(places: Floats, policy: str = policy, kpi: str = kpi) -> Floats:
                import numpy as np

                points = at(axes, places)
                asked = _question(one, plan, points)
                table = simulate(one.bench, variants, asked)
                base = one.scenario.baseline
                return np.array([differences(table, point, kpi, policy, base) for point in points])

            found = analyse(axes, answer, plan.samples, one.seed)
            rows += [(policy, kpi, KPIS[kpi].label, *effect) for effect in found]
            lines += ["", f"{KPIS[kpi].label}: {policy} less {one.scenario.baseline}"]
            lines += laid_out(
                ("assumption", *WORDS[plan.design]),
                ((e.path, f"{e.own:.3g}", f"{e.whole:.3g}") for e in found),
            )
    names = ["policy", "kpi", "label", "path", "own", "whole"]
    return {"sensitivity": pl.DataFrame(rows, schema=names, orient="row")}, lines


def _lines(one: Study, asked: Question, table: pl.DataFrame) -> Iterator[str]:
    """Yield one table a measure: a line a point, a column a policy."""
    from sim.cli._sections import table as laid_out
    from sim.judging import SYMBOLS
    from sim.kpis import KPIS
    from sim.studies.sweep import name_of
    from sim.studies.tables import number
    from sim.wording import unit_words

    own = one.scenario
    labels = own.labels(asked.policies)
    yield f"{own.name}, scenario {own.scenario}: {len(asked.points)} points, seed {one.seed}"
    paths = table.columns[: table.columns.index("policy")]
    cells = {
        (tuple(row[path] for path in paths), row["policy"], row["kpi"]): row
        for row in table.iter_rows(named=True)
    }

    several = len(labels) > 2  # of two, the verdict says it

    def cell(point: Mapping[str, str], policy: str, kpi: str) -> str:
        row = cells.get((tuple(point.get(path, "") for path in paths), policy, kpi))
        if row is None or row["value"] is None:
            return ""
        star = " *" if several and row["standing"] == "best" else ""
        return f"{number(row['value'], row['unit'])} {SYMBOLS.get(row['verdict'], '')}{star}".rstrip()

    for kpi in asked.kpis:
        unit = unit_words(KPIS[kpi].unit, own.customers.currency)
        head = (f"{KPIS[kpi].label}{f' [{unit}]' if unit else ''}", *labels.values())
        rows = ((name_of(p), *(cell(p, policy, kpi) for policy in labels)) for p in asked.points[:MOST_ROWS])
        yield from laid_out(head, rows)
    left = len(asked.points) - MOST_ROWS
    yield ""
    if left > 0:
        yield f"{left} more points are in sweep.csv."
    yield "▲ better ▼ worse ≈ same for practical purposes ? unclear, against the baseline at the same point"
    if several:
        yield "* surely the best of all policies at that point (multiple comparisons with the best)"
