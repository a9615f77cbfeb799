"""Test what studies keep on disk: replications by name, and tables in the result folder."""

import sys

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from sim.errors import ResultError
from sim.studies.kept import Cache, read, write

TABLE = pl.DataFrame({"kpi": ["csat"], "value": [0.7]})


def test_a_kept_table_is_found_by_its_name_alone(tmp_path):
    Cache(tmp_path / "shop").keep("one", TABLE)
    assert_frame_equal(Cache(tmp_path / "shop").find("one"), TABLE)
    assert Cache(tmp_path / "shop").find("two") is None
    assert Cache(tmp_path / "other").find("one") is None


def test_a_damaged_table_is_dropped(tmp_path):
    cache = Cache(tmp_path / "shop")
    cache.keep("one", TABLE)
    (path,) = cache.folder.iterdir()
    path.write_bytes(b"half")
    assert cache.find("one") is None
    assert not path.exists()


def test_another_version_of_goodwill_finds_nothing(tmp_path, monkeypatch):
    Cache(tmp_path / "shop").keep("one", TABLE)
    monkeypatch.setattr(sys.modules["sim.store.manifest"], "versions", lambda: {"goodwill": "another"})
    assert Cache(tmp_path / "shop").find("one") is None


def test_a_place_that_takes_nothing_is_named(tmp_path):
    (tmp_path / ".shop.studies").write_text("a file")
    with pytest.raises(ResultError, match=r"\.shop\.studies: cannot be written .*Choose another --out"):
        Cache(tmp_path / "shop").keep("one", TABLE)


def test_a_study_s_table_is_read_again_for_the_same_scenario_only(tmp_path):
    folder = tmp_path / "shop"
    write(folder, {"frontier": TABLE}, {"scenario_sha256": "abc", "seed": 3})
    table, about = read(folder, "frontier", "abc")
    assert_frame_equal(table, TABLE)
    assert about["seed"] == 3
    assert read(folder, "frontier", "abd") is None
    assert read(folder, "equal_service", "abc") is None


def test_studies_stand_beside_each_other(tmp_path):
    folder = tmp_path / "shop"
    write(folder, {"frontier": TABLE}, {"scenario_sha256": "abc"})
    write(folder, {"turning_points": TABLE}, {"scenario_sha256": "abc"})
    assert read(folder, "frontier", "abc")
    assert read(folder, "turning_points", "abc")


def test_somebody_else_s_folder_is_left_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(ResultError, match="holds files that are not a Goodwill result"):
        write(tmp_path, {"frontier": TABLE}, {"scenario_sha256": "abc"})


def test_a_study_in_a_file_s_place_is_refused(tmp_path):
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "studies").write_text("a file")
    with pytest.raises(ResultError, match=r"cannot be written .*Choose another --out"):
        write(folder, {"frontier": TABLE}, {"scenario_sha256": "abc"})


@pytest.mark.parametrize("name", ["level.csv", "level.json"])
def test_a_table_of_a_study_that_was_changed_since_is_not_read(tmp_path, name):
    write(tmp_path / "shop", {"level": TABLE}, {"scenario_sha256": "1"})
    assert read(tmp_path / "shop", "level", "1") is not None
    (tmp_path / "shop" / "studies" / name).write_bytes(b"[[[")
    assert read(tmp_path / "shop", "level", "1") is None


def test_what_stands_in_the_place_of_a_study_s_table_and_is_none_is_kept_and_named(tmp_path):
    folder = tmp_path / "shop"
    assert write(folder, {"level": TABLE}, {"scenario_sha256": "1"}) == []
    assert write(folder, {"level": TABLE}, {"scenario_sha256": "1"}) == []
    (folder / "studies" / "level.csv").write_text("my own figures")
    kept = write(folder, {"level": TABLE}, {"scenario_sha256": "1"})
    assert kept == [str(folder / "studies" / name) for name in ("level.kept-1.json", "level.kept-1.csv")]
    assert (folder / "studies" / "level.kept-1.csv").read_text() == "my own figures"
    table, _ = read(folder, "level", "1")
    assert_frame_equal(table, TABLE)
