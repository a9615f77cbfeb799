"""Test that both engines write the same logs, bit for bit, and that each world finds its engine."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.centre.parts import Parts
from sim.engines import choice
from sim.engines.compiled import cache
from sim.engines.compiled.supported import NOT_YET, SUPPORTED, reasons
from sim.errors import GoodwillError
from sim.scenario.load import load_scenario
from sim.world.build import build

ROOT = Path(__file__).parents[2]


def world_of(name, policy=None):
    """Return the world of a shipped scenario."""
    scenario = load_scenario(ROOT / "scenarios" / f"{name}.yaml")
    return build(scenario, policy or scenario.baseline)


@pytest.mark.slow
def test_the_engines_write_the_same_logs(tmp_path):
    shipped = [ROOT / "scenarios" / f"{name}.yaml" for name in ("small_day", "helpdesk_two_tiers")]
    done = subprocess.run(
        [sys.executable, "-m", "tests.parity.digests", "7", *map(str, shipped)],
        cwd=ROOT,
        env=os.environ | {cache.FOLDER: str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    policies = {policy for of in found.values() for policy in of}
    assert {"handle_time", "quality_time", "cold"} <= policies
    for path, of in found.items():
        for policy, (simpy, compiled) in of.items():
            assert compiled == simpy, f"{path}: {policy}"


def test_a_part_is_supported_or_refused_in_words():
    assert set(NOT_YET) | SUPPORTED == set(Parts.__slots__)
    assert not set(NOT_YET) & SUPPORTED


def test_a_plain_floor_is_supported():
    assert reasons(world_of("small_day")) == []


def test_what_cannot_be_run_is_said():
    assert reasons(world_of("helpdesk_two_tiers", "warm")) == ["agents stay on the line in a warm transfer"]


def test_the_compiled_engine_refuses_a_world_by_name():
    worlds = {"warm": world_of("helpdesk_two_tiers", "warm")}
    with pytest.raises(
        GoodwillError, match=r"cannot run warm: agents stay on the line in a warm transfer\. Take auto"
    ):
        choice.choose("compiled", worlds, {"warm": 10.0})


@pytest.mark.parametrize(
    ("needs", "is_warm", "taken"),
    [(1e5, True, "simpy"), (1e6, True, "compiled"), (1e6, False, "simpy"), (1e7, False, "compiled")],
)
def test_auto_takes_what_is_done_first(needs, is_warm, taken, monkeypatch):
    monkeypatch.setattr(cache, "is_warm", lambda: is_warm)
    monkeypatch.setattr(cache, "has_numba", lambda: True)
    found = choice.choose("auto", {"plain": world_of("small_day")}, {"plain": needs})
    assert found.engines == {"plain": taken}


def test_auto_says_why_a_policy_keeps_simpy(monkeypatch):
    monkeypatch.setattr(cache, "is_warm", lambda: True)
    monkeypatch.setattr(cache, "has_numba", lambda: True)
    worlds = {name: world_of("helpdesk_two_tiers", name) for name in ("cold", "warm")}
    found = choice.choose("auto", worlds, dict.fromkeys(worlds, 1e7))
    assert found.engines == {"cold": "compiled", "warm": "simpy"}
    assert found.why == "compiled, but simpy where agents stay on the line in a warm transfer (warm)"


def test_without_numba_auto_takes_simpy_and_compiled_says_what_to_install(monkeypatch):
    monkeypatch.setattr(cache, "has_numba", lambda: False)
    worlds, needs = {"plain": world_of("small_day")}, {"plain": 1e9}
    assert choice.choose("auto", worlds, needs).why == "simpy, as numba is not installed"
    with pytest.raises(GoodwillError, match=r"pip install goodwill-sim\[fast\]"):
        choice.choose("compiled", worlds, needs)


def test_where_nothing_can_be_kept_auto_takes_simpy_and_compiled_says_what_to_set(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv(cache.FOLDER, str(tmp_path / "file" / "below"))
    monkeypatch.setattr(cache, "has_numba", lambda: True)
    worlds, needs = {"plain": world_of("small_day")}, {"plain": 1e9}
    why = "simpy, as the folder for compiled code cannot be written"
    assert choice.choose("auto", worlds, needs).why == why
    for step in (
        lambda: choice.choose("compiled", worlds, needs),
        lambda: choice.prepare(["compiled"], print),
    ):
        with pytest.raises(
            GoodwillError, match=r"cannot be written\. Set NUMBA_CACHE_DIR to a folder that can"
        ):
            step()


def test_compile_says_what_to_install(monkeypatch):
    monkeypatch.setattr(cache, "has_numba", lambda: False)
    with pytest.raises(GoodwillError, match=r"needs numba, which is not installed\. pip install"):
        choice.prepare(["compiled"], print)


@pytest.mark.parametrize("name", ["sim.rules.work", "sim.centre.ledger", "sim.engines.compiled.loop"])
def test_an_edit_of_any_text_gives_compiled_code_another_name(name, monkeypatch):
    pytest.importorskip("llvmlite")
    before, text_of = cache.digest.__wrapped__(), cache.text_of
    monkeypatch.setattr(cache, "text_of", lambda of: text_of(of) + ("\n" if of == name else ""))
    assert cache.digest.__wrapped__() != before
