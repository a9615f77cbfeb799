"""Test that a result folder is whole or not there, and what it holds."""

import json
import re
import shutil
import sys
import tomllib
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from sim import store
from sim.errors import ResultError
from sim.store import Journal, LogFiles, RunFiles
from sim.store.journal import ABOVE

TABLE = pl.DataFrame(
    {
        "policy": ["target"] * 2,
        "scenario": ["today"] * 2,
        "replication": [0, 0],
        "dimension": ["all", "interval"],
        "member": ["", "mon 09:00"],
        "kpi": ["asa"] * 2,
        "numerator": [30.0, 3.0],
        "denominator": [2.0, 1.0],
    }
)


def files(seed=1, **changes):
    base = RunFiles(
        result={"schema_version": 1, "seed": seed},
        replications=TABLE,
        tables={
            "estimates.csv": pl.DataFrame({"dimension": ["queue"], "value": [2.0]}),
            "intervals.csv": pl.DataFrame({"policy": ["target"], "value": [3.0]}),
            "differences.csv": pl.DataFrame({"kpi": ["asa"], "difference": [-1.0]}),
        },
        scenarios={"today": "version: 1\n", "busy day": "version: 1 # busy\n"},
        manifest=store.manifest("version: 1\n", {"seed": seed, "complete": True}),
        later=[("figures/one.svg", b"<svg/>")],
    )
    return base._replace(**changes)


def written(folder, content):
    assert store.write(folder, content) == []
    return folder


