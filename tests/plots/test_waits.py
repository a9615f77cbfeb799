"""Test which queue the title of the figure of waits names."""

from dataclasses import replace

import pytest

from sim.plots import waits
from sim.plots.style import Theme
from sim.plots.view import view_of


def titled(given, service, second_line):
    """Return the title where the judge says so of the service level of two queues."""
    view = view_of(given, Theme())
    rows = dict(view.told.differences)
    for queue, verdict in (("service", service), ("second_line", second_line)):
        key = ("quality_time", "queue", queue, "service_level")
        rows[key] = replace(rows[key], verdict=verdict)
    return waits.find(replace(view, told=replace(view.told, differences=rows))).title


@pytest.mark.parametrize(
    ("service", "second_line", "named"),
    [
        ("unclear", "worse", "In second_line, still waiting after"),
        ("better", "worse", "In second_line, still waiting after"),
        ("worse", "better", "In service, still waiting after"),
        ("same", "better", "In second_line, still waiting after"),
        ("unclear", "same", "In second_line, still waiting after"),
        ("unclear", "unclear", "In service, still waiting after"),
    ],
)
def test_a_title_names_the_queue_with_the_clearest_difference_worse_before_better(
    given, service, second_line, named
):
    title = titled(given, service, second_line)
    assert title.startswith(named)
    assert ("unclear" in title) == (service == second_line == "unclear")


def test_of_two_queues_that_get_worse_a_title_names_the_one_that_differs_more(given):
    view = view_of(given, Theme())
    curves = waits._curves(view)
    apart = {queue: _apart(waits._after(view, curves, queue)) for queue in curves}
    most = max(apart, key=apart.get)
    assert len(set(apart.values())) == 2
    assert titled(given, "worse", "worse").startswith(f"In {most}, ")


def _apart(shares):
    return max(shares.values()) - min(shares.values())
