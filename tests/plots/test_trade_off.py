"""Test that cost against trust claims no more than the verdicts, in words and in the picture."""

from dataclasses import replace

import pytest
from made import copied

from sim.plots import trade_off
from sim.plots.sheet import SIZES, Sheet
from sim.plots.style import Theme
from sim.plots.view import view_of


def judged(given, trust, cost):
    """Return three policies with these verdicts on trust and on cost."""
    seen = view_of(copied(given, 3), Theme())
    rows = dict(seen.told.differences)
    for policy, *verdicts in zip(seen.others, trust, cost, strict=True):
        for kpi, verdict in zip(("trust_end", "cost"), verdicts, strict=True):
            key = (policy, "all", "", kpi)
            rows[key] = replace(rows[key], verdict=verdict)
    labels = {**seen.labels, "copy_0": "Copy"}
    return replace(seen, told=replace(seen.told, differences=rows, labels=labels))


@pytest.mark.parametrize(("trust", "cost", "told"), [
    (("better", "better"), ("same", "same"),
     "more trust under Quality time and Copy; the same cost under every policy"),
    (("better", "worse"), ("unclear", "worse"),
     "more trust under Quality time, less trust under Copy; a higher cost under Copy"),
    (("unclear", "same"), ("better", "unclear"),
     "no clear difference in trust; a lower cost under Quality time"),
])  # fmt: skip
def test_a_title_says_what_the_verdicts_bear(given, trust, cost, told):
    title = trade_off._title(judged(given, trust, cost), [], "trust_end")
    assert title == f"Against Talk-time target 3m: {told}"


@pytest.mark.parametrize("clear", [True, False])
def test_a_cost_that_is_not_told_apart_is_said_and_does_not_fill_the_axis(given, clear):
    view = judged(given, ("better", "better"), ("worse" if clear else "same", "same"))
    points = [trade_off._today(view, policy, "trust_end") for policy in view.policies]
    sheet = Sheet(SIZES["slide"], Theme(), 7.2)
    with sheet.styled():
        trade_off.draw(sheet, view=view, today=points, equal=[], best=[view.policies[0]], kpi="trust_end")
    ax = sheet.figure.axes[0]
    low, high = ax.get_xlim()
    wide = (high - low) >= 0.999 * trade_off.SPAN * (low + high) / 2.0
    assert ("no clear difference" in ax.get_xlabel()) is not clear
    assert "no clear difference" not in ax.get_ylabel()
    assert clear or wide
