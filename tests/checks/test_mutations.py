"""Plant changes of behaviour in a copy of the project: `check` must notice each and name what moved."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
SCENARIO, BASELINE = "scenarios/small_day.yaml", "results/baselines/small_day.json"


class Planted(NamedTuple):
    """A change of behaviour: a text replaced in a file of `sim`, or numbers replaced in the world.

    moves: of these measures the message names one at least. fast: the logs change, too.
    history: a stored measure fails, too.
    """

    title: str
    file: str
    old: str
    new: str
    moves: tuple[str, ...]
    fast: bool = True
    history: bool = True


WRAPPED = """

from sim.codes import NONE
from sim.distributions.base import Law

_sound = build


def build(scenario, policy):
    world = _sound(scenario, policy)
    return {change}
"""


def world(title, change, moves, **flags):
    """Plant other numbers in the world that engines run."""
    return Planted(title, "world/build.py", "", WRAPPED.format(change=change), moves, **flags)


def queues(change):
    return f"world._replace(queues=tuple(one._replace({change}) for one in world.queues))"


def types(change):
    return f"world._replace(types=tuple(one._replace({change}) for one in world.types))"


def part(name, change):
    return f"world._replace({name}=world.{name}._replace({change}))"


RANDOM = """    skips = int(now) % 6
    while chosen != NOBODY and skips > 0 and floor.next_free[chosen] != NOBODY:
        chosen, skips = floor.next_free[chosen], skips - 1
    return chosen
