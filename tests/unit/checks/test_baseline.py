"""Test that a baseline survives its file, is refused when damaged, and is compared as far as it can be."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from sim.checks import baseline, history, plan
from sim.checks.baseline import differences, provenance
from sim.checks.plan import scenario_digest
from sim.errors import ResultError
from sim.scenario.load import load_scenario
from sim.scenario.semantics import SEMANTICS_REVISION, changed_since
from sim.store import sha256

HISTORY = """
scenarios: [today]
measures: {"service_level{queue=service}": ">= 50%"}
history:
  each: {"service_level{queue=service}": {within: 2pp}}
"""
PATH = "results/baselines/toy.json"


@pytest.fixture(name="stored")
def _stored(toy):
    toy.expects(HISTORY)
    toy.store()
    return toy.folder / PATH


def rewritten(path, change):
    """Change a baseline as somebody would who knows its checksum: another machine, for one."""
    whole = baseline.read(path)
    baseline.write(path, change(whole))


def elsewhere(name, value):
    return lambda whole: replace(whole, provenance={**whole.provenance, name: value})


def test_a_baseline_reads_back_what_was_written(stored):
    whole = baseline.read(stored)
    assert (whole.name, whole.seed, whole.replications) == ("Toy", 7, 10)
    assert whole.provenance == provenance()
    assert len(whole.digests["today/plain"]) == 10
    assert ("plain", "today", "queue", "service", "service_level") in whole.sums
    assert ("kind", "today", "all", "", "asa") in whole.sums
    before = stored.read_bytes()
    baseline.write(stored, whole)
    assert stored.read_bytes() == before


@pytest.mark.parametrize("keep", [0, 1, 100, 5000, -2])
def test_a_baseline_that_was_cut_off_is_refused(toy, stored, keep):
    stored.write_bytes(stored.read_bytes()[:keep])
    with pytest.raises(
        ResultError, match=r"toy.json: is no whole baseline; it may have been cut off\. Restore"
    ):
        toy.check()


@pytest.mark.parametrize(("old", "new"), [('"seed": 7', '"seed": 8'), ('"numerator": [', '"numerator": [1')])
def test_a_baseline_that_was_edited_by_hand_is_refused(toy, stored, old, new):
    text = stored.read_text("utf-8")
    assert old in text
    stored.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(
        ResultError, match=r"toy.json: does not match its checksum .* edited by hand or damaged"
    ):
        toy.check()


@pytest.mark.parametrize("text", ["[]", '"text"', '{"content": {}}', "[" * 100_000])
def test_something_else_is_refused(toy, stored, text):
    stored.write_text(text, "utf-8")
    with pytest.raises(ResultError, match="is no whole baseline"):
        toy.check()


def test_another_format_is_refused(toy, stored):
    whole = json.loads(stored.read_text("utf-8"))
    stored.write_text(json.dumps({**whole, "version": 2}), "utf-8")
    with pytest.raises(ResultError, match=r"is of another format \(got goodwill-baseline 2; allowed .* 1\)"):
        toy.check()


@pytest.mark.usefixtures("stored")
def test_unchanged_behaviour_gives_the_same_digests_and_no_difference(toy):
    report = toy.check()
    assert (report.baseline, report.code, report.notes) == ("same", 0, ())
    digests = [one for one in report.outcomes if one.case.kind == "digest"]
    assert [one.note for one in digests] == ["10 digests the same"] * 2


@pytest.mark.usefixtures("stored")
def test_changed_behaviour_fails_and_names_what_moved(toy):
    toy.behaves(lost=0.05)
    report = toy.check()
    first = next(one for one in report.outcomes if one.case.kind == "digest")
    assert (report.code, first.verdict) == (1, "fail")
    assert "behaviour changed" in first.note
    assert "10 of 10 differ" in first.note
    assert "moved: service_level 79.0 % -> 74.0 %" in first.note
    assert "(-5 pp)" in first.note
    measure = next(one for one in report.outcomes if one.case.kind == "history")
    assert (measure.verdict, measure.shown.value) == ("fail", pytest.approx(-0.05))


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("platform", "Windows AMD64", "platform Windows AMD64 there"),
        ("libm", "musl", "libm musl there"),
        ("constraints_sha256", "0" * 64, "constraints 000000000000 there"),
        ("constraints_sha256", None, "constraints unknown there"),
        ("numpy", "1.0", "numpy 1.0 there"),
    ],
)
def test_a_baseline_from_elsewhere_is_compared_statistically_and_says_so(toy, stored, name, value, words):
    rewritten(stored, elsewhere(name, value))
    report = toy.check()
    assert (report.baseline, report.code) == ("statistical", 0)
    (note,) = report.notes
    assert words in note
    assert note.endswith("compared statistically instead.")
    digests = [one for one in report.outcomes if one.case.kind == "digest"]
    assert {one.note for one in digests} == {"compared statistically, by 1 stored measures"}
    toy.behaves(lost=0.05)
    report = toy.check()
    assert [one.verdict for one in report.outcomes if one.case.kind == "digest"] == ["fail", "fail"]
    toy.behaves(lost=0.001)
    assert toy.check().code == 0


def test_a_scenario_keeps_its_digest_however_times_are_written_and_whatever_keys_are_added(monkeypatch):
    smallest = Path(__file__).parents[2] / "cases" / "valid" / "smallest.yaml"
    monkeypatch.setattr(plan, "SEMANTICS_REVISION", 2)  # a later revision moves it on purpose
    found = plan.scenario_digest(load_scenario(smallest))
    assert found == "dbad5038b5d0ad073506e8f50d500979b52a34fbda1dba5df7b2696bd53ca65b"


def test_goodwill_s_own_version_does_not_keep_digests_from_being_compared():
    here = provenance()
    assert differences({**here, "goodwill": "9.9.9"}, here) == []


@pytest.mark.usefixtures("stored")
def test_another_seed_is_compared_as_independent_runs(toy):
    toy.file.write_text(toy.file.read_text("utf-8").replace("seed: 7", "seed: 8"), "utf-8")
    toy.behaves(noise=0.005)
    report = toy.check()
    assert report.baseline == "statistical"
    assert "seed 7 there, 8 here" in report.notes[0]
    measure = next(one for one in report.outcomes if one.case.kind == "history")
    assert measure.shown.half_width > 0.005
    assert report.budget.history == 2


@pytest.mark.usefixtures("stored")
def test_a_changed_scenario_is_not_comparable(toy):
    toy.file.write_text(toy.file.read_text("utf-8").replace("mean: 3m", "mean: 4m"), "utf-8")
    toy.behaves(lost=0.05)
    report = toy.check()
    assert (report.baseline, report.code) == ("changed", 4)
    changed = (
        "not comparable, because scenario today has changed since: queues.service.patience.mean 3m -> 4m."
    )
    assert report.baseline_note.startswith(f"{changed} If that is meant, --update-baseline.")
    assert "moved: service_level" in report.baseline_note
    assert {one.case.kind for one in report.outcomes} == {"limit"}


@pytest.mark.usefixtures("stored")
def test_a_changed_scenario_names_the_first_values_that_are_others_and_counts_the_rest(toy):
    text = toy.file.read_text("utf-8").replace("volume: [20, 30, 25]", "volume: [22, 33, 27.5]")
    toy.file.write_text(text.replace("count: 500", "count: 600"), "utf-8")
    volume = "contacts.question.volume.mon,tue,wed,thu,fri,sat,sun"
    values = f"{volume}.0 20.0 -> 22.0, {volume}.1 30.0 -> 33.0, {volume}.2 25.0 -> 27.5 and 1 more"
    assert f"has changed since: {values}." in toy.check().baseline_note
    text = text.replace("queues: {service: {", "queues: {service: {short_abandon: 7s, ")
    toy.file.write_text(text.replace("[22, 33, 27.5]", "[20, 30, 25]"), "utf-8")
    assert "has changed since: queues.service.short_abandon by default -> 7s." in toy.check().baseline_note


def test_another_label_of_a_policy_changes_nothing_that_is_compared(toy, stored):
    toy.file.write_text(toy.file.read_text("utf-8").replace("plain: {}", "plain: {label: As it is}"), "utf-8")
    assert (toy.check().baseline, toy.check().code) == ("same", 0)
    rewritten(stored, lambda whole: replace(whole, stated={}))
    assert "scenario today has changed since." in toy.check().baseline_note


@pytest.mark.parametrize(("revision", "since"), [(1, f": since then {changed_since(1)}"), (99, "")])
def test_a_baseline_of_another_semantics_is_not_comparable_however_the_results_differ(
    toy, stored, revision, since
):
    rewritten(
        stored, lambda whole: replace(whole, semantics_revision=revision, scenarios={"today": "another"})
    )
    toy.behaves(lost=0.05)
    why = f"it is of semantics revision {revision}, and this is {SEMANTICS_REVISION}{since}"
    for report in (toy.check(), toy.check(fast=True)):
        assert (report.baseline, report.code) == ("changed", 4)
        note = f"not comparable, because {why}. If that is meant, --update-baseline."
        assert report.baseline_note.startswith(note)


def test_the_revision_of_the_semantics_is_part_of_a_scenario_s_digest(toy, monkeypatch):
    scenario = load_scenario(toy.expects(HISTORY))
    before = scenario_digest(scenario)
    monkeypatch.setattr("sim.checks.plan.SEMANTICS_REVISION", SEMANTICS_REVISION + 1)
    assert scenario_digest(scenario) != before


def test_a_baseline_from_before_revisions_is_of_the_first(stored):
    whole = json.loads(stored.read_text("utf-8"))
    content = {k: v for k, v in whole["content"].items() if k not in ("semantics_revision", "stated")}
    checksum = sha256(json.dumps(content, sort_keys=True, separators=(",", ":")))
    stored.write_text(json.dumps({**whole, "content": content, "checksum": checksum}), "utf-8")
    assert baseline.read(stored).semantics_revision == 1


def test_a_measure_defined_otherwise_is_not_comparable(toy, stored):
    rewritten(
        stored, lambda whole: replace(whole, definitions={**whole.definitions, "service_level": "luck"})
    )
    report = toy.check()
    assert (report.code, report.baseline_note.partition(".")[0]) == (
        4,
        "not comparable, because service_level is defined otherwise there (luck)",
    )
    assert toy.check(fast=True).code == 0


def test_a_missing_baseline_says_how_to_write_one(toy):
    toy.expects(HISTORY)
    report = toy.check()
    assert (report.baseline, report.code) == ("missing", 4)
    assert report.baseline_note.startswith("no baseline at results/baselines/toy.json, so nothing is held")
    assert report.baseline_note.endswith("/toy.yaml --update-baseline`.")
    elsewhere = toy.check(baseline=Path("mine.json")).baseline_note
    assert elsewhere.endswith("/toy.yaml --baseline mine.json --update-baseline`.")


def test_fast_compares_one_replication_and_nothing_else(toy, stored):
    assert toy.check(fast=True).code == 0
    assert toy.asked[-1] == (7, 1)
    toy.behaves(lost=0.05)
    report = toy.check(fast=True)
    assert (report.code, len(report.outcomes)) == (1, 2)
    rewritten(stored, elsewhere("libm", "musl"))
    report = toy.check(fast=True)
    assert (report.code, report.outcomes) == (4, ())
    assert "libm musl there" in report.baseline_note


def test_updating_tells_what_changes_before_it_writes(toy, stored):
    assert toy.store() == []
    toy.behaves(lost=0.05)
    changes = toy.store()
    assert [line.partition(":")[0] for line in changes] == ["today/kind", "today/plain"]
    assert all("10 of 10 digests differ; moved: service_level" in line for line in changes)
    rewritten(stored, elsewhere("libm", "musl"))
    assert toy.store() == [f"provenance: libm musl there, {provenance()['libm']} here"]


def test_updating_replaces_a_damaged_baseline_and_says_so(toy, stored):
    stored.write_text("{", "utf-8")
    assert toy.store()[0].startswith("the old one is unreadable and will be replaced")
    assert toy.check().code == 0


def test_a_new_baseline_is_written_whole_or_not_at_all(stored, monkeypatch):
    before = stored.read_bytes()
    whole = baseline.read(stored)
    monkeypatch.setattr(
        "pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left"))
    )
    with pytest.raises(ResultError, match="cannot be written"):
        baseline.write(stored, replace(whole, seed=8))
    assert stored.read_bytes() == before
    assert list(stored.parent.iterdir()) == [stored]


def test_a_history_s_own_file_stands_beside_the_scenario(toy):
    toy.expects(HISTORY.replace("history:", "history:\n  file: kept.json"))
    toy.store()
    assert (toy.folder / "kept.json").is_file()
    toy.expects(HISTORY.replace("history:", "history:\n  file: ../kept.json"))
    with pytest.raises(ResultError, match="leads out of the folder"):
        toy.check()


def test_what_moved_by_rounding_only_is_not_called_a_change_of_behaviour(toy, stored):
    def nudged(whole):
        digests = {name: ("0" * 64, *found[1:]) for name, found in whole.digests.items()}
        sums = {
            row: sums._replace(numerators=sums.numerators * (1.0 + 1e-13)) for row, sums in whole.sums.items()
        }
        return replace(whole, digests=digests, sums=sums)

    rewritten(stored, nudged)
    report = toy.check()
    first = next(one for one in report.outcomes if one.case.kind == "digest")
    assert (report.code, first.verdict) == (1, "fail")
    assert re.fullmatch(
        r"logs differ, no measure does: digest 0{12} -> \w{12} \(replication 0; 1 of 10 differ\)", first.note
    )


@pytest.mark.usefixtures("stored")
def test_a_baseline_is_found_from_another_working_folder(toy, tmp_path, monkeypatch):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert toy.check().baseline == "same"
    assert toy.store() == []


def test_a_baseline_that_cannot_be_written_is_refused_before_anything_runs(toy):
    toy.expects(HISTORY)
    (toy.folder / "file").write_text("")
    for path, why in (("file/x.json", "file is no folder"), (".", "it is a folder")):
        with pytest.raises(ResultError, match=rf"cannot be written \(.*{why}\)\. Choose another file\."):
            toy.store(baseline=Path(path))
    assert toy.asked == []


def test_no_measure_moved_is_said_when_only_the_logs_differ(stored):
    whole = baseline.read(stored)
    fresh = history.Fresh(whole.seed, whole.replications, whole.digests, whole.sums)
    assert history.moved(fresh, whole, "plain", "today") == "no measure moved, only the logs"
