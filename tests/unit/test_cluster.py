"""Test that a Dask cluster gives the same results as one process, loses nothing, and says what is wrong."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from sim import cluster, executors
from sim.errors import GoodwillError
from sim.experiment import Job, Plan, run_experiment, run_jobs
from sim.scenario.load import load_scenario

sys.path.insert(0, str(Path(__file__).parent))
import toy_replicates as toy

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


class Machines:
    """A scheduler and workers on loopback, each a process of its own."""

    def __init__(self, folder, failures=3):
        self.folder, self.processes, self.workers = folder, [], []
        self.environment = os.environ | {
            "PYTHONPATH": f"{ROOT}{os.pathsep}{HERE}",
            "POLARS_MAX_THREADS": "1",
            "TOY_FOLDER": str(folder),
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(failures),
        }
        told = folder / "scheduler.json"
        self.scheduler = self.start(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", told
        )
        for _ in range(1200):
            if told.exists() and told.read_text():
                break
            time.sleep(0.05)
        self.address = json.loads(told.read_text())["address"]

    def start(self, what, *options, **settings):
        command = [sys.executable, "-m", "dask", what, *map(str, options), "--no-dashboard"]
        process = subprocess.Popen(
            command,
            env=self.environment | settings,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.processes.append(process)
        return process

    def work(self, count, **settings):
        """Start workers, and wait until the scheduler knows them all."""
        self.workers += [
            self.start("worker", self.address, "--nthreads", 1, "--no-nanny", **settings)
            for _ in range(count)
        ]
        for _ in range(600):
            alive = sum(one.poll() is None for one in self.workers)
            try:
                if cluster.workers_of(self.address) == alive:
                    return
            except GoodwillError:
                pass
            time.sleep(0.1)
        pytest.fail("no workers")

    def end(self):
        for process in reversed(self.processes):
            process.kill()
            process.wait()


@pytest.fixture
def machines(tmp_path):
    started = Machines(tmp_path)
    yield started
    started.end()


@pytest.mark.slow
def test_of_two_workers_one_is_ended_in_a_run_and_the_result_is_that_of_one_process(machines):
    small_day = load_scenario(ROOT / "scenarios" / "small_day.yaml")
    here = run_experiment({"day": small_day}, replications=6)
    machines.work(2)
    finished = []

    def end_a_worker(one):
        finished.append(one)
        if len(finished) == 2:
            os.kill(machines.workers[0].pid, signal.SIGKILL)

    there = run_experiment(
        {"day": small_day},
        replications=6,
        jobs=machines.address,
        on_result=end_a_worker,
        function=toy.counted,
    )
    assert machines.workers[0].wait() == -signal.SIGKILL
    assert there.digest == here.digest
    assert there.replications == tuple(range(6))
    assert len(finished) == 12
    assert_frame_equal(there.table, here.table)
    tries = len(list(machines.folder.glob("try-*")))
    assert tries > 12, "the worker ended idle: nothing was run again"


@pytest.mark.slow
def test_a_study_on_a_cluster_gives_the_same_tables(machines, tmp_path):
    machines.work(1)
    for where, options in (("here", ()), ("there", ("--cluster", machines.address))):
        command = [sys.executable, ROOT / "run_sim.py", "sweep", ROOT / "scenarios" / "small_day.yaml"]
        asked = ["--vary", "staffing=100%,110%", "--replications", "2", "--out", tmp_path / where, *options]
        done = subprocess.run([*command, *asked], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    left = [(tmp_path / where / "small_day" / "studies" / "sweep.csv") for where in ("here", "there")]
    assert left[0].read_bytes() == left[1].read_bytes()


CTRL_C = """
import sys
from sim import executors
if __name__ == "__main__":
    got = []
    try:
        for result in executors.run(eval, ["1", "2", *["__import__('time').sleep(20)"] * 4], sys.argv[1]):
            got.append(result)
            print("got", result, flush=True)
    except KeyboardInterrupt:
        print("kept", sorted(got), flush=True)
        sys.exit(130)
