"""Test that the words of figures that cannot be read are noticed, and that long ones are broken to fit."""

import numpy as np
import pytest
from legible import illegible
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from sim.plots import service_by_interval, style
from sim.plots.service_by_interval import Line, Week
from sim.plots.sheet import SIZES, Sheet
from sim.plots.style import Theme
from sim.plots.view import view_of


def test_words_that_cannot_be_read_are_named():
    figure = Figure(figsize=(4.0, 3.0))
    FigureCanvasAgg(figure)
    ax = figure.subplots()
    figure.text(0.5, 0.5, "one")
    figure.text(0.5, 0.5, "two")
    figure.text(0.95, 0.99, "a long way out")
    figure.text(0.02, 0.3, "from the margin into the panel")
    ax.text(0.1, 0.9, "inside").set_visible(False)
    told = "; ".join(illegible(figure))
    assert "'one' covers 'two'" in told
    assert "'a long way out' leaves the sheet" in told
    assert "'from the margin into the panel' runs into a panel" in told
    assert "inside" not in told


@pytest.mark.parametrize(
    "text", ["Servicezeitvereinbarungsüberwachung" * 4, "W" * 200, "a $x^2$ \\frac{1}{2} b " * 9]
)
def test_any_text_is_broken_to_the_width_that_it_has(text):
    lines = style.fill(text, 2.0, 10.0).split("\n")
    assert all(style.width(line, 10.0) <= 2.0 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("weight", ["normal", "bold"])
@pytest.mark.parametrize("text", ["AVATAR To. Ty, W", "±4 → − ▲ 80 %", "שירות abc", " x ", "a", ""])
def test_a_text_is_as_wide_as_matplotlib_draws_it(text, weight):
    letters = FontProperties(family=style.FONT, size=8.5, weight=weight)
    wide = text_to_path.get_text_width_height_descent(text, letters, ismath=False)[0] / 72.0
    assert style.width(text, 8.5, weight) == pytest.approx(wide, abs=0.001)


def test_a_text_with_too_many_lines_ends_in_three_dots():
    sheet = Sheet(SIZES["page"], Theme(), 4.0)
    filled = sheet.fill("word " * 99, 2.0, most=2)
    assert filled.count("\n") == 1
    assert filled.endswith(" …")
    assert sheet.fill("few words", 2.0, most=2) == "few words"


@pytest.mark.parametrize("count", [1, 7, 40])
def test_days_of_any_number_can_be_told_apart_in_the_week(given, count):
    names = [
        f"2026-{1 + day // 28:02d}-{1 + day % 28:02d} {hour:02d}:00"
        for day in range(count)
        for hour in range(24)
    ]
    half = np.full(len(names), 0.5)
    view = view_of(given, Theme())
    lines = {kpi: dict.fromkeys(view.policies, Line(half, half, half)) for kpi in service_by_interval.PANELS}
    sheet = Sheet(SIZES["slide"], Theme(), 7.2)
    with sheet.styled():
        sheet.frame("Title", "Question", "Note.")
        service_by_interval.draw(sheet, view=view, week=Week(names, lines, names[:1], 0.8))
        assert illegible(sheet.figure) == []
