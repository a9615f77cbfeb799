"""Test that no result folder whatever is shown changed, hangs, or loses what somebody else put there."""

import hashlib
import sys
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from sim import store
from sim.errors import ResultError
from sim.store import stored
from sim.studies import kept

sys.path.insert(0, str(Path(__file__).parent))
from forgeries import ALL

TABLE = pl.DataFrame(
    {
        "policy": ["usual"],
        "scenario": ["today"],
        "replication": [0],
        "dimension": ["all"],
        "member": [""],
        "kpi": ["asa"],
        "numerator": [30.0],
        "denominator": [2.0],
    }
)
ABOUT = {"scenario_sha256": "abc", "seed": 3}
CORE = ("result.json", "manifest.json", "replications.parquet", "scenario.resolved.yaml")
FILES = (*CORE, "files.sha256", "estimates.csv", "figures/one.svg", "studies/level.csv", "studies/level.json")
MOVED = "link_to_itself_moved_away"
READ_ON = ("one_bit", "another manifest")
"""Forgeries of a manifest that leave one: the folder is known for a result, and the manifest kept aside."""


def content(seed):
    return {"schema_version": store.SCHEMA_VERSION, "seed": seed}


def write(folder, seed):
    about = store.manifest("version: 1\n", {"seed": seed})
    later = (("figures/one.svg", b"<svg/>"),)
    files = store.RunFiles(content(seed), TABLE, {"estimates.csv": TABLE}, {"today": "a\n"}, about, later)
    return store.write(folder, files)


def contents(folder):
    """Return the digests of all plain files, wherever they stand."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return {hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture
def result(tmp_path):
    """Write a result with a study's table, a note of somebody's beside it, and a thesis outside."""
    folder = tmp_path / "results" / "shop"
    write(folder, 1)
    kept.write(folder, {"level": TABLE}, ABOUT)
    (folder / "note.txt").write_text("mine")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "thesis.txt").write_text("years of work")
    return folder


def made(step):
    """Take a step and return what came of it, None where it was refused on one line."""
    try:
        return step()
    except ResultError as refused:
        if "\n" in str(refused):
            raise
        return None


@pytest.mark.slow
@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("name", FILES)
def test_a_forged_file_is_refused_or_plays_no_part_and_costs_others_nothing(result, name, kind, tmp_path):
    own = contents(result)
    ALL[kind](result / name, tmp_path / "outside")
    others = contents(tmp_path) - own
    read = made(lambda: stored.read(result))
    same = name not in CORE and (name != "files.sha256" or kind in ("with_more", "one_bit", MOVED))
    assert (read is not None) == same
    if read:
        assert (read.content, read.manifest["seed"]) == (content(1), 1)
        assert_frame_equal(read.table, TABLE)
        assert [path.read_text("utf-8") for path in read.scenarios] == ["a\n"]
    assert bool(kept.read(result, "level", "abc")) == (not name.startswith("studies") or kind == MOVED)
    for again in (lambda: kept.write(result, {"level": TABLE}, ABOUT), lambda: write(result, 2)):
        done = made(again)
        if (name, kind) != ("files.sha256", "one_bit"):  # a list with another name in it is a list
            assert not others - contents(tmp_path)
        assert (tmp_path / "outside" / "thesis.txt").read_text() == "years of work"
    assert (done is None) == (name == "manifest.json" and kind not in (*READ_ON, MOVED))
    if done is not None:
        assert stored.read(result).content == content(2)
        table, about = kept.read(result, "level", "abc")
        assert_frame_equal(table, TABLE)
        assert about == ABOUT


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (TABLE.drop("member"), "has other columns: policy String, scenario String, replication Int64, "),
        (TABLE.rename({"kpi": "measure"}), "has other columns: "),
        (TABLE.cast({"numerator": pl.String}), "has other columns: "),
        (TABLE.with_columns(kpi=pl.lit(None, pl.String)), "has rows without a name)"),
    ],
    ids=["lost", "renamed", "of another type", "null"],
)
def test_a_table_of_other_columns_is_refused_though_the_list_says_that_the_run_wrote_it(
    result, changed, told
):
    path = result / "replications.parquet"
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    changed.write_parquet(path)
    listing = (result / "files.sha256").read_text()
    after = hashlib.sha256(path.read_bytes()).hexdigest()
    (result / "files.sha256").write_text(listing.replace(before, after))
    with pytest.raises(ResultError) as refused:
        stored.read(result)
    assert f"no whole result of this version of Goodwill (ValueError: replications.parquet {told}" in str(
        refused.value
    )
