"""Print what a contact costs in each engine, and how many times faster the compiled one is, in one run.

Usage: python benchmarks/engines.py [PART ...] [SCENARIO.yaml ...]; without one, parts `engines` and `sizes`.
Only ratios of one run count. A turn is several runs in a row, as the replications of a command follow one
another, and the least of each figure counts. In `engines`, `off` and `loyal` contestants take turns, three
each; in the others one comes after the other. The parts:

engines: M/M/100+M beside a plain SimPy program and, where gcc is installed, the bare queue in C; the retail
    bank and the omnichannel centre, or the scenarios that are named, beside the SimPy engine.
sizes: cost per contact with 10, 100 and 1,000 agents, and of a day, a month and a year.
off: what the parts cost that a world does not use: M/M/100+M by the variant of the engine that has them all.
start: a process from nothing to its first contacts, with the compiled code kept (seconds, of a clock and of
    the processor).
cold: the same with nothing kept: it compiles both variants, which takes minutes.
large: five million contacts in one replication: seconds and peak memory.
loyal: a year of 50,000 customers who come and go, by each engine.
five: the retail bank under five policies, `run --replications 4` on two processes, by each engine.
"""

import os

os.environ.setdefault("POLARS_MAX_THREADS", "1")

import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from shutil import which
from time import perf_counter, process_time

import plain_simpy
from contacts_per_second import CENTRE
from memory import centre

from sim.engines.choice import COMPILED, SIMPY, engine_of
from sim.engines.compiled import engine
from sim.engines.compiled.cache import FOLDER
from sim.engines.compiled.entries import entries
from sim.engines.compiled.supported import FULL, variant_of
from sim.experiment import Job, replicate
from sim.luck import Luck
from sim.scenario.load import load_scenario
from sim.scenario.model import Scenario
from sim.world.build import build

HERE = Path(__file__).parent
SCENARIOS = HERE.parent / "scenarios"
TURNS, IN_A_ROW, ARRIVALS, KILOBYTE = 3, 4, 60_000, 1024
PER_DAY = 288  # contacts a day for each agent of M/M/n+M: an erlang of 300 s


def queue_of(agents, days):
    """Return the world of M/M/n+M with as many erlangs as agents."""
    contacts = {"call": CENTRE["contacts"]["call"] | {"volume": {"per_hour": PER_DAY * agents / 24}}}
    told = CENTRE | {"contacts": contacts, "on_duty": {"agents": agents}}
    told["clock"] = CENTRE["clock"] | {"days": days, "warm_up": "0d"}
    return build(Scenario.model_validate(told), CENTRE["baseline"])


def world_of(path):
    """Return the world of a scenario's file under its baseline."""
    scenario = load_scenario(path)
    return build(scenario, scenario.baseline)


def timed(do):
    """Return the seconds of the processor that something takes, and what it gives."""
    began = process_time()
    found = do()
    return process_time() - began, found


class Loop:
    """The compiled loop of a variant, which counts the time that it takes."""

    def __init__(self, variant):
        self.seconds, self._do = 0.0, entries(variant)
        self._run_on, self._do.run_on = self._do.run_on, self

    def leave(self):
        """Count no longer."""
        self._do.run_on = self._run_on

    def __call__(self, address):
        """Run the loop, and count."""
        seconds, status = timed(lambda: self._run_on(address))
        self.seconds += seconds
        return status


def logs_only(world, name):
    """Return the seconds that an engine takes to write its logs, and the contacts."""
    seconds, totals = timed(lambda: engine_of(name)(world, Luck(1, 0), lambda *_: None))
    return seconds, totals.contacts


def whole(world, name):
    """Return the seconds of a replication, with all measures and the digest, and the contacts."""
    seconds, found = timed(lambda: replicate(Job("as_written", world.policy, world, 1, 0, engine=name)))
    return seconds, found.contacts


def each(seconds, contacts):
    """Return microseconds a contact."""
    return 1e6 * seconds / contacts


def plain_cost():
    """Return what a contact costs in a plain SimPy program, alone [us]."""
    return [each(*timed(lambda: int(plain_simpy.run(ARRIVALS, 1)["offered"])))]


