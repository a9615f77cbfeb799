"""The first and the last slide: a finding with few points, and what follows, no more than verdicts allow."""

from dataclasses import replace

import pytest
from typer.testing import CliRunner

from sim.cli import app
from sim.report import follows as last_slide
from sim.report.board import LOOSE, ONE_OF_MANY, UNSTUDIED
from sim.report.follows import AGAIN, ALONE, KNOWN, NAMED, NO_PILOT, ONCE, POINTS, STUDY, follows, opening
from sim.report.gather import gather, spoken
from sim.report.slides import slides
from sim.reporting.stored import open_result

pytestmark = pytest.mark.slow
pptx = pytest.importorskip("pptx", reason="slides are made with the extra `slides`")
HEADS = ("What is not settled", "What to measure first: the answer rests on it", "What to do next")


@pytest.fixture(scope="module")
def book(plain_result):
    return gather(open_result(plain_result), print)


def judged(scene, verdict, **by_kpi):
    """Return a scenario all of whose differences have one verdict, of some measures another one."""
    rows = {
        key: replace(row, verdict=by_kpi.get(key[-1], verdict)) for key, row in scene.told.differences.items()
    }
    return scene._replace(told=replace(scene.told, differences=rows))


def points(book, scene):
    """Return the points of each part of what follows, by its head."""
    return {part.head: part.points for part in follows(book, scene)}


def test_what_follows_says_the_sentences_of_the_answer(book):
    scene = book.scenes[0]
    found = points(book, scene)
    first, *heads = found
    assert first.startswith("Instead of A very long label")
    assert tuple(heads) == HEADS
    assert found[first]
    assert {*found[first]} <= {*scene.answer}
    assert LOOSE in found["What is not settled"]
    assert UNSTUDIED in found["What is not settled"]
    assert STUDY in found["What to do next"]
    assert len(found[HEADS[1]]) <= NAMED + 1


def test_what_no_verdict_tells_is_called_unclear_and_gives_no_pilot(book):
    found = points(book, judged(book.scenes[0], "unclear"))
    assert {"Still unclear: the effect on customers.", "Still unclear: the effect on cost."} <= {
        *found["What is not settled"]
    }
    assert found["What to do next"][0] == AGAIN
    assert found["What to do next"][-1] == NO_PILOT


def test_a_pilot_counts_only_what_changes_beyond_luck(book):
    scene = judged(book.scenes[0], "same", fcr="better", aht="higher")
    *_, last = points(book, scene)["What to do next"]
    assert last.startswith("Then pilot ")
    assert last.endswith(". Compare first-contact resolution and handle time."), last
    assert ": some agents work with it, the others with " in last
    assert AGAIN not in points(book, scene)["What to do next"]
    quick = judged(book.scenes[0], "same", service_level="better")
    *_, last = points(book, quick)["What to do next"]
    assert ": some weeks with it, compared with weeks under " in last, last


def test_another_scenario_with_another_answer_is_not_settled(book):
    first, second = judged(book.scenes[0], "same"), judged(book.scenes[1], "same", cost="worse")
    there = points(book._replace(scenes=(first, second)), first)["What is not settled"]
    assert f"In scenario {second.name.replace('_', ' ')} the answer is different." in there
    alike = points(book._replace(scenes=(first, judged(second, "same"))), first)["What is not settled"]
    assert not [text for text in alike if text.startswith("In scenario")]


def test_one_policy_and_one_replication_are_said_plainly(book):
    scene = book.scenes[0]
    told = replace(scene.told, policies=scene.told.policies[:1], differences={})
    alone = points(book, scene._replace(told=told))
    assert alone["What the policy gives"] == (ALONE,)
    assert not [text for text in alone["What to do next"] if "pilot" in text]
    results = book.judged.results
    short = replace(results, replications=results.replications[:1])
    once = book._replace(judged=book.judged._replace(results=short))
    assert ONCE in points(once, scene)["What is not settled"]


def test_what_to_measure_first_is_counted_where_it_has_no_room_and_none_is_said(book):
    judged = book.judged._replace(unknown=[f"contacts.number_{place}" for place in range(NAMED + 2)])
    more = points(book._replace(judged=judged), book.scenes[0])[HEADS[1]]
    assert more[-1] == "And 2 more, in the notes"
    none = points(book._replace(judged=book.judged._replace(unknown=[])), book.scenes[0])
    assert none[HEADS[1]] == (KNOWN,)


