"""Test that nothing is deleted that Goodwill did not write, whatever stands where a result goes."""

import json
import os

import polars as pl
import pytest

from sim import store
from sim.errors import ResultError

TABLE = pl.DataFrame({"dimension": ["all"], "kpi": ["asa"], "numerator": [30.0], "denominator": [2.0]})


def files(seed=1, later=(("figures/one.svg", b"<svg/>"),), **facts):
    about = store.manifest("version: 1\n", {"seed": seed, **facts})
    return store.RunFiles({"seed": seed}, TABLE, {"estimates.csv": TABLE}, {"today": "a\n"}, about, later)


def names(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


OWN = [
    "estimates.csv",
    "figures/one.svg",
    "files.sha256",
    "manifest.json",
    "replications.csv",
    "replications.parquet",
    "result.json",
    "scenario.resolved.yaml",
]

FOREIGN_MANIFESTS = [
    "{}",
    "[]",
    "null",
    "7",
    "",
    "{",
    "[" * 100_000,
    "9" * 10_000,
    '{"name": "my app", "version": "1.0"}',
    '{"schema_version": 1, "files": []}',
]


@pytest.mark.parametrize("text", FOREIGN_MANIFESTS, ids=range(len(FOREIGN_MANIFESTS)))
def test_a_folder_with_a_manifest_of_somebody_else_is_refused_and_whole(tmp_path, text):
    folder = tmp_path / "bank"
    folder.mkdir()
    (folder / "manifest.json").write_text(text)
    (folder / "thesis.txt").write_text("years of work")
    assert not store.replaces(folder, {"seed": 1})
    with pytest.raises(ResultError, match=r"bank: holds files that are not a Goodwill result\. Choose ano"):
        store.check_folder(folder)
    with pytest.raises(ResultError, match="holds files"):
        store.write(folder, files())
    assert names(tmp_path) == ["bank/manifest.json", "bank/thesis.txt"]


def test_a_manifest_that_is_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "manifest.json")
    with pytest.raises(ResultError, match="holds files"):
        store.check_folder(tmp_path)


def test_what_is_put_beside_a_result_stays_when_the_next_one_comes(tmp_path):
    folder = tmp_path / "bank"
    assert store.write(folder, files()) == []
    (folder / "note.txt").write_text("mine")
    (folder / "figures" / "slide.pptx").write_text("mine too")
    (folder / "empty").mkdir()
    (folder / "link").symlink_to("nowhere")
    kept = store.write(folder, files(seed=2))
    assert sorted(os.path.relpath(path, folder) for path in kept) == [
        "empty",
        "figures/slide.pptx",
        "link",
        "note.txt",
    ]
    assert names(folder) == sorted([*OWN, "figures/slide.pptx", "note.txt"])
    assert (folder / "link").is_symlink()
    assert json.loads((folder / "result.json").read_text())["seed"] == 2
    assert store.write(folder, files(seed=3)) != []
    assert (folder / "note.txt").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["bank"]


def test_what_was_changed_in_a_result_is_kept_under_a_free_name(tmp_path):
    folder = tmp_path / "bank"
    for content in ("first", "second"):
        store.write(folder, files())
        (folder / "estimates.csv").write_text(content)
        (folder / "manifest.json").write_text((folder / "manifest.json").read_text() + " ")
    store.write(folder, files())
    assert (folder / "estimates.kept-1.csv").read_text() == "first"
    assert (folder / "estimates.kept-2.csv").read_text() == "second"
    assert (folder / "estimates.csv").read_text().startswith("dimension,")
    assert (folder / "manifest.kept-2.json").is_file()


def test_of_the_older_result_goes_everything_that_nobody_changed(tmp_path):
    folder = tmp_path / "bank"
    store.write(folder, files(later=[("figures/old.svg", b"old"), ("events/a/b.csv", b"old")]))
    assert store.write(folder, files(seed=2)) == []
    assert names(tmp_path) == [f"bank/{name}" for name in OWN]


def test_a_result_that_does_not_list_its_files_is_moved_aside_whole(tmp_path):
    folder = tmp_path / "bank"
    store.write(folder, files())
    (folder / "files.sha256").unlink()
    assert store.write(folder, files(seed=2)) == [str(tmp_path / "bank.kept-1")]
    assert names(folder) == OWN
    assert names(tmp_path / "bank.kept-1") == [name for name in OWN if name != "files.sha256"]


def test_a_forged_list_reaches_nothing_outside_the_folder(tmp_path):
    folder, outside = tmp_path / "bank", tmp_path / "thesis.txt"
    outside.write_text("years of work")
    store.write(folder, files())
    with (folder / "files.sha256").open("a") as listing:
        listing.write(f"{store.sha256('years of work')}  ../thesis.txt\n")
        listing.write(f"{store.sha256('years of work')}  {outside}\nnonsense\n\n  \n")
    (folder / "inside").symlink_to(tmp_path)
    store.write(folder, files())
    assert outside.read_text() == "years of work"


def test_a_run_killed_among_its_figures_leaves_the_note_and_the_next_run_clears_up(tmp_path):
    folder = tmp_path / "bank"
    store.write(folder, files())
    (folder / "note.txt").write_text("mine")

    def killed():
        yield "figures/one.svg", b"<svg/>"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.write(folder, files(seed=2, later=killed()))
    assert json.loads((folder / "result.json").read_text())["seed"] == 2
    assert store.recover(folder) == [str(folder / "note.txt")]
    assert names(tmp_path) == sorted(f"bank/{name}" for name in [*OWN, "note.txt"])
    assert store.write(folder, files()) == [str(folder / "note.txt")]


def test_the_place_of_an_older_result_is_not_taken_from_somebody_else(tmp_path):
    (tmp_path / ".bank.before").mkdir()
    (tmp_path / ".bank.before" / "thesis.txt").write_text("years of work")
    with pytest.raises(
        ResultError, match=r"before: stands where an older result is put aside\. Move it away"
    ):
        store.check_folder(tmp_path / "bank")
    assert names(tmp_path) == [".bank.before/thesis.txt"]


def test_discarding_a_journal_leaves_what_others_put_there(tmp_path):
    journal = store.Journal(tmp_path / "bank", {})
    journal.keep("a", TABLE)
    (journal.root / "thesis.txt").write_text("years of work")
    journal.discard()
    assert names(tmp_path) == [".bank.unfinished/thesis.txt"]