def bare_cost(program, contacts=2_000_000):
    """Return what a contact costs in C [us]."""
    of = (plain_simpy.AGENTS, plain_simpy.MEAN_SERVICE, plain_simpy.MEAN_PATIENCE, 3.0, contacts)
    told = subprocess.run([program, *map(str, of)], capture_output=True, text=True, check=True)
    return each(float(told.stdout.split()[0]), contacts)


def least(found):
    """Return the least of each figure that runs have found."""
    return [min(figures) for figures in zip(*found, strict=True)]


def turn(run, *of):
    """Return the least of each figure of several runs in a row."""
    return least(run(*of) for _ in range(IN_A_ROW))


def logs_and_loop(world, loop):
    """Return the seconds of the compiled engine, those of its loop, and the contacts."""
    loop.seconds = 0.0
    seconds, contacts = logs_only(world, COMPILED)
    return seconds, loop.seconds, contacts


def turn_of(world, loop):
    """Return the contacts, and what one costs in a turn of each engine: logs, loop and whole [us]."""
    simpy, contacts = turn(logs_only, world, SIMPY)
    compiled, inner, _ = turn(logs_and_loop, world, loop)
    times = [simpy, compiled, inner, turn(whole, world, SIMPY)[0], turn(whole, world, COMPILED)[0]]
    return [contacts, *(each(seconds, contacts) for seconds in times)]


def row(name, cells, form):
    """Print a line of a table."""
    print(
        f"{name:<20}" + "".join(f"{form.format(cell) if cell != '' else '':>17}" for cell in cells),
        flush=True,
    )


def engines(paths):
    """Compare plain SimPy, the SimPy engine and the compiled one."""
    row(
        "us a contact",
        ("contacts", "plain SimPy", "simpy", "compiled", "loop", "whole: simpy", "whole: compiled"),
        "{}",
    )
    queue = "M/M/100+M"
    worlds = {} if paths else {queue: queue_of(100, 7)}
    worlds |= {
        path.stem: world_of(path)
        for path in paths or [SCENARIOS / "retail_bank.yaml", SCENARIOS / "retail_omnichannel.yaml"]
    }
    for name, world in worlds.items():
        loop, is_queue = Loop(variant_of(world)), name == queue
        turns = [[*(turn(plain_cost) if is_queue else [0.0]), *turn_of(world, loop)] for _ in range(TURNS)]
        loop.leave()
        best = least(turns)
        plain, contacts, simpy, compiled, inner, whole_simpy, whole_compiled = best
        row(name, [contacts, plain if is_queue else "", *best[2:]], "{:,.2f}")
        row(
            "  x the SimPy engine",
            ["", "", "", simpy / compiled, simpy / inner, "", whole_simpy / whole_compiled],
            "{:.1f}",
        )
        if is_queue:
            row("  x plain SimPy", ["", "", *(plain / one for one in best[2:])], "{:.1f}")
            bare(inner, whole_compiled)


def bare(loop, all_of_it):
    """Compare with the bare queue in C, where gcc is installed."""
    gcc = which("gcc")
    if not gcc:
        print("  gcc is not installed: no bare queue in C")
        return
    with tempfile.TemporaryDirectory() as folder:
        program = str(Path(folder) / "bare_queue")
        subprocess.run([gcc, "-O2", "-o", program, str(HERE / "bare_queue.c"), "-lm"], check=True)
        cost = min(bare_cost(program) for _ in range(TURNS))
    row("  bare queue in C", ["", cost, "", "", loop / cost, "", all_of_it / cost], "{:.2f}")


def sizes(_paths):
    """Compare the whole cost of a contact by size, and by length at one size."""
    row("us a contact, whole", ("contacts", "compiled", "x the first"), "{}")
    of_agents = {f"{n:,} agents": queue_of(n, days) for n, days in ((10, 70), (100, 7), (1000, 1))}
    of_days = {f"{days:,} days": queue_of(10, days) for days in (1, 30, 365)}
    for worlds in (of_agents, of_days):
        first = 0.0
        for name, world in worlds.items():
            seconds, contacts = turn(whole, world, COMPILED)
            first = first or each(seconds, contacts)
            row(name, [contacts, each(seconds, contacts), each(seconds, contacts) / first], "{:,.2f}")


