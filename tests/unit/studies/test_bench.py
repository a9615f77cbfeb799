"""Test that a bench simulates each setting once, in the engine that is asked for."""

import pytest
import toy_centre as toy

from sim import experiment
from sim.engines import choice
from sim.engines.choice import COMPILED, SIMPY
from sim.errors import GoodwillError
from sim.studies import bench as benches
from sim.studies.bench import Bench, Setting
from sim.studies.headcount import staffed

LONG = choice.WORTH_LOADING / 5.0
"""Needs of a replication worth setting up; six of them are worth loading compiled code, two are not."""


@pytest.fixture
def taken(monkeypatch):
    """Make every replication a long one, record which engines run them, and compile nothing."""
    engines = []

    def replicate(job):
        engines.append(job.engine)
        return toy.replicate(job)

    monkeypatch.setattr(experiment, "needs_per_run", lambda _: LONG)
    monkeypatch.setattr(benches, "needs_per_run", lambda _: LONG)
    monkeypatch.setattr(benches, "prepare", lambda *_: None)
    monkeypatch.setattr(choice, "_lacking", lambda _: None)
    monkeypatch.setattr("sim.engines.compiled.cache.is_warm", lambda *_: True)
    monkeypatch.setattr("sim.engines.compiled.supported.reasons", lambda _: [])
    return engines, replicate


def settings(centre, *levels):
    return {
        (f"{level}", "target"): Setting(staffed(centre, "target", {"clerks": level}), "target")
        for level in levels
    }


def test_auto_takes_the_engine_that_is_done_first_and_says_so_once(tmp_path, taken):
    engines, replicate = taken
    told = []
    centre = toy.scenario(tmp_path)
    bench = Bench(toy.Shelf(), 3, function=replicate, engine="auto", say=told.append)
    bench.table(settings(centre, 1.0), 2)
    assert engines == [SIMPY] * 2
    bench.table(settings(centre, 1.1, 1.2, 1.3), 2)
    assert engines[2:] == [COMPILED] * 6
    bench.table(settings(centre, 1.4), 2)  # too few alone, but this process has the code by now
    assert engines[8:] == [COMPILED] * 2
    assert told == ["Engine: compiled."]


def test_processes_load_code_again_so_that_earlier_work_does_not_count(tmp_path, taken, monkeypatch):
    engines, replicate = taken
    monkeypatch.setattr(benches.executors, "run", lambda function, jobs, *_: map(function, jobs))
    centre = toy.scenario(tmp_path)
    bench = Bench(toy.Shelf(), 3, 2, function=replicate, engine="auto")
    bench.table(settings(centre, 1.1, 1.2, 1.3), 2)
    bench.table(settings(centre, 1.4), 2)
    assert engines == [COMPILED] * 6 + [SIMPY] * 2


def test_a_batch_of_few_contacts_runs_here_and_starts_no_process(tmp_path, taken, monkeypatch):
    workers = []

    def run(function, jobs, count, *_):
        workers.append(count)
        return map(function, jobs)

    monkeypatch.setattr(benches.executors, "run", run)
    bench = Bench(toy.Shelf(), 3, 2, function=taken[1])
    bench.table(settings(toy.scenario(tmp_path), 1.0), 2)  # 20,000 contacts
    bench.table(settings(toy.scenario(tmp_path), 1.1, 1.2, 1.3), 2)  # 60,000
    assert workers == [1, 2]


def test_an_engine_that_cannot_run_a_policy_is_refused_by_the_policy_s_name(tmp_path, taken, monkeypatch):
    monkeypatch.setattr("sim.engines.compiled.supported.reasons", lambda _: ["chats stretch each other"])
    bench = Bench(toy.Shelf(), 3, function=taken[1], engine="compiled")
    with pytest.raises(GoodwillError, match=r"cannot run target: chats stretch each other\."):
        bench.table(settings(toy.scenario(tmp_path), 1.0, 1.1), 2)


def test_plain_simpy_asks_for_nothing_else(tmp_path, taken):
    engines, replicate = taken
    bench = Bench(toy.Shelf(), 3, function=replicate)
    bench.table(settings(toy.scenario(tmp_path), 1.1, 1.2, 1.3), 2)
    assert engines == [SIMPY] * 6
