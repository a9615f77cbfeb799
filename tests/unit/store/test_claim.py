"""Test that a result folder belongs to one run at a time."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim import store
from sim.errors import ResultError

HOLD = """
import sys, pathlib
from sim.store.lock import claim
with claim(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def hold(folder):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(Path(store.SOURCES).parent)},
    )
    assert process.stdout.readline() == b"held\n"
    return process


def test_a_second_run_is_refused_and_says_who_is_writing_until_the_first_one_is_killed(tmp_path):
    folder = tmp_path / "results" / "bank"
    process = hold(folder)
    refused = (
        rf"bank: another run is writing it \(process {process.pid}, since 20\S+\)\. Wait until it ends, or"
    )
    with pytest.raises(ResultError, match=refused), store.claim(folder):
        pytest.fail("both write")
    process.kill()
    process.communicate()
    with store.claim(folder), pytest.raises(ResultError, match="another run"), store.claim(folder):
        pytest.fail("both write")
    assert not (tmp_path / "results" / ".bank.unfinished").exists()


def test_a_claim_leaves_nothing_and_other_folders_are_free(tmp_path):
    with store.claim(tmp_path / "results" / "bank"), store.claim(tmp_path / "results" / "shop"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_takes_no_lock_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ResultError, match="cannot be written"), store.claim(tmp_path / "file" / "bank"):
        pytest.fail("it cannot be held")


def a_link_into_nowhere(path):
    path.symlink_to("no/where")


@pytest.mark.parametrize(
    "put",
    [lambda path: path.write_text("mine"), os.mkfifo, Path.mkdir, a_link_into_nowhere],
    ids=["text", "pipe", "folder", "link"],
)
def test_what_stands_in_the_place_of_the_lock_is_left_alone_and_named(tmp_path, put):
    (tmp_path / ".bank.unfinished").mkdir()
    put(tmp_path / ".bank.unfinished" / "lock")
    before = os.lstat(tmp_path / ".bank.unfinished" / "lock")
    text = r"\.bank\.unfinished.lock: stands where a run keeps its lock\. Move it away\."
    with pytest.raises(ResultError, match=text), store.claim(tmp_path / "bank"):
        pytest.fail("it cannot be held")
    after = os.lstat(tmp_path / ".bank.unfinished" / "lock")
    assert (after.st_mode, after.st_size) == (before.st_mode, before.st_size)


def test_a_place_where_no_folder_can_be_made_is_refused_at_once(tmp_path, monkeypatch):
    def vanishes(*_args, **_kwargs):
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr("pathlib.Path.mkdir", vanishes)
    refused = pytest.raises(ResultError, match=r"bank: cannot be written \(.*No such file.*\)\. Choose")
    with refused, store.claim(tmp_path / "bank"):
        pass