def off(_paths):
    """Compare the loops of both variants on a world that needs the plain one alone."""
    world, own = queue_of(100, 7), engine.variant_of

    def loop_of(variant):
        engine.variant_of, loop = lambda _: variant, Loop(variant)
        _, inner, contacts = turn(logs_and_loop, world, loop)
        loop.leave()
        return each(inner, contacts)

    costs = least([loop_of(variant) for variant in (variant_of(world), FULL)] for _ in range(TURNS))
    engine.variant_of = own
    row("loop, us a contact", ("plain", "full", "full / plain"), "{}")
    row("M/M/100+M", [*costs, costs[1] / costs[0]], "{:.2f}")


FIRST_DAY = """
import sys
sys.path.insert(0, {here!r})
from engines import queue_of
from sim.engines.choice import engine_of, prepare
from sim.luck import Luck
prepare({variants!r}, print)
engine_of("compiled")(queue_of(10, 1), Luck(1, 0), lambda *_: None)
"""


def process(arguments, **of):
    """Return the seconds of a clock and of the processor that a process takes, and what it says."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    told = subprocess.run(arguments, capture_output=True, text=True, check=True, **of)
    took, after = perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, told.stdout


def start(_paths):
    """Time processes up to their first contacts, with compiled code kept."""
    text = FIRST_DAY.format(here=str(HERE), variants=())
    empty = min(process([sys.executable, "-c", "import sim.experiment"])[:2] for _ in range(TURNS))
    warm = min(process([sys.executable, "-c", text])[:2] for _ in range(TURNS))
    row("seconds", ("clock", "processor"), "{}")
    row("imports alone", empty, "{:.2f}")
    row("warm start", warm, "{:.2f}")


def cold(_paths):
    """Time a process up to its first contacts with nothing kept."""
    with tempfile.TemporaryDirectory() as folder:
        text = FIRST_DAY.format(here=str(HERE), variants=("full", "plain"))
        took = process([sys.executable, "-c", text], env=os.environ | {FOLDER: folder})
    row("cold start", took[:2], "{:.2f}")


LARGE = """
import resource, sys
sys.path.insert(0, {here!r})
from engines import COMPILED, queue_of, whole
print(*whole(queue_of(100, 174), COMPILED), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def large(_paths):
    """Run five million contacts in a process of their own."""
    told = process([sys.executable, "-c", LARGE.format(here=str(HERE))])[2]
    seconds, contacts, peak = map(float, told.split())
    print(
        f"{contacts:,.0f} contacts: {seconds:.1f} s of the processor, peak memory {peak / KILOBYTE:,.0f} MB"
    )


def loyal(_paths):
    """Compare a year with loyalty, whole."""
    scenario = centre(50_000, 365)
    world = build(scenario, scenario.baseline)
    names = (COMPILED, SIMPY)
    turns = [[figure for name in names for figure in turn(whole, world, name)] for _ in range(TURNS)]
    compiled, contacts, simpy, _ = least(turns)
    row("us a contact, whole", ("contacts", "simpy", "compiled", "x SimPy"), "{}")
    row(
        "a year with loyalty",
        [contacts, each(simpy, contacts), each(compiled, contacts), simpy / compiled],
        "{:,.2f}",
    )


def five(_paths):
    """Time the command on the retail bank with five policies."""
    row("seconds", ("clock", "processor"), "{}")
    with tempfile.TemporaryDirectory() as folder:
        for name in (COMPILED, SIMPY):
            command = [
                sys.executable,
                str(HERE.parent / "run_sim.py"),
                "run",
                str(HERE / "retail_bank_five.yaml"),
            ]
            options = ["--replications", "4", "--jobs", "2", "--engine", name, "--out", f"{folder}/{name}"]
            row(name, process([*command, *options])[:2], "{:.1f}")


PARTS = {part.__name__: part for part in (engines, sizes, off, start, cold, large, loyal, five)}


def main(named):
    """Print the parts that are named, or how to name them."""
    if {"-h", "--help"} & {*named}:
        print(__doc__)
        return
    paths = [Path(name) for name in named if name not in PARTS]
    for part in [name for name in named if name in PARTS] or (["engines"] if paths else ["engines", "sizes"]):
        PARTS[part](paths)


if __name__ == "__main__":
    main(sys.argv[1:])
