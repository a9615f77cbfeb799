"""Lay words and panels out on a sheet, in inches: a slide of 16:9, or a page of text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from sim.plots import style
from sim.plots.slim import slim
from sim.plots.style import Theme
from sim.wording import in_words

SLIDE, PAGE = "slide", "page"


class Size(NamedTuple):
    """A form: width and height [inch] (None: as high as the exhibit asks), letters [points], margin [inch].

    title: letters of the title [points]. note: those under the picture. lines: of the note at most.
    """

    width: float
    height: float | None
    letters: float
    title: float
    note: float
    margin: float
    lines: int


SIZES = {
    SLIDE: Size(12.8, 7.2, 12.0, 18.0, 8.5, 0.45, 5),
    PAGE: Size(7.5, None, 8.5, 12.0, 6.5, 0.2, 9),
}
HINTED = 0.985
"""Share of a line's room that its letters may take as measured: screens draw small ones wider."""
PALE = {"facecolor": "#FFFFFF", "alpha": 0.7, "linewidth": 0.0, "pad": 0.6}
"""What is between a drawing and a text over it."""
UNIT = re.compile(r"(?<=\d) (?=(?:pp|s|[A-Z]{3})\b|±\d)")
"""The blank between a number and its unit or half-width, at which no line is broken."""
HELD = "\u2007"
"""What stands for such a blank while lines are broken."""
LEADING = 1.28
"""Height of a line of text, as a share of its letters."""


