"""Test that both engines write the same logs, bit for bit, and that each world finds its engine."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from sim.centre.parts import Parts
from sim.engines import choice
from sim.engines.compiled import cache
from sim.engines.compiled.supported import FULL, NOT_YET, PLAIN, SUPPORTED, reasons, variant_of
from sim.errors import GoodwillError
from sim.scenario.load import load_scenario
from sim.world.build import build
from tests.generate.scenarios import numbered
from tests.generate.test_generator import MANY

ROOT = Path(__file__).parents[2]


def world_of(name, policy=None):
    """Return the world of a shipped scenario."""
    scenario = load_scenario(ROOT / "scenarios" / f"{name}.yaml")
    return build(scenario, policy or scenario.baseline)


def _saving(text, path):
    """Write one where talk is saved, a long line speeds agents up and some hang up; return its path."""
    for old, new in (
        ("pressure: 2}", "pressure: 2, saves: 50%, hangs_up: {agents: 40%, calls: 25%}}"),
        ("behaviour:", "behaviour:\n  work: {avoidable: 20%, load: 110%}"),
        ("label: Quality time", "tools: {saves: 30%}"),
    ):
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, "utf-8")
    return path


LOYAL = """behaviour:
  loyalty:
    churn:
      per_month: 90%
      price_cuts:
        - {begins: 2026-03-03, lasts: 1d, times: 3}
        - {begins: 2026-03-04, lasts: 2d, times: 0.5}
    joining: {per_month: 100%, told_good: 9, told_bad: 10, at_most: 3}
    complaint_below: 0.5
  experience: {adapts: 20%}