def names(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_run_s_folder_holds_every_file_and_leaves_nothing_beside_it(tmp_path):
    folder = written(tmp_path / "results" / "bank", files())
    assert names(folder) == [
        "differences.csv",
        "estimates.csv",
        "figures/one.svg",
        "files.sha256",
        "intervals.csv",
        "manifest.json",
        "replications.csv",
        "replications.parquet",
        "result.json",
        f"scenario.{store.file_name('busy day')}.resolved.yaml",
        "scenario.resolved.yaml",
    ]
    assert [path.name for path in folder.parent.iterdir()] == ["bank"]


def test_estimates_are_written_for_a_spreadsheet(tmp_path):
    folder = written(tmp_path / "bank", files())
    assert (folder / "estimates.csv").read_text() == "dimension,value\nqueue,2.0\n"


def test_a_result_of_other_inputs_is_told_from_one_of_the_same(tmp_path):
    assert not store.replaces(tmp_path / "bank", {"seed": 1})
    folder = written(tmp_path / "bank", files())
    assert not store.replaces(folder, {"seed": 1, "complete": True})
    assert store.replaces(folder, {"seed": 2, "complete": True})
    assert store.replaces(folder, {"policies": ["target"]})


def test_parquet_keeps_intervals_and_csv_leaves_them_out(tmp_path):
    folder = written(tmp_path / "bank", files())
    assert_frame_equal(pl.read_parquet(folder / "replications.parquet"), TABLE)
    assert pl.read_csv(folder / "replications.csv")["dimension"].to_list() == ["all"]


def test_a_new_result_replaces_the_old_one_whole(tmp_path):
    store.write(tmp_path / "bank", files(later=[("figures/old.png", b"")]))
    folder = written(tmp_path / "bank", files(seed=2))
    assert json.loads((folder / "result.json").read_text())["seed"] == 2
    assert names(folder / "figures") == ["one.svg"]
    assert [path.name for path in tmp_path.iterdir()] == ["bank"]


def test_a_place_that_takes_no_result_is_named_plainly(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(
        ResultError, match=r"bank: cannot be written \(.*file is no folder\)\. Choose another --out"
    ):
        store.check_folder(tmp_path / "file" / "bank")
    with pytest.raises(ResultError, match="file: holds files that are not a Goodwill result"):
        store.check_folder(tmp_path / "file")
    with pytest.raises(ResultError, match=r"x\.xml: cannot be written .* Choose another file"):
        store.check_file(tmp_path / "file" / "x.xml")
    store.check_folder(tmp_path / "new" / "bank")
    store.check_file(tmp_path / "new" / "x.xml")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(
        ResultError, match=r"link: is a link, and a result takes the place of its folder\. Ch"
    ):
        store.check_folder(tmp_path / "link")


def test_a_crash_while_writing_leaves_the_old_result(tmp_path, monkeypatch):
    store.write(tmp_path / "bank", files())

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr(type(tmp_path), "write_bytes", fail)
    with pytest.raises(ResultError, match=r"bank: cannot be written \(disk full\)\. Choose another --out\."):
        store.write(tmp_path / "bank", files(seed=2))
    assert json.loads((tmp_path / "bank" / "result.json").read_text())["seed"] == 1
    assert [path.name for path in tmp_path.iterdir()] == ["bank"]


def test_ctrl_c_while_writing_leaves_no_half_written_result(tmp_path, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(pl.DataFrame, "write_csv", interrupt)
    with pytest.raises(KeyboardInterrupt):
        store.write(tmp_path / "bank", files())
    assert list(tmp_path.iterdir()) == []


def test_the_old_result_comes_back_when_the_new_one_cannot_move_in(tmp_path, monkeypatch):
    store.write(tmp_path / "bank", files())
    rename = type(tmp_path).rename

    def refuse_fresh(path, target):
        if path.name.startswith("writing-"):
            raise OSError("busy")
        return rename(path, target)

    monkeypatch.setattr(type(tmp_path), "rename", refuse_fresh)
    with pytest.raises(ResultError, match="busy"):
        store.write(tmp_path / "bank", files(seed=2))
    assert json.loads((tmp_path / "bank" / "result.json").read_text())["seed"] == 1


def test_a_crash_between_the_renames_is_mended_by_the_next_run(tmp_path):
    store.write(tmp_path / "bank", files())
    (tmp_path / "bank").rename(tmp_path / ".bank.before")
    store.recover(tmp_path / "bank")
    assert [path.name for path in tmp_path.iterdir()] == ["bank"]
    assert (tmp_path / "bank" / "result.json").is_file()


def test_a_folder_of_other_files_is_never_replaced(tmp_path):
    (tmp_path / "bank").mkdir()
    (tmp_path / "bank" / "thesis.txt").write_text("years of work")
    with pytest.raises(ResultError, match="holds files that are not a Goodwill result"):
        store.write(tmp_path / "bank", files())
    assert (tmp_path / "bank" / "thesis.txt").read_text() == "years of work"


def test_nan_never_reaches_a_result_file():
    with pytest.raises(ValueError, match="Out of range float"):
        store.to_json({"value": float("nan")})


def test_a_manifest_names_all_that_decides_the_bits():
    found = store.manifest("version: 1\n", {"seed": 7})
    assert found["scenario_sha256"] == store.sha256("version: 1\n")
    assert found["seed"] == 7
    assert set(found["versions"]) == {"goodwill", "python", *store.LIBRARIES}
    assert found["platform"]
    assert found["libm"]
    assert "constraints_sha256" in found


def test_a_tool_for_tests_or_pages_moves_no_digest_of_the_constraints(tmp_path, monkeypatch):
    monkeypatch.setattr(sys.modules["sim.store.manifest"], "SOURCES", tmp_path / "sim")

    def pinned(*lines):
        (tmp_path / "constraints.txt").write_text("\n".join(lines), "utf-8")
        return store.manifest("version: 1\n", {})["constraints_sha256"]

    before = pinned("numpy==2.4.6", "simpy==4.1.2")
    assert pinned("numpy==2.4.6", "pytest==9.2.0", "simpy==4.1.2") == before
    assert pinned("numpy==2.4.7", "simpy==4.1.2") != before


def test_a_journal_finds_only_what_its_own_key_kept(tmp_path):
    Journal(tmp_path / "bank", {"seed": 1}).keep("today/target/0", TABLE)
    (again,) = Journal(tmp_path / "bank", {"seed": 1}).finished()
    assert_frame_equal(again, TABLE)
    assert list(Journal(tmp_path / "bank", {"seed": 2}).finished()) == []
    assert list(Journal(tmp_path / "shop", {"seed": 1}).finished()) == []


def test_a_journal_s_key_changes_with_goodwill_s_own_sources(tmp_path, monkeypatch):
    before = Journal(tmp_path / "bank", {}).folder

    def folder_of(name, **edited):
        shutil.copytree(store.SOURCES, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        for module, text in edited.items():
            (tmp_path / name / f"{module}.py").write_text(text)
        monkeypatch.setattr(store.journal.manifest, "SOURCES", tmp_path / name)
        return Journal(tmp_path / "bank", {}).folder

    assert folder_of("copy") == before
    assert folder_of("edited", errors="") != before


def test_a_damaged_journal_entry_is_dropped(tmp_path):
    journal = Journal(tmp_path / "bank", {})
    journal.keep("a", TABLE)
    journal.keep("b", TABLE)
    sorted(journal.folder.glob("*.parquet"))[0].write_bytes(b"PAR1 cut short")
    assert len(list(journal.finished())) == 1
    assert len(list(journal.folder.iterdir())) == 1


def test_a_discarded_journal_leaves_nothing(tmp_path):
    journal = Journal(tmp_path / "bank", {})
    journal.keep("a", TABLE)
    journal.discard()
    assert list(tmp_path.iterdir()) == []


def test_writing_a_result_leaves_the_journal_of_an_unfinished_run(tmp_path):
    journal = Journal(tmp_path / "bank", {})
    journal.keep("a", TABLE)
    store.write(tmp_path / "bank", files())
    assert len(list(journal.finished())) == 1


def test_kept_logs_are_one_file_per_table_whatever_the_chunks(tmp_path):
    logs = LogFiles(tmp_path / "logs")
    for start in (0, 4):
        logs.add("contacts", {"time": np.arange(start, start + 4.0), "agent": np.arange(4)})
    logs.add("legs", {"time": np.zeros(1)})
    logs.finish()
    assert names(tmp_path / "logs") == ["contacts.parquet", "legs.parquet"]
    found = pl.read_parquet(tmp_path / "logs" / "contacts.parquet")
    assert found["time"].to_list() == list(np.arange(8.0))


def test_kept_logs_move_into_the_result_without_unfinished_parts(tmp_path):
    done = LogFiles(tmp_path / "logs" / "today" / "0000")
    done.add("contacts", {"time": np.zeros(2)})
    done.finish()
    LogFiles(tmp_path / "logs" / "today" / "0001").add("contacts", {"time": np.zeros(2)})
    folder = written(tmp_path / "bank", files(logs=tmp_path / "logs"))
    assert names(folder / "logs") == ["today/0000/contacts.parquet"]


def test_without_a_folder_logs_leave_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    logs = LogFiles(None)
    logs.add("contacts", {"time": np.zeros(2)})
    logs.finish()
    assert list(tmp_path.iterdir()) == []


def test_what_no_digest_of_a_replication_counts_stands_above_the_experiment():
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text())
    contracts = project["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one["type"] == "layers")
    place = next(k for k, layer in enumerate(layers) if "experiment" in layer)
    assert set(ABOVE) == set(re.findall(r"\w+", " ".join(layers[:place])))
