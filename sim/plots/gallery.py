"""Write the page of all exhibits: `python -m tests.house.pages`."""

from __future__ import annotations

from collections.abc import Iterator

from sim.plots.base import Exhibit, members

HEAD = """# Gallery of exhibits

<!-- Generated: python -m tests.house.pages. -->

`goodwill report RESULT` makes these figures of a result folder; nothing is simulated. Each has a title that
states the finding and says no more than the verdicts bear, a table of its numbers, and words for those who
cannot see it. Each is drawn as a slide of 16:9 and as a page. What a result lacks is left out, and the report
names the command that fills it.

![The first screen of report.html: what five policies of a bank give](../report_first_screen.png)

The pictures show `scenarios/small_day.yaml`, four replications: one day, two policies.
"""
PICTURES = "gallery"
WITHOUT = ("backtest", "staffing", "turning", "worlds")
"""Exhibits that a run alone cannot fill, so that the page shows no picture of them."""


def page() -> str:
    """Return the page as Markdown."""
    return "\n".join([HEAD, *(line for name, one in members().items() for line in _entry(name, one))])


def _entry(name: str, one: Exhibit) -> Iterator[str]:
    """Yield what an exhibit answers, from what, and its picture."""
    words = {"policy": "a policy", "baseline": "the baseline"}
    first = (one.find.__doc__ or "").split("\n\n")[0].strip()
    yield f"## {name.replace('_', ' ').capitalize()}\n"
    yield f"{one.question.format(**words)}\n"
    yield f"Shows: {first.removeprefix('Return ')}\n"
    commands = [*one.needs.values()] or [one.command]
    yield f"Filled by: `{'`, `'.join(dict.fromkeys(commands))}`\n"
    if name not in WITHOUT:
        yield f"![{name.replace('_', ' ')}]({PICTURES}/{name}.svg)\n"
