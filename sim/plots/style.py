"""Give all figures one look: safe colours, shapes and lines, and bytes that do not change."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import matplotlib
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

OKABE_ITO = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000")
"""Colours that colour-blind readers can tell apart. Source: Okabe and Ito 2008, jfly.uni-koeln.de/color."""

GREY = "#6E6E6E"
"""The baseline, always."""

MARKERS = ("o", "s", "D", "^", "v", "P", "X")
LINES = ("-", (0, (6, 1.5)), (0, (2, 1.2)), (0, (6, 1.5, 1.5, 1.5)), (0, (1, 1)))

SETTINGS: dict[Any, Any] = {
    "font.family": ["DejaVu Sans"],
    "font.size": 10.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "svg.hashsalt": "goodwill",
    "svg.fonttype": "path",
    "text.usetex": False,
    "text.parse_math": False,
    "path.simplify": False,
}
"""Everything that reaches the bytes of a figure; the reader's own matplotlibrc must not."""


class Look(NamedTuple):
    """Hold how one policy is drawn: colour, marker and line, each enough to tell it apart."""

    colour: str
    marker: str
    line: str | tuple[int, tuple[float, ...]]


def looks(policies: Sequence[str], baseline: str | None) -> dict[str, Look]:
    """Give every policy its look; the baseline is grey and solid, the others follow in order."""
    others = [policy for policy in policies if policy != baseline]
    found = {
        policy: Look(
            OKABE_ITO[index % len(OKABE_ITO)],
            MARKERS[(index + 1) % len(MARKERS)],
            LINES[(index + 1) % len(LINES)],
        )
        for index, policy in enumerate(others)
    }
    if baseline is not None:
        found[baseline] = Look(GREY, MARKERS[0], LINES[0])
    return found


@contextmanager
def styled() -> Iterator[None]:
    """Draw and save inside this context: defaults of matplotlib, then our settings."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(SETTINGS)
        yield


def sheet(width: float, height: float, rows: int = 1) -> tuple[Figure, list[Axes]]:
    """Open a figure of width x height [inch] with `rows` axes under each other, without pyplot."""
    figure = Figure(figsize=(width, height))
    FigureCanvasAgg(figure)
    axes = figure.subplots(rows, 1, squeeze=False, sharex=rows > 1)
    return figure, list(axes[:, 0])


def title(ax: Axes, question: str) -> None:
    """Write the question a figure answers above its axes."""
    ax.set_title(question, fontsize=13, loc="left", pad=14)


def title_at(ax: Axes, x: float) -> None:
    """Move the title to start at `x` [share of the axes' width]."""
    ax.set_title(ax.get_title(loc="left"), fontsize=13, loc="left", pad=14, x=x)


def foot(text: str, width: int) -> float:
    """Give the room [inch] that a caption takes at the bottom of a figure."""
    return 0.15 + 0.145 * len(textwrap.wrap(text, width))


def caption(figure: Figure, text: str, width: int) -> None:
    """Write what the reader must know under the figure: intervals, n, replications."""
    figure.text(
        0.012,
        0.09 / figure.get_figheight(),
        textwrap.fill(text, width),
        fontsize=8.5,
        color="#404040",
        va="bottom",
    )


def replicated(replications: int, notice: str) -> str:
    """Say how many replications a figure stands on, and in brackets what sets the run apart."""
    told = textwrap.shorten(notice.lstrip("; "), 160, placeholder=" …")
    return f"n = {replications} replications" + (f" ({told})" if told else "")


def png(figure: Figure) -> bytes:
    """Give the figure as PNG, without a software or date stamp."""
    return _saved(figure, "png", {"Software": None})


def svg(figure: Figure) -> bytes:
    """Give the figure as SVG; the same figure gives the same bytes."""
    return _saved(figure, "svg", {"Date": None})


def _saved(figure: Figure, form: str, about: dict[str, str | None]) -> bytes:
    buffer = io.BytesIO()
    with styled():
        figure.savefig(buffer, format=form, dpi=150, metadata=about)
    return buffer.getvalue()
