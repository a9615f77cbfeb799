"""Test that a killed run loses nothing, leaves nothing running, and ends as if it had not been killed."""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from contextlib import chdir
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim import executors
from sim.cli import app

ROOT = Path(executors.__file__).parents[1]
HERE = Path(__file__).parent
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc"),
]
SHOP = (HERE / "cli" / "corner_shop.py").read_text("utf-8").split('"""')[3]
TERM, HUP, KILL = signal.SIGTERM, signal.SIGHUP, signal.SIGKILL
RUN = ("run", "shop.yaml", "--figures", "none", "--no-equal-service", "--replications", "20", "--quiet")


def start(folder, *options, jobs="2", limit=None):
    """Start a run of 20 replications in a session of its own, which hears all signals as from a terminal."""

    def prepare():
        signal.signal(HUP, signal.SIG_DFL)  # what `nohup` has started hears no hangup, nor do its children
        if limit:
            limit()

    return subprocess.Popen(
        [sys.executable, "-m", "run_sim", *RUN, "--jobs", jobs, *options],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=prepare,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )


def run_here(folder, *options):
    """Run 20 replications in this process, to the end and without a word, and return the result."""
    with chdir(folder):
        done = CliRunner().invoke(app, [*RUN, "--jobs", "1", *options])
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")
    return result(folder)


def session(pid):
    """Return the processes of a session that are still there, but for those that only wait to be read."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == pid and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def nothing_runs(pid):
    """Return whether a session has ended, or ends within half a minute."""
    for _ in range(600):
        if not session(pid):
            return True
        time.sleep(0.05)
    return False


def workers(pid):
    """Return the worker processes of a run, waiting until there are two."""
    for _ in range(2400):
        found = []
        for one in session(pid):
            try:
                line = Path(f"/proc/{one}/cmdline").read_bytes()
            except OSError:
                continue
            if b"spawn_main" in line:
                found.append(one)
        if len(found) == 2:
            return found
        time.sleep(0.05)
    pytest.fail("no workers")


def finished(folder):
    return len(list((folder / "results").glob(".shop.unfinished/*/*.parquet")))


def wait_until(process, folder, kept):
    """Wait until a run has kept as many replications, or fail in words if it ends before."""
    while finished(folder) < kept:
        if process.poll() is not None:
            pytest.fail(f"ended before it could be killed: {process.communicate()}")
        time.sleep(0.01)


def killed(folder, kill, kept, whom):
    """Kill the parent, or its first worker, once so many replications are kept; return it and its stderr.

    A run that ends before the kill reaches it, on a busy machine, is started afresh.
    """
    for _ in range(5):
        process = start(folder)
        first, _ = workers(process.pid)
        wait_until(process, folder, kept)
        os.kill(process.pid if whom == "parent" else first, kill)
        _, errors = process.communicate(timeout=120)  # returns once nobody holds its output open
        if process.returncode:
            return process, errors
        shutil.rmtree(folder / "results")
    pytest.fail("every run ended before it could be killed")


def result(folder):
    return (folder / "results" / "shop" / "result.json").read_bytes()


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    (folder / "shop.yaml").write_text(SHOP)
    return run_here(folder)


@pytest.fixture
def shop(tmp_path):
    (tmp_path / "shop.yaml").write_text(SHOP)
    return tmp_path


def resume(folder, whole):
    """Run again, and hold the result against that of a run that nobody killed."""
    assert run_here(folder) == whole
    assert [path.name for path in (folder / "results").iterdir()] == ["shop"]


@pytest.mark.parametrize(("kill", "kept"), [(TERM, 3), (HUP, 3), (KILL, 3), (KILL, 0)])
def test_with_the_parent_end_its_workers_and_the_rest_is_run_later(shop, whole, kill, kept):
    process, _ = killed(shop, kill, kept, "parent")
    assert nothing_runs(process.pid)
    assert finished(shop) >= kept
    resume(shop, whole)


@pytest.mark.parametrize("kill", [TERM, HUP, KILL])
def test_a_killed_worker_ends_the_run_with_words_and_loses_nothing(shop, whole, kill):
    process, errors = killed(shop, kill, 3, "worker")
    assert process.returncode == 2
    assert errors.startswith("a worker process died before it finished")
    assert len(errors.splitlines()) == 1
    assert nothing_runs(process.pid)
    assert finished(shop) >= 3
    resume(shop, whole)


def full():
    """Limit files to 3 kB, as a full disk would."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))


@pytest.mark.parametrize(("jobs", "options"), [("1", ()), ("2", ("--keep-logs",))], ids=["one", "logs"])
def test_a_full_disk_is_told_in_one_line_and_the_old_result_stays(shop, whole, jobs, options):
    before = run_here(shop, "--seed", "4")
    process = start(shop, *options, jobs=jobs, limit=full)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 2
    assert "cannot be written" in errors
    assert errors.endswith("Choose another --out.\n")
    assert len(errors.splitlines()) == 1
    assert "Traceback" not in errors
    assert result(shop) == before
    assert nothing_runs(process.pid)
    assert not list((shop / "results").rglob("*.partial.parquet"))
    resume(shop, whole)


def test_of_two_runs_into_one_folder_one_is_refused_and_the_other_whole(shop, whole):
    both = [start(shop, "--keep-logs"), start(shop, "--keep-logs")]
    told = [process.communicate(timeout=300)[1] for process in both]
    assert sorted(process.returncode for process in both) == [0, 2], told
    assert [line for line in told if "another run is writing it" in line]
    assert len(list((shop / "results" / "shop" / "logs").rglob("contacts.parquet"))) == 40
    assert result(shop) == whole
    manifest = json.loads((shop / "results" / "shop" / "manifest.json").read_text())
    assert manifest["replications"] == 20
