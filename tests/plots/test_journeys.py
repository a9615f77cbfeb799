"""Test which policies' journeys are drawn as streams, and that many queues can be read."""

from dataclasses import replace

import polars as pl
import pytest
from legible import drawn_texts, illegible

from sim.plots.base import exhibits

QUEUES = 12


def _journeys(case):
    (one,) = exhibits(case, names=["journeys"])
    return one


def _with_flows(case, change):
    return replace(case, tables={**case.tables, "flows": change(case.tables["flows"])})


def _more_repeats(policy, by):
    """Return a change of flows that adds repeats of one policy."""
    hit = (pl.col("policy") == policy) & (pl.col("from") == "repeat")
    return lambda flows: flows.with_columns(
        per_day=pl.when(hit).then(pl.col("per_day") + by).otherwise(pl.col("per_day"))
    )


def _written(one, size="slide"):
    return [text.get_text() for text in drawn_texts(one.sheet(size).figure)]


@pytest.mark.parametrize("policy", ["copy_0", "copy_2"])
def test_the_policy_whose_streams_differ_most_stands_beside_the_baseline(cases, policy):
    one = _journeys(_with_flows(cases[6], _more_repeats(policy, 3210.0)))
    flows = _with_flows(cases[6], _more_repeats(policy, 3210.0)).tables["flows"]
    wide = flows.pivot("policy", index=["from_kind", "from", "to_kind", "to"], values="per_day").fill_null(0)
    base = wide.columns[4]
    apart = {
        name: wide.filter(pl.col("from_kind") != "issue").select((pl.col(name) - pl.col(base)).abs().sum())
        for name in wide.columns[5:]
    }
    assert max(apart, key=lambda name: apart[name].item()) == policy
    told = f"Differs most: by {apart[policy].item():,.0f} contacts a day, all streams added up"
    assert told in one.alt
    labels = [column.heading for column in one.table.columns][4:]
    place = list(apart).index(policy) + 1
    assert f"Drawn as streams: {labels[0]} and {labels[place]}. {told}." in one.alt
    assert told in _written(one)


def test_policies_without_a_difference_are_not_said_to_differ(cases):
    first = cases[3].content["policies"][0]

    def alike(flows):
        own = flows.filter(pl.col("policy") == first)
        return pl.concat(own.with_columns(policy=pl.lit(name)) for name in cases[3].content["policies"])

    one = _journeys(_with_flows(cases[3], alike))
    assert one.alt.endswith("The streams of no policy differ.")
    assert not any("Differs most" in text for text in _written(one))


def _split(flows):
    """Return flows of which each queue is a dozen, of unlike sizes."""
    parts = []
    for number in range(QUEUES):
        words = pl.lit(f" of the {number + 1}. region")
        parts.append(
            flows.with_columns(
                pl.when(pl.col(f"{end}_kind").is_in(["queue", "group"]))
                .then(pl.col(end) + words)
                .otherwise(pl.col(end))
                .alias(end)
                for end in ("from", "to")
            ).with_columns(per_day=pl.col("per_day") * (number + 1) / 30.0)
        )
    return pl.concat(parts).group_by(pl.exclude("per_day"), maintain_order=True).agg(pl.col("per_day").sum())


@pytest.mark.parametrize("size", ["slide", "page"])
@pytest.mark.parametrize("count", [2, 3, 6])
def test_a_dozen_queues_can_be_read(cases, count, size):
    one = _journeys(_with_flows(cases[count], _split))
    sheet = one.sheet(size)
    with sheet.styled():
        assert illegible(sheet.figure) == []
    assert any("others (" in " ".join(text.split()) for text in _written(one, size))


def test_a_title_counts_none_as_a_whole_number(cases):
    is_base = pl.col("policy") == cases[2].content["policies"][0]

    def without(flows):
        gone = is_base & pl.col("from").is_in(["repeat", "transfer"])
        return flows.with_columns(per_day=pl.when(gone).then(0.0).otherwise(pl.col("per_day")))

    title = _journeys(_with_flows(cases[2], without)).title
    assert "has 0 repeats" in title
    assert "0.0" not in title


def _given_up(case):
    flows = case.tables["flows"].filter((pl.col("to_kind") == "closing") & (pl.col("to") == "given up"))
    return flows["per_day"].to_list()


@pytest.mark.parametrize("size", ["slide", "page"])
def test_the_figure_says_how_many_issues_are_given_up(cases, size):
    one = _journeys(_with_flows(cases[2], lambda flows: _grown(flows, 300.0)))
    base, other = _given_up(_with_flows(cases[2], lambda flows: _grown(flows, 300.0)))
    told = " ".join(" ".join(text.split()) for text in _written(one, size))
    assert base != other
    for count in (base, other):
        assert f"{count:,.0f} given up" in told
        assert f"{count:,.0f} given up" in one.alt


def _grown(flows, by):
    """Return flows with more issues given up."""
    hit = pl.col("to") == "given up"
    return flows.with_columns(per_day=pl.when(hit).then(pl.col("per_day") + by).otherwise(pl.col("per_day")))


def test_a_slide_of_several_policies_has_the_issues_given_up_though_other_rows_differ_more(cases):
    one = _journeys(_with_flows(cases[3], lambda flows: flows.with_columns(_far_apart())))
    assert "Issue given up" in " ".join(_written(one)).replace("\n", " ")


def _far_apart():
    """Return flows in which policies differ in all but issues given up."""
    more = pl.col("per_day") * (1.0 + 5.0 * (pl.col("policy") == "copy_0").cast(pl.Float64))
    return pl.when(pl.col("to") == "given up").then(1.0).otherwise(more).alias("per_day")
