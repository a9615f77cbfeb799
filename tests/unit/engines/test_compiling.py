"""Test what stands around the compiled engine: who compiles it, and what becomes of memory that is freed."""

import ctypes
import signal
import subprocess
import sys
from itertools import pairwise

import pytest

from sim.engines import choice
from sim.errors import GoodwillError

default_manager = pytest.importorskip("numba.core.datamodel").default_manager
types = pytest.importorskip("numba.core.types")
cache = pytest.importorskip("sim.engines.compiled.cache")
entries = pytest.importorskip("sim.engines.compiled.entries")
pages = pytest.importorskip("sim.engines.compiled.pages")

FAULTS = """
import resource
import numpy as np
from sim.engines.compiled.pages import keep_pages

def faults():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(20):
        pieces = [np.zeros(1 << 20, dtype=np.uint8) + np.uint8(1) for _ in range(40)]
        del pieces
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

taken = faults()
keep_pages()
faults()
print(taken, faults())
"""


def sleeper():
    return subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(60)"], stderr=subprocess.PIPE, text=True
    )


def test_an_interruption_leaves_nothing_behind_that_compiles(monkeypatch):
    begun = []

    def begin(*_job):
        begun.append(sleeper())
        return begun[-1]

    def interrupt(*_signal):
        raise KeyboardInterrupt

    monkeypatch.setattr(entries, "_compiler_of", begin)
    own = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    try:
        with pytest.raises(KeyboardInterrupt):
            entries._compile(["plain", "full"])
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, own)
    assert len(begun) == entries.AT_ONCE
    assert [one.wait(10) for one in begun] == [-signal.SIGKILL] * entries.AT_ONCE


def test_jobs_compile_each_entry_once_and_number_their_functions_apart(monkeypatch):
    made = []
    monkeypatch.setattr(
        entries, "make", lambda variant, wanted: made.extend((variant, one) for one in wanted)
    )
    for name in ("gc", "event", "FunctionIdentity", "TargetConfig"):
        monkeypatch.setattr(entries, name, type(name, (), {"disable": print, "freeze": print}))
    for job in entries.JOBS:
        entries.fill(*job)
    assert len(made) == len({*made}) == 2 * len(entries.program.SIGNATURES)
    firsts = sorted(entries.JOBS.values())
    assert min(b - a for a, b in pairwise(firsts)) >= 999_999


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallopt"), reason="only glibc is told what to keep")
def test_freed_memory_is_not_taken_again_page_by_page():
    told = subprocess.run([sys.executable, "-c", FAULTS], capture_output=True, text=True, check=True).stdout
    before, after = map(int, told.split())
    assert after < before / 4, told


@pytest.mark.parametrize("dimensions", [1, 2])
def test_an_array_goes_to_a_verb_as_its_address_and_shape_and_counts_no_references(dimensions):
    memory = pytest.importorskip("sim.engines.compiled.memory")
    model = default_manager.lookup(memory.Cells(types.int64, dimensions))
    address, shape = model.get_argument_type()
    assert len(shape) == dimensions
    assert str(address) == "i64*"
    assert not model.contains_nrt_meminfo()


@pytest.fixture
def kept(monkeypatch, tmp_path):
    """Keep the cache in a folder of its own, and write two files instead of compiling."""
    monkeypatch.setenv(cache.FOLDER, str(tmp_path))

    def compile_(variants):
        for variant in variants:
            place = cache.folder(variant) / "program"
            place.mkdir(parents=True)
            (place / "run_on.nbi").write_bytes(b"index")
            (place / "run_on.1.nbc").write_bytes(b"code" * 100)

    monkeypatch.setattr(entries, "_compile", compile_)


def flipped(file):
    file.write_bytes(bytes([file.read_bytes()[0] ^ 1]) + file.read_bytes()[1:])


DAMAGES = {
    "a bit is another": flipped,
    "cut short": lambda file: file.write_bytes(file.read_bytes()[:-1]),
    "empty": lambda file: file.write_bytes(b""),
    "gone": lambda file: file.unlink(),
}


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", ["run_on.nbi", "run_on.1.nbc", "seal"])
def test_what_is_damaged_in_the_cache_is_compiled_anew(name, damage):
    assert not cache.is_warm("plain")
    entries.compile_apart(["plain", "full"])
    assert cache.is_warm("plain")
    (file,) = cache.folder("plain").rglob(name)
    DAMAGES[damage](file)
    assert not cache.is_warm("plain")
    assert cache.is_warm("full")
    assert not choice.is_warm(["plain", "full"])
    entries.compile_apart(["plain", "full"])
    assert cache.is_warm("plain")


@pytest.mark.usefixtures("kept")
def test_what_was_stopped_while_it_compiled_is_not_taken_for_the_whole(monkeypatch):
    compile_ = entries._compile

    def stopped(variants):
        compile_(variants)
        raise KeyboardInterrupt

    monkeypatch.setattr(entries, "_compile", stopped)
    told = []
    with pytest.raises(KeyboardInterrupt):
        choice.prepare(["plain"], told.append)
    assert told[-1].startswith("Stopped before the engine was compiled")
    assert not cache.is_warm("plain")


@pytest.mark.usefixtures("kept")
def test_a_folder_that_cannot_be_written_is_read_where_all_is_there(monkeypatch):
    monkeypatch.setattr(cache, "can_keep", lambda: False)
    with pytest.raises(GoodwillError, match="cannot be written"):
        choice.prepare(["plain"], print)
    entries.compile_apart(["plain"])
    choice.prepare(["plain"], print)


@pytest.mark.usefixtures("kept")
def test_numba_that_is_switched_off_is_named(monkeypatch):
    monkeypatch.setenv(cache.SWITCH, "1")
    with pytest.raises(GoodwillError, match=r"NUMBA_DISABLE_JIT keeps numba from compiling\. Unset it"):
        choice.prepare(["plain"], print)
