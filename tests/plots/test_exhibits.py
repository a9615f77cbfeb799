"""Test every exhibit on one stored result: table, words, forms, and whether its words can be read."""

import re
from dataclasses import replace

import example
import polars as pl
import pytest
from legible import illegible

from sim.plots import base, style
from sim.plots.base import Lacking, Made, exhibits
from sim.plots.style import Theme
from sim.plots.view import view_of

UNITS = {"text", "share", "s", "money", "per_day", "count", "score", "by row"}


@pytest.mark.parametrize("name", base.members())
def test_every_exhibit_has_a_finding_alt_text_and_a_table(made, name):
    for found in made.values():
        one = found[name]
        assert isinstance(one, Made), one
        assert one.title
        assert not one.title.endswith(".")
        assert one.alt.endswith(".")
        assert one.note.rstrip().endswith(".")
        assert one.table.rows
        assert {column.unit for column in one.table.columns} <= UNITS
        assert {len(row) for row in one.table.rows} == {len(one.table.columns)}


def test_exhibits_come_in_the_order_in_which_a_reader_asks():
    places = [one.place for one in base.members().values()]
    assert places == sorted(places)
    assert len(set(places)) == len(places)
    assert next(iter(base.members())) == "answer"


@pytest.mark.parametrize("name", base.members())
def test_six_policies_with_labels_of_sixty_letters_can_be_read_on_a_slide(made, name):
    assert _illegible(made[6][name], "slide") == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("count", "size"), [(2, "slide"), (3, "slide"), (2, "page"), (3, "page"), (6, "page")]
)
@pytest.mark.parametrize("name", base.members())
def test_any_number_of_policies_can_be_read_in_any_size(made, name, count, size):
    assert _illegible(made[count][name], size) == []


@pytest.mark.slow
@pytest.mark.parametrize(("count", "size"), [(2, "slide"), (3, "slide"), (2, "page"), (3, "page")])
@pytest.mark.parametrize("name", base.members())
def test_two_and_three_policies_with_labels_of_sixty_letters_can_be_read(long, name, count, size):
    assert _illegible(long[count][name], size) == []


@pytest.mark.parametrize("size", ["slide", "page"])
@pytest.mark.parametrize("count", [2, 3, 6])
def test_the_example_of_an_exhibit_can_be_read(made, count, size):
    view = next(iter(made[count].values())).finding.draw.keywords["view"]
    finding = example.find(view)
    assert len(finding.table.rows) == count
    one = Made("example", example.EXHIBIT.question, view.name, view.theme, finding)
    assert _illegible(one, size) == []


def _illegible(one, size):
    sheet = one.sheet(size)
    with sheet.styled():
        return illegible(sheet.figure)


def test_assumptions_are_in_words_and_their_paths_in_the_table(made):
    one = made[2]["turning"]
    words = "when customers call who wanted to while you were closed"
    assert f"“{words}” falls to 30 %" in one.title
    assert f"“{words}” falls to 30 %" in one.alt
    drawn = " ".join(text.get_text() for text in one.sheet("slide").figure.texts)
    assert words[1:] in " ".join(drawn.split())
    assert "behaviour.recontact.after_opening" in [row[3] for row in one.table.rows]


@pytest.mark.parametrize("name", ["answer", "journeys"])
@pytest.mark.slow
def test_forms_keep_their_bytes_and_carry_no_date(made, name):
    one = made[2][name]
    for form in (one.svg, one.pdf):
        assert form("slide") == form("slide")
    assert b"<dc:date>" not in one.svg("slide")
    assert b"CreationDate" not in one.pdf("slide")


def test_within_a_page_letters_are_text_as_wide_as_they_were_measured(made):
    one = made[2]["answer"]
    text = one.for_page().decode()
    assert one.for_page().decode() == text
    assert len(text) * 3 < len(one.svg("page"))
    (words,) = re.findall(r"<text [^>]*>Satisfied customers</text>", text)
    width = float(re.search(r'textLength="([\d.]+)"', words)[1])
    assert width == pytest.approx(72 * style.width("Satisfied customers", 8.5), abs=0.1)
    assert "DejaVuSans-" not in text


def test_a_slide_has_sixteen_to_nine_and_a_page_the_width_of_text(made):
    slide, page = (made[2]["answer"].sheet(size).figure.get_size_inches() for size in ("slide", "page"))
    assert slide[0] / slide[1] == pytest.approx(16 / 9)
    assert page[0] == 7.5


def test_a_theme_gives_currency_numbers_and_a_prefix(given):
    theme = Theme(currency="€", currency_first=True, decimal=",", thousands=".", title_prefix="Draft. ")
    (one,) = exhibits(given, theme, names=["answer"])
    assert one.title.startswith("Draft. ")
    written = [text.get_text() for text in one.sheet("slide").figure.texts]
    assert any(text.startswith("€2.0") for text in written)
    assert any("," in text and text.endswith("%") for text in written)