class Box(NamedTuple):
    """A rectangle on the sheet [inch], from its lower left corner."""

    left: float
    bottom: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Right edge."""
        return self.left + self.width

    @property
    def top(self) -> float:
        """Upper edge."""
        return self.bottom + self.height

    def inset(self, left: float = 0.0, bottom: float = 0.0, right: float = 0.0, top: float = 0.0) -> Box:
        """Return the rectangle less a border [inch] at each side."""
        return Box(
            self.left + left, self.bottom + bottom, self.width - left - right, self.height - bottom - top
        )


RECTANGLE = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]


def _corners(box: Box) -> npt.NDArray[np.float64]:
    x0, x1, y0, y1 = box.left, box.right, box.bottom, box.top
    return np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)])


class Sheet:
    """A figure that is laid out in inches: title above, note below, `body` between them.

    names: of queues and the like, which are drawn with blanks instead of underscores.
    """

    def __init__(self, size: Size, theme: Theme, height: float, names: Sequence[str] = ()) -> None:
        self.size, self.theme, self.names = size, theme, names
        self.letters, self.small = size.letters, size.letters * 0.86
        self.height = size.height or height
        self.is_slide = size.height is not None
        with self.styled():
            self.figure = Figure(figsize=(size.width, self.height), facecolor=theme.background)
        FigureCanvasAgg(self.figure)
        self.body = Box(size.margin, size.margin, size.width - 2 * size.margin, self.height - 2 * size.margin)

    @contextmanager
    def styled(self) -> Iterator[None]:
        """Draw inside this context, so that the reader's own settings change nothing."""
        with style.styled(self.theme):
            yield

    def frame(self, title: str, question: str, note: str) -> None:
        """Write the title, under it in grey the question, and the note at the foot; the body is between."""
        left, width = self.size.margin, self.size.width - 2 * self.size.margin
        top = self.height - self.size.margin
        if title:
            top -= self.write(left, top, title, width, self.size.title, weight="bold", most=3) + 0.06
        top -= self.write(left, top, question, width, self.letters, colour=self.theme.muted, most=2)
        filled = self.fill(note, width, self.size.note, most=self.size.lines)
        bottom = self.size.margin * 0.6 + self.high(filled, self.size.note)
        self.put(left, bottom, filled, self.size.note, colour=self.theme.muted, up="top")
        self.body = Box(left, bottom + 0.14, width, top - bottom - 0.28)

    def fill(
        self, text: str, inches: float, size: float | None = None, weight: str = "normal", most: int = 99
    ) -> str:
        """Break a text into at most `most` lines of at most `inches`; the last ends in … where cut."""
        letters = size or self.letters
        text, inches = in_words(text, self.names).replace(" %", "\u00a0%"), inches * HINTED
        text = UNIT.sub(HELD, text)
        filled = style.fill(text, inches, letters, weight, font=self.theme.font)
        lines = filled.replace(HELD, " ").split("\n")
        if len(lines) > most:
            last = lines[most - 1]
            while last and style.width(f"{last} …", letters, weight, self.theme.font) > inches:
                last = last[:-1]
            lines = [*lines[: most - 1], f"{last.rstrip()} …"]
        return "\n".join(lines)

    def high(self, filled: str, size: float | None = None) -> float:
        """Return how high a broken text stands [inch]."""
        return (1 + filled.count("\n")) * LEADING * (size or self.letters) / style.POINTS

    def wide(self, text: str, size: float | None = None, weight: str = "normal") -> float:
        """Return how wide a text stands [inch]; of several lines the widest."""
        letters, text = size or self.letters, in_words(text, self.names)
        return max(style.width(line, letters, weight, self.theme.font) for line in text.split("\n"))

    def write(
        self,
        left: float,
        top: float,
        text: str,
        inches: float,
        size: float | None = None,
        most: int = 99,
        **look: Any,
    ) -> float:
        """Write a text from its upper left corner, broken at `inches`; return the height that it took."""
        filled = self.fill(text, inches, size, look.get("weight", "normal"), most)
        self.put(left, top, filled, size, up="top", **look)
        return self.high(filled, size)

    def put(
        self,
        x: float,
        y: float,
        filled: str,
        size: float | None = None,
        colour: str | None = None,
        weight: str = "normal",
        across: str = "left",
        up: str = "center",
        *,
        over: bool = False,
    ) -> None:
        """Put a text that is broken already; across: left, center or right of it stands at x.

        over: whether it stands over a drawing, which is paler behind it.
        """
        self.figure.text(
            x / self.size.width,
            y / self.height,
            in_words(filled, self.names),
            fontsize=size or self.letters,
            color=colour or self.theme.text,
            fontweight=weight,
            ha=across,
            va=up,
            linespacing=1.08,
            bbox=PALE if over else None,
        )

    def rule(
        self, left: float, right: float, y: float, colour: str | None = None, width: float = 0.8
    ) -> None:
        """Draw a level line."""
        xs = [left / self.size.width, right / self.size.width]
        shade = colour or self.theme.rule
        self.figure.add_artist(Line2D(xs, [y / self.height] * 2, color=shade, linewidth=width))

    def shade(self, box: Box, colour: str) -> None:
        """Fill a rectangle, beneath everything else."""
        corner = (box.left / self.size.width, box.bottom / self.height)
        wide, high = box.width / self.size.width, box.height / self.height
        self.figure.add_artist(Rectangle(corner, wide, high, facecolor=colour, linewidth=0.0, zorder=-1))

    def bars(self, boxes: Sequence[Box], colour: str, hatch: str | None = None) -> None:
        """Fill rectangles of one look, drawn as one; hatch: lines over them, in the sheet's own colour."""
        filled = [
            Path(_corners(box) / (self.size.width, self.height), RECTANGLE) for box in boxes if box.width
        ]
        if filled:
            whole, edge = Path.make_compound_path(*filled), self.theme.background
            look = {"facecolor": colour, "edgecolor": edge, "linewidth": 0.0, "hatch": hatch}
            self.figure.add_artist(PathPatch(whole, **look))

    def strokes(self, lines: Sequence[tuple[float, float, float, float]], colour: str, width: float) -> None:
        """Draw straight lines of one look, each from a point to another (x, y, x, y), as one."""
        if lines:
            ends = np.array([(x0, y0, x1, y1, np.nan, np.nan) for x0, y0, x1, y1 in lines]).reshape(-1, 2)
            xs, ys = (ends / (self.size.width, self.height)).T
            self.figure.add_artist(Line2D(xs, ys, color=colour, linewidth=width))

    def outline(self, box: Box) -> None:
        """Draw a frame around a rectangle."""
        corner = (box.left / self.size.width, box.bottom / self.height)
        wide, high = box.width / self.size.width, box.height / self.height
        frame = Rectangle(corner, wide, high, facecolor="none", edgecolor=self.theme.text, linewidth=2.2)
        self.figure.add_artist(frame)

    def panel(self, box: Box) -> Axes:
        """Open a panel whose frame is the rectangle."""
        place = (
            box.left / self.size.width,
            box.bottom / self.height,
            box.width / self.size.width,
            box.height / self.height,
        )
        ax = self.figure.add_axes(place)
        ax.tick_params(labelsize=self.small, colors=self.theme.text)
        for spine in ax.spines.values():
            spine.set_color(self.theme.muted)
        return ax

    def saved(self, form: str) -> bytes:
        """Return the sheet as svg, png or pdf, without dates."""
        return style.saved(self.figure, form, self.theme)

    def worded(self) -> bytes:
        """Return the sheet as an SVG whose letters are text: for a page, small and open to a search."""
        return slim(style.saved(self.figure, "svg", self.theme, words=True), self.theme)