"""


@pytest.mark.slow
def test_ctrl_c_keeps_what_is_finished(machines, tmp_path):
    machines.work(2)
    script = tmp_path / "interrupted.py"
    script.write_text(CTRL_C)
    process = subprocess.Popen(
        [sys.executable, str(script), machines.address],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    first = [process.stdout.readline(), process.stdout.readline()]
    began = time.monotonic()
    os.kill(process.pid, signal.SIGINT)
    output, errors = process.communicate(timeout=120)
    assert sorted(first) == ["got 1\n", "got 2\n"]
    assert (output, errors, process.returncode) == ("kept [1, 2]\n", "", 130)
    assert time.monotonic() - began < 15.0


@pytest.mark.slow
def test_what_goes_wrong_on_a_cluster_is_said(tmp_path):
    machines = Machines(tmp_path, failures=0)
    try:
        with pytest.raises(GoodwillError, match="the cluster has no workers"):
            list(executors.run(abs, [1], machines.address))
        machines.work(2)
        with pytest.raises(TypeError):
            list(executors.run(len, [(), None], machines.address))
        jobs = [Job("a", "b", None, 1, number) for number in range(2)]
        with pytest.raises(GoodwillError, match="a worker may give other results: goodwill differs"):
            list(executors.run(toy.replicate, jobs, machines.address, "world", toy.versions))
        plan = Plan(("today",), ("kind",), "kind", 0.95, 7, 6)
        tasks = [Job("today", "kind", None, 7, number) for number in range(6)]
        with pytest.raises(GoodwillError, match="several workers died of the same replication"):
            run_jobs(plan, tasks, machines.address, function=toy.dying)
        machines.work(1)
        slow = executors.run(time.sleep, [0.0, *[60.0] * 4], machines.address)
        assert next(slow) is None
        machines.scheduler.kill()
        with pytest.raises(GoodwillError, match=r"the cluster's scheduler at tcp.* was lost"):
            next(slow)
    finally:
        machines.end()


@pytest.mark.slow
def test_an_address_where_nobody_answers_is_refused(monkeypatch):
    monkeypatch.setattr(cluster, "SECONDS_TO_ANSWER", 1)
    with pytest.raises(
        GoodwillError, match=r"no scheduler answers \(got tcp://127.0.0.1:9; .*dask scheduler"
    ):
        list(executors.run(abs, [1], "tcp://127.0.0.1:9"))
    with pytest.raises(GoodwillError, match=r"no scheduler answers \(got nonsense;"):
        list(executors.run(abs, [1], "nonsense"))


def test_without_the_extra_the_remedy_is_named(monkeypatch):
    monkeypatch.setattr(cluster, "find_spec", lambda _: None)
    with pytest.raises(GoodwillError, match=r"needs Dask, which is not installed\. pip install 'good"):
        list(executors.run(abs, [1], "tcp://127.0.0.1:9"))


def test_a_cluster_keeps_no_logs(tmp_path):
    day = load_scenario(ROOT / "scenarios" / "small_day.yaml")
    with pytest.raises(GoodwillError, match=r"logs cannot be kept.*--only 0 --keep-logs"):
        run_experiment({"day": day}, jobs="tcp://127.0.0.1:9", logs=tmp_path)


def test_what_jobs_share_is_sent_once_and_put_back():
    sent = []

    class Client:
        def submit(self, function, *told, **_):
            sent.append(told)
            return function(*told)

    world = tuple(range(1000))
    jobs = [Job("a", "b", world, 1, number) for number in range(3)]
    found = cluster._submit(Client(), toy.itself, jobs, "world", {}, dict)
    assert found == jobs
    assert sum(len(part) > 1000 for told in sent for part in told if part) == 1 + len(jobs)  # on to each job
    assert [len(told) for told in sent] == [1, 2, 2, 2]
    assert all(len(told[0]) < 400 for told in sent[1:])