"""
ENDLESS = "patience=Law(one.patience.code, (1e9,))"
WAITS = ("abandoned", "abandoned_share", "short_abandons", "asa", "wait_mean", "wait_p90")
TALKS = ("talk", "aht", "cut_share", "agent_seconds_per_resolved", "talk_contact", "aht_contact", "acw")
REPEATS = (
    "recontact_share",
    "contacts_per_issue",
    "paid_repeats",
    "offered",
    "resolution_p90",
    "resolution_median",
    "transfers_per_issue",
    "people_per_issue",
    "one_person",
    "capped_share",
    "resolved_share",
    "open_share",
    "fcr",
    "fcr_measured",
)
FEELS = (
    "csat",
    "quality",
    "trust_end",
    "trust_change",
    "trust_per_issue",
    "engaged_share",
    "nps",
    "nps_survey",
    "good_handling",
    "recovered_share",
    "trust_lost_silently",
)

TWICE = "fade_bad=2 * world.trust.fade_bad, fade_good=2 * world.trust.fade_good"
PACE = "policies/pace/handle_time_target.py"
LONGER = "patience=Law(one.patience.code, (1.1 * one.patience.numbers[0],))"
NO_WRAP_UP = "acw=Law(one.acw.code, (0.0,) * len(one.acw.numbers))"
MORE = "means=tuple(tuple(1.05 * mean for mean in day) for day in one.means)"
HANDLED = 'pl.col("talk") + pl.col("acw")'
ALL = (*TALKS, *REPEATS, *WAITS, *FEELS)

PLANTED = [
    world("patience mean +10 %", queues(LONGER), (*WAITS, *REPEATS), history=False),
    world("patience event ignored", queues(ENDLESS), WAITS),
    world("redial ignored", queues("redial=None"), (*REPEATS, *WAITS)),
    world("referral never", types("refers_to=()"), REPEATS),
    world("after-call work dropped", types(NO_WRAP_UP), TALKS),
    world("volume +5 %", types(MORE), (*REPEATS, *WAITS)),
    world("recontact chance -20 %", part("returns", "chance=0.8 * world.returns.chance"), REPEATS),
    world("loss factor 1", part("experience", "loss=1.0"), FEELS),
    world("warmth chill off", part("warmth", "chill=0.0"), FEELS),
    world("fading doubled", part("trust", TWICE), FEELS, history=False),
    world("explaining again is free", part("work", "reexplain=0.0"), (*TALKS, *REPEATS)),
    Planted("target pressure halved", PACE, "numbers[1] +", "0.5 * numbers[1] +", (*TALKS, *REPEATS)),
    Planted(
        "crowds press twice", "rules/pressure.py", "waiting / (", "2.0 * waiting / (", ALL, history=False
    ),
    Planted("notes never carried", "rules/work.py", "notes *", "0.0 * notes *", (*TALKS, *REPEATS)),
    Planted("all can be solved", "rules/resolution.py", "complexity <= skill", "skill >= 0.0", ALL),
    Planted(
        "longest idle -> random",
        "policies/routing/longest_idle.py",
        "    return chosen\n",
        RANDOM,
        ALL,
        history=False,
    ),
    Planted("bad news weigh no more", "rules/trust.py", "else gain * n.loss", "else gain", FEELS),
    Planted("failures break no trust", "rules/failure.py", "n.breach *", "0.0 *", FEELS),
    Planted("aht without wrap-up", "kpis/columns.py", HANDLED, 'pl.col("talk")', ("aht",), fast=False),
]


@pytest.fixture
def project(tmp_path):
    """Copy what a check of the small day needs, with what Python has compiled of it."""
    shutil.copytree(ROOT / "sim", tmp_path / "sim")
    for name in ("run_sim.py", "constraints.txt", SCENARIO, BASELINE):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def check(project, *options):
    command = [sys.executable, "run_sim.py", "check", SCENARIO, "--jobs", "1", "--json", *options]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)["files"][0]


def plant(project, change):
    path = project / "sim" / change.file
    text = path.read_text("utf-8")
    path.write_text(text.replace(change.old, change.new) if change.old else text + change.new, "utf-8")


@pytest.mark.parametrize("change", PLANTED, ids=lambda change: change.title)
def test_what_a_planted_change_replaces_still_stands_in_its_file(change):
    assert change.old in (ROOT / "sim" / change.file).read_text("utf-8"), "plant the change elsewhere"


@pytest.mark.slow
@pytest.mark.parametrize("change", PLANTED, ids=lambda change: change.title)
def test_a_planted_change_of_behaviour_is_caught_and_what_moved_is_named(project, change):
    plant(project, change)
    code, report = check(project, "--at-most", "10")
    assert code == 1
    failed = [one for one in report["checks"] if one["verdict"] == "fail" and one["severity"] == "error"]
    digests = [one["message"] for one in failed if one["kind"] == "digest"]
    assert bool(digests) == change.fast
    for message in digests:
        assert "behaviour changed" in message
        moved = {text.split()[0] for text in message.partition("moved: ")[2].split(", ")}
        assert moved & set(change.moves), message
    by_chance = {one["measure"].partition("{")[0] for one in failed if one["kind"] != "digest"}
    assert by_chance & set(change.moves) or not change.history, failed


@pytest.mark.slow
def test_the_fast_check_names_what_moved_as_well(project):
    plant(project, next(change for change in PLANTED if change.title == "loss factor 1"))
    code, report = check(project, "--fast")
    assert code == 1
    assert all("behaviour changed" in one["message"] for one in report["checks"])
    assert all("moved: csat" in one["message"] or "quality" in one["message"] for one in report["checks"])


@pytest.mark.slow
def test_most_planted_changes_are_caught_by_stored_measures_as_well():
    assert sum(change.history for change in PLANTED) >= 12


@pytest.mark.slow
def test_rewriting_a_module_without_changing_what_it_does_changes_no_digest(project):
    path = project / "sim/rules/warmth.py"
    text = path.read_text("utf-8")
    old = "    if felt > 1.0:\n        return 1.0\n    return felt if felt > -1.0 else -1.0\n"
    assert old in text
    path.write_text(text.replace(old, "    felt = min(1.0, felt)\n    return max(felt, -1.0)\n"), "utf-8")
    code, report = check(project, "--fast")
    assert code == 0, report
    code, report = check(project, "--at-most", "10")
    assert code == 0, report