def test_what_a_result_lacks_is_left_out_with_the_command_that_fills_it(given):
    found = {one.name: one for one in exhibits(given, names=["staffing", "turning"])}
    assert all(isinstance(one, Lacking) for one in found.values())
    assert found["staffing"].command.startswith("goodwill staff FILE")
    assert found["turning"].command.startswith("goodwill break-even FILE")
    assert found["turning"].reason == "no break-even study is in the result folder"


def test_a_single_policy_is_shown_without_comparisons(given):
    content = {**given.content, "policies": ["handle_time"], "comparisons": []}
    alone = type(given)(content, given.scenarios, given.replications, given.tables)
    found = {one.name: one for one in exhibits(alone)}
    assert isinstance(found["policy_differences"], Lacking)
    assert isinstance(found["cost_steps"], Lacking)
    for name in ("answer", "service_by_interval", "waits", "journeys", "loyalty", "trade_off"):
        assert _illegible(found[name], "slide") == []


@pytest.mark.parametrize("name", ["answer", "policy_differences"])
def test_where_differences_stand_beside_values_the_note_says_once_that_they_are_of_unrounded_values(
    made, name
):
    for found in made.values():
        assert found[name].note.count("Differences are of unrounded values.") == 1


COLOURS = r"\b(black|blue|brown|green|gr[ae]y|orange|pink|purple|red|vermillion|white|yellow)\b"


@pytest.mark.parametrize("name", base.members())
def test_no_words_of_a_figure_name_a_colour_as_a_theme_may_have_others(made, name):
    for found in made.values():
        one = found[name]
        assert re.findall(COLOURS, f"{one.title} {one.question} {one.note} {one.alt}", re.IGNORECASE) == []


@pytest.mark.parametrize("name", ["cost_steps", "trade_off"])
def test_a_scale_that_does_not_begin_at_zero_says_so(made, name):
    assert re.search(r"The (scale does|axes do) not begin at 0\.", made[2][name].note)


def test_one_replication_gives_no_verdict_to_tell_of(given):
    once = type(given)(
        {**given.content, "replications": 1}, given.scenarios, given.replications, given.tables
    )
    for one in exhibits(once, names=["answer", "policy_differences"]):
        assert one.title == "One replication says nothing about its own luck, so no difference is judged"
        assert "n = 1 replication." in one.note


def test_texts_of_a_scenario_are_drawn_as_they_are(given):
    scenario = next(iter(given.scenarios.values()))
    odd = {"handle_time": "=HYPERLINK(1) $x^2$", "quality_time": "<script>'\"\x1b[1m \u202eabc" + "W" * 170}
    policies = {
        name: policy.model_copy(update={"label": odd[name]}) for name, policy in scenario.policies.items()
    }
    scenarios = {scenario.scenario: scenario.model_copy(update={"policies": policies})}
    hostile = type(given)(given.content, scenarios, given.replications, given.tables)
    for one in exhibits(hostile, names=["answer", "policy_differences", "trade_off", "waits"]):
        assert _illegible(one, "slide") == []
        assert "\x1b" not in one.title + one.alt + one.note
        assert "W" * 170 in one.note


def test_a_title_cuts_no_label_for_a_word_or_two_and_counts_one_policy_as_one(cases):
    case = cases[3]
    labels = ["Talk-time target 3m30s", "Quality time, target when it is busy", "Q" * 30 + " and much more"]
    scenarios = {
        name: scenario.model_copy(
            update={
                "policies": {
                    policy: one.model_copy(update={"label": label})
                    for (policy, one), label in zip(scenario.policies.items(), labels, strict=True)
                }
            }
        )
        for name, scenario in case.scenarios.items()
    }
    view = view_of(replace(case, scenarios=scenarios), Theme())
    assert [view.brief(policy) for policy in view.policies] == [*labels[:2], "Q" * 30 + " …"]
    low = pl.when(pl.col("kpi") == "service_level").then(0.1).otherwise(pl.col("high"))
    tables = {**case.tables, "intervals": case.tables["intervals"].with_columns(high=low)}
    late = replace(case, scenarios=scenarios, tables=tables)
    (one,) = exhibits(late, names=["service_by_interval"])
    assert one.title.endswith(" under the other")


@pytest.mark.parametrize(
    ("moved", "begins"),
    [
        (11, "None of 11 assumptions, each moved alone, turns "),
        (1, "behaviour.recontact.after_opening_1 does not turn "),
    ],
)
def test_where_nothing_turns_it_is_said_of_how_many_assumptions(cases, moved, begins):
    ((name, of),) = cases[2].studies.items()
    table = of["turning_points"].table
    paths = table["path"].unique(maintain_order=True).to_list()[1 : 1 + moved]
    turning = of["turning_points"]._replace(table=table.filter(pl.col("path").is_in(paths)))
    given = replace(cases[2], studies={name: {**of, "turning_points": turning}})
    (one,) = exhibits(given, names=["turning"])
    assert one.title.startswith(begins)
