"""Test that both executors give the same results, stop cleanly and name a dead worker."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from sim import executors
from sim.errors import GoodwillError


def _call(function, jobs, workers):
    return list(executors.run(function, jobs, workers))


def test_here_and_in_processes_give_the_same_results():
    jobs = [-3, -1, -2]
    assert _call(abs, jobs, 1) == [3, 1, 2]
    assert sorted(_call(abs, jobs, 2)) == [1, 2, 3]


def test_workers_run_polars_on_one_thread_and_the_parent_keeps_its_environment(monkeypatch):
    monkeypatch.setenv("POLARS_MAX_THREADS", "7")
    assert _call(os.getenv, ["POLARS_MAX_THREADS"] * 2, 2) == ["1", "1"]
    assert os.environ["POLARS_MAX_THREADS"] == "7"
    monkeypatch.delenv("POLARS_MAX_THREADS")
    _call(os.getenv, ["POLARS_MAX_THREADS"] * 2, 2)
    assert "POLARS_MAX_THREADS" not in os.environ


def test_workers_ignore_ctrl_c():
    assert _call(signal.getsignal, [signal.SIGINT] * 2, 2) == [signal.SIG_IGN] * 2


def test_workers_are_spawned_and_not_forked(monkeypatch):
    monkeypatch.setattr(signal, "a_mark_that_a_fork_would_copy", True, raising=False)
    names = _call(dir, [signal, signal], 1)
    assert "a_mark_that_a_fork_would_copy" in names[0]
    found = _call(eval, ["hasattr(__import__('signal'), 'a_mark_that_a_fork_would_copy')"] * 2, 2)
    assert found == [False, False]


def test_an_error_in_a_job_comes_through():
    with pytest.raises(TypeError):
        _call(len, [(), None], 1)
    with pytest.raises(TypeError):
        _call(len, [(), None], 2)


def test_a_worker_that_dies_is_named_and_leaves_no_process():
    with pytest.raises(GoodwillError, match="a worker process died"):
        _call(os._exit, [1, 1, 1], 2)


def test_a_caller_that_stops_early_does_not_wait_for_slow_jobs():
    began = time.monotonic()
    results = executors.run(time.sleep, [0.0, 60.0, 60.0], 2)
    assert next(results) is None
    results.close()
    assert time.monotonic() - began < 30.0


CTRL_C = """
import sys
from sim import executors
if __name__ == "__main__":
    got = []
    try:
        for result in executors.run(eval, JOBS, 2):
            got.append(result)
            print("got", result, flush=True)
    except KeyboardInterrupt:
        print("kept", sorted(got), flush=True)
        sys.exit(130)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX process groups")
@pytest.mark.parametrize("bulk", [0, 300_000])
def test_ctrl_c_keeps_what_is_finished_and_stops_slow_workers(tmp_path, bulk):
    # bulk: jobs larger than a pipe's buffer must not block the way out
    jobs = ["1", "2"] + [f"__import__('time').sleep(60){' ' * bulk}"] * 6
    script = tmp_path / "interrupted.py"
    script.write_text(textwrap.dedent(CTRL_C).replace("JOBS", repr(jobs)))
    process = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env=os.environ | {"PYTHONPATH": str(Path(executors.__file__).parents[1])},
    )
    assert process.stdout is not None
    first = [process.stdout.readline(), process.stdout.readline()]
    os.killpg(process.pid, signal.SIGINT)
    output, errors = process.communicate(timeout=120)
    assert sorted(first) == ["got 1\n", "got 2\n"]
    assert output == "kept [1, 2]\n"
    assert errors == ""
    assert process.returncode == 130
