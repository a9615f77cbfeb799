"""Test that the figure of trust has room for its bands and says why lines differ at the start."""

from dataclasses import replace

import polars as pl
import pytest

from sim.plots import loyalty
from sim.plots.sheet import SIZES, Sheet
from sim.plots.style import Theme
from sim.plots.view import view_of


def seen(given, wide, apart=0.0):
    """Return a view with trust by day, by half-width and what the policies' starts are apart."""
    days = [
        ("as_written", policy, segment, day, level, level - wide, level + wide, 100.0)
        for policy, more in (("handle_time", 0.0), ("quality_time", apart))
        for segment in ("new", "settled")
        for day in range(6)
        for level in (0.55 + more + 0.001 * day,)
    ]
    heads = ("scenario", "policy", "segment", "day", "trust", "low", "high", "customers")
    return view_of(replace(given, tables={"trust": pl.DataFrame(days, schema=heads, orient="row")}), Theme())


@pytest.mark.parametrize("wide", [0.0001, 0.003, 0.05])
def test_bands_are_not_cut_off_at_the_edge_of_a_panel(given, wide):
    view = seen(given, wide)
    ways = {segment: loyalty._ways(view, segment) for segment in ("new", "settled")}
    sheet = Sheet(SIZES["slide"], Theme(), 7.2)
    with sheet.styled():
        loyalty.draw(sheet, view=view, ways=ways)
    panels = [ax for ax in sheet.figure.axes if ax.collections]
    assert len(panels) == 2
    for ax in panels:
        bottom, top = ax.get_ylim()
        for band in ax.collections:
            heights = band.get_paths()[0].vertices[:, 1]
            assert bottom < heights.min()
            assert heights.max() < top


@pytest.mark.parametrize(("apart", "told"), [(0.002, True), (0.0, False)])
def test_the_note_says_why_lines_differ_at_the_start_where_they_do(given, apart, told):
    view = seen(given, 0.001, apart)
    ways = {segment: loyalty._ways(view, segment) for segment in ("new", "settled")}
    assert any("warm-up" in text for text in loyalty._note(view, ways)) == told