def test_the_first_slide_has_a_finding_and_few_points_and_loses_nothing(book):
    scene = book.scenes[0]
    said = opening(book, scene)
    assert said.finding == scene.answer[0]
    assert 0 < len(said.points) <= POINTS
    assert {*scene.answer} <= {said.finding, *said.points, *said.rest}
    (slide, *_) = pptx.Presentation(_opened(slides(book))).slides
    texts = [p.text for s in slide.shapes if s.has_text_frame for p in s.text_frame.paragraphs]
    assert slide.shapes.title.text_frame.text.startswith("Shop")
    assert all(any(text.startswith(point[:30]) for text in texts) for point in said.points)
    assert all(text in slide.notes_slide.notes_text_frame.text for text in said.rest)


def test_the_finding_of_several_worlds_comes_first(book):
    scene = book.scenes[0]
    worlds = scene._replace(answer=("Of 10 worlds most gain.", ONE_OF_MANY, *scene.answer))
    said = opening(book, worlds)
    assert (said.finding, said.points[0]) == ("Of 10 worlds most gain.", ONE_OF_MANY)
    assert len(said.points) <= POINTS
    last = points(book, worlds)
    assert last[next(iter(last))] == ("Of 10 worlds most gain.",)
    assert last["What to do next"][0] == last_slide.NARROW
    assert not [text for text in last["What is not settled"] if "nclear" in text]


def test_a_pilot_watches_what_its_policies_are_worse_for(book):
    scene = judged(book.scenes[0], "same", csat="better", cost="worse")
    *_, watch = points(book, scene)["What to do next"]
    assert watch.startswith("Watch cost: worse under ")


def _opened(content):
    import io

    return io.BytesIO(content)


@pytest.fixture(scope="module")
def studied(plain_result, book, tmp_path_factory):
    """A copy of the result with a study of the staffing, moved by next to nothing; and its report."""
    import shutil

    folder = tmp_path_factory.mktemp("studied")
    shutil.copytree(plain_result.parents[1], folder, dirs_exist_ok=True)
    words = ("--on", "csat", "--vary", "staffing=99.9%..100.1%", "--replications", "2", "--jobs", "1")
    out = ("--out", str(folder / "results"), "--scenario", book.scenes[1].key, "--quiet")
    for asked in (
        ("break-even", str(folder / "shop.yaml"), *words, *out),
        (
            "report",
            str(folder / "results/shop"),
            "--formats",
            "html,md,pptx",
            "--scenario",
            book.scenes[1].key,
        ),
    ):
        done = CliRunner().invoke(app, [*asked])
        assert done.exit_code == 0, done.output
    return folder / "results/shop"


def test_a_study_of_what_turns_the_answer_has_a_slide_and_is_never_called_missing(studied):
    book = gather(open_result(studied), print)
    scene = book.scenes[1]
    assert scene.turns or scene.holds
    deck = pptx.Presentation(studied / "slides.pptx")
    assert len(deck.slides) == 9 + 1
    slide = deck.slides[7]
    (picture,) = [shape for shape in slide.shapes if shape.shape_type == 13]
    assert picture._element.nvPicPr.cNvPr.get("descr").startswith(
        "Bars: the difference in satisfied customers"
    )
    assert picture.top + picture.height <= deck.slide_height
    last = deck.slides[len(deck.slides) - 1]
    told = [p.text for s in last.shapes if s.has_text_frame for p in s.text_frame.paragraphs]
    assert UNSTUDIED not in told
    assert STUDY not in told
    about = next(s.text_frame.text for s in deck.slides[0].shapes if "the answer in" in s.text_frame.text)
    assert "is on slide 9." in about
    for name in ("report.html", "report.md"):
        text = (studied / name).read_text("utf-8")
        assert text.count("No break-even study is in this result folder") <= 1  # of the other scenario


def test_where_nothing_turns_the_sentence_says_so_and_of_how_many():
    import polars as pl

    from sim.reporting.telling import _nothing_turns

    table = pl.DataFrame({"path": ["a", "b", "a"], "label": ["Satisfied customers"] * 3})
    told = _nothing_turns(table)
    assert told.startswith("No verdict on satisfied customers turns within the ranges of the 2 assumptions")
    assert told.endswith(" that were moved, each alone.")
    assert _nothing_turns(table[:1]).endswith("within the range of the one assumption that was moved.")
    assert _nothing_turns(table[:0]) == ""


def test_words_stand_for_the_paths_of_numbers(book):
    from sim.report.follows import _open

    text = "Satisfied customers turns into worse where behaviour.work.avoidable rises above 20 %."
    (told,) = spoken(book, book.scenes[0].told, [text])
    found = list(_open(book, book.scenes[0]._replace(turns=(told,))))
    assert "behaviour.work.avoidable" not in found[-1]
    assert "“how much of the talk customers can do without” rises above" in found[-1]