"""


def _loyal(text, path):
    """Write one whose customers come, leave and complain, for a week; return its path."""
    for old, new in (("days: 1\n", "days: 7\n"), ("warm_up: 0d", "warm_up: 1d"), ("behaviour:\n", LOYAL)):
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, "utf-8")
    return path


def digests_of(paths, folder, *, root=ROOT, options=(), **told):
    """Return both engines' digests and totals by path and policy, from a process of its own.

    root: whose text is run; options: of what is run; told: further variables of the environment.
    """
    done = _run(paths, folder, root, options, told)
    assert done.returncode == 0, done.stderr[-2000:]
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return {path: of for line in found for path, of in line.items()}


def _run(paths, folder, root, options, told):
    return subprocess.run(
        [sys.executable, "-m", "tests.parity.digests", "7", *options, *map(str, paths)],
        cwd=root,
        env=os.environ | ({cache.FOLDER: str(folder)} if folder else {}) | told,
        capture_output=True,
        text=True,
        check=False,
    )


def differing(found):
    """Return the (path, policy) at which the engines differ."""
    return [
        (Path(path).name, policy)
        for path, of in found.items()
        for policy, (_, simpy, compiled) in of.items()
        if compiled != simpy
    ]


@pytest.mark.slow
def test_the_engines_write_the_same_logs(tmp_path):
    shipped = [ROOT / "scenarios" / f"{name}.yaml" for name in ("small_day", "helpdesk_two_tiers")]
    text = shipped[0].read_text("utf-8")
    more = [_saving(text, tmp_path / "saving.yaml"), _loyal(text, tmp_path / "loyal.yaml")]
    found = digests_of([*shipped, *more], None)
    policies = {policy for of in found.values() for policy in of}
    assert {"handle_time", "quality_time", "cold", "warm", "ownership"} <= policies
    assert differing(found) == []
    joined, left = found[str(more[1])]["quality_time"][1][-2:]
    assert min(joined, left) > 100


def drawn_from(first, last, folder):
    """Write the scenarios of these numbers, each into a folder of its own: they have files of one name."""
    for number in range(first, last):
        (own := folder / str(number)).mkdir()
        yield numbered(number).write(own)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, MANY, 50))
def test_the_engines_write_the_same_logs_of_scenarios_drawn_by_chance(first, tmp_path):
    drawn = [*drawn_from(first, first + 50, tmp_path)]
    found = digests_of(drawn, None)
    assert [*found] == [*map(str, drawn)]
    assert differing(found) == []


@pytest.mark.slow
def test_a_fault_of_the_compiled_engine_alone_is_seen():
    found = digests_of([ROOT / "scenarios" / "small_day.yaml"], None, options=["--planted"])
    assert [policy for _, policy in differing(found)] == ["handle_time", "quality_time"]


@pytest.mark.slow
def test_no_index_is_beyond_its_column(tmp_path):
    loyal = _loyal((ROOT / "scenarios" / "small_day.yaml").read_text("utf-8"), tmp_path / "loyal.yaml")
    drawn = [loyal, *drawn_from(0, 12, tmp_path)]
    checks = {cache.CHECKS: "1"}
    assert differing(digests_of(drawn, tmp_path, options=["--full"], **checks)) == []
    done = _run([loyal], tmp_path, ROOT, ["--full", "--short"], checks)
    assert done.returncode != 0
    assert "IndexError" in done.stderr


def test_a_part_is_supported_or_refused_in_words():
    assert set(NOT_YET) | SUPPORTED[FULL] == set(Parts.__slots__)
    assert not set(NOT_YET) & SUPPORTED[FULL]
    assert SUPPORTED[PLAIN] < SUPPORTED[FULL]


@pytest.mark.parametrize(
    ("name", "policy", "variant"),
    [
        ("small_day", None, PLAIN),
        ("helpdesk_two_tiers", "warm", FULL),
        ("retail_omnichannel", None, FULL),
        ("utility_outage", None, FULL),
    ],
)
def test_a_floor_without_optional_parts_is_run_by_the_plain_variant(name, policy, variant):
    world = world_of(name, policy)
    assert reasons(world) == []
    assert variant_of(world) == variant


@pytest.fixture
def lacking(monkeypatch):
    """Return a world that the compiled engine cannot run, as if it lacked a part."""
    monkeypatch.setitem(NOT_YET, "loyalty", "customers leave, tell others or complain")
    scenario = load_scenario(ROOT / "tests" / "luck" / "most_sections.yaml")
    return build(scenario, scenario.baseline)


def test_what_cannot_be_run_is_said(lacking):
    assert reasons(lacking) == ["customers leave, tell others or complain"]


def test_the_compiled_engine_refuses_a_world_by_name(lacking):
    with pytest.raises(
        GoodwillError, match=r"cannot run most: customers leave, tell others or complain\. Take auto"
    ):
        choice.choose("compiled", {"most": lacking}, {"most": 10.0})


@pytest.mark.parametrize(
    ("needs", "is_warm", "taken"),
    [(4e4, True, "simpy"), (1e6, True, "compiled"), (1e6, False, "simpy"), (1e7, False, "compiled")],
)
def test_auto_takes_what_is_done_first(needs, is_warm, taken, monkeypatch):
    monkeypatch.setattr(cache, "is_warm", lambda _: is_warm)
    monkeypatch.setattr(cache, "has_numba", lambda: True)
    found = choice.choose("auto", {"plain": world_of("small_day")}, {"plain": needs})
    assert found.engines == {"plain": taken}


def test_auto_says_why_a_policy_keeps_simpy(monkeypatch, lacking):
    monkeypatch.setattr(cache, "is_warm", lambda _: True)
    monkeypatch.setattr(cache, "has_numba", lambda: True)
    worlds = {"plain": world_of("small_day"), "most": lacking}
    found = choice.choose("auto", worlds, dict.fromkeys(worlds, 1e7))
    assert found.engines == {"plain": "compiled", "most": "simpy"}
    assert found.why == "compiled, but simpy where customers leave, tell others or complain (most)"
    assert found.variants == (PLAIN,)


def test_without_numba_auto_takes_simpy_and_compiled_says_what_to_install(monkeypatch):
    monkeypatch.setattr(cache, "has_numba", lambda: False)
    worlds, needs = {"plain": world_of("small_day")}, {"plain": 1e9}
    assert choice.choose("auto", worlds, needs).why == "simpy, as numba is not installed"
    with pytest.raises(GoodwillError, match=r"pip install 'goodwill-sim\[fast\]'"):
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
        lambda: choice.prepare([PLAIN], print),
    ):
        with pytest.raises(
            GoodwillError, match=r"cannot be written\. Set NUMBA_CACHE_DIR to a folder that can"
        ):
            step()


def test_compile_says_what_to_install(monkeypatch):
    monkeypatch.setattr(cache, "has_numba", lambda: False)
    with pytest.raises(GoodwillError, match=r"needs numba, which is not installed\. pip install"):
        choice.prepare([PLAIN], print)


def test_another_clone_of_the_same_text_is_not_taken_for_compiled(tmp_path, monkeypatch):
    pytest.importorskip("llvmlite")
    here, copy = cache.digest.__wrapped__(), tmp_path / "program.py"
    spec = SimpleNamespace(origin=str(copy), submodule_search_locations=None)
    find = cache.find_spec
    copy.write_text(cache.text_of(cache.PROGRAM))
    monkeypatch.setattr(cache, "find_spec", lambda name: spec if name == cache.PROGRAM else find(name))
    there = cache.digest.__wrapped__()
    assert there != here
    os.utime(copy, (1.0, 1.0))  # as numba does, which looks at when the file was written
    assert cache.digest.__wrapped__() not in (here, there)


def test_functions_that_were_compiled_beside_those_of_another_variant_are_refused(monkeypatch):
    compiled_entries = pytest.importorskip("sim.engines.compiled.entries")
    fresh = SimpleNamespace(run=SimpleNamespace(stats=SimpleNamespace(cache_misses={"signature": 1})))
    monkeypatch.setattr(compiled_entries, "compile_apart", lambda _: None)
    monkeypatch.setattr(compiled_entries, "make", lambda _: fresh)
    with pytest.raises(GoodwillError, match="numba does not take the compiled engine from"):
        compiled_entries.entries.__wrapped__("plain")
