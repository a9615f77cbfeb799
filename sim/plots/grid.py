"""Lay rows beside columns: what is compared down the side, a small panel for each policy across."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from sim.plots.sheet import LEADING, Box, Sheet
from sim.plots.style import POINTS, Theme

AXIS = 0.42
"""Room for the marks and the words of an axis at the foot [inch], at letters of 12 points."""
BETWEEN = 0.14
"""Gap between columns [inch]."""
NARROW = 2.0
"""Width of a panel [inch] up to which the words at its axis are smaller."""
HEAD = 7
"""Lines of words above a column at most."""
LINES = 2
"""Lines of a row's label at most."""


@dataclass(frozen=True)
class Grid:
    """Rows and columns on a sheet, with room for words beside each column.

    size: letters of words beside columns [points]. noted: those words, by column and row, until `write`.
    """

    sheet: Sheet
    boxes: Sequence[Box]
    words: float
    rows: int
    size: float
    noted: list[tuple[int, float, str, str | None, str]] = field(default_factory=list)

    @cached_property
    def panels(self) -> Sequence[Axes]:
        """Open a panel for each column, whose y-axis counts rows from the top."""
        return [_panel(self.sheet, box, self.rows) for box in self.boxes]

    def middle(self, row: float) -> float:
        """Return the height of a row on the sheet [inch]."""
        box = self.boxes[0]
        return box.top - box.height * (row + 0.5) / self.rows

    def along(self, column: int, scale: tuple[float, float], value: float) -> float:
        """Return where a value of a scale stands across the sheet [inch]; scale: of the column's ends."""
        box, (low, high) = self.boxes[column], scale
        return box.left + box.width * (value - low) / (high - low)

    def bars(
        self,
        column: int,
        scale: tuple[float, float],
        spans: Sequence[tuple[float, float, float]],
        colour: str,
        hatch: str | None = None,
        high: float = 0.56,
    ) -> None:
        """Draw bars of one look in a column without a panel, which takes a tenth of the time.

        spans: row and both ends of each bar. high: share of a row.
        """
        box, boxes = self.boxes[column], []
        for row, start, end in spans:
            left, right = sorted(self.along(column, scale, value) for value in (start, end))
            tall = high * box.height / self.rows
            boxes.append(Box(left, self.middle(row) - tall / 2.0, right - left, tall))
        self.sheet.bars(boxes, colour, hatch)

    def word(
        self, column: int, row: float, text: str, colour: str | None = None, weight: str = "normal"
    ) -> None:
        """Add a text to the right of a row of a panel; `write` draws all of them in one size."""
        self.noted.append((column, row, text, colour, weight))

    def write(self) -> None:
        """Write what was noted, all in one size that fits the widest, on two lines where there is room."""
        room, found = self.words - 0.04, [(text, weight) for *_, text, _, weight in self.noted]
        lines = [text for text, _ in found]
        wide = max((self.sheet.wide(text, self.size, weight) for text, weight in found), default=0.0)
        alone = all(float(row).is_integer() for _, row, *_ in self.noted)
        if wide > room and alone and LINES * LEADING * self.size / POINTS < self.boxes[0].height / self.rows:
            lines = [_halved(self.sheet, text, weight, room, self.size) for text, weight in found]
            wide = max(
                self.sheet.wide(text, self.size, one[1]) for text, one in zip(lines, found, strict=True)
            )
        size = self.size * min(1.0, room / wide) if wide else self.size
        for (column, row, _, colour, weight), text in zip(self.noted, lines, strict=True):
            x = self.boxes[column].right + self.words
            self.sheet.put(x, self.middle(row), text, size, colour, weight, across="right")


def _halved(sheet: Sheet, text: str, weight: str, room: float, size: float) -> str:
    """Return a text that is wider than its room on two lines, parted where they come out most alike."""
    words = text.split(" ")
    if len(words) == 1 or sheet.wide(text, size, weight) <= room:
        return text
    parted = (f"{' '.join(words[:n])}\n{' '.join(words[n:])}" for n in range(1, len(words)))
    return min(parted, key=lambda one: sheet.wide(one, size, weight))


def grid(
    sheet: Sheet,
    labels: Sequence[str],
    heads: Sequence[tuple[str, str]],
    words: float,
    *,
    axis: bool = True,
    bold: Sequence[int] = (),
    sections: Sequence[int] = (),
    first: float = 0.3,
) -> Grid:
    """Lay out a grid on the body of a sheet.

    labels: of the rows. heads: words and colour above each column. words: share of a column for words at its
    right. axis: whether there is an axis at the foot. bold: rows with bold labels. sections: rows that hold a
    heading alone, on two lines. first: share of the width for labels at most.
    """
    body, count = sheet.body, len(heads)
    wide = [sheet.wide(label) * (0.6 if row in sections else 1.0) for row, label in enumerate(labels)]
    left = min(max(wide) + 0.2, body.width * first)
    each = (body.width - left) / count
    beside = each * words
    size = sheet.letters * (0.95 if count <= 3 else 0.8)
    filled = [sheet.fill(head, each - BETWEEN, size, "bold", HEAD) for head, _ in heads]
    top = body.top - max(sheet.high(head, size) for head in filled) - 0.08
    foot = body.bottom + (AXIS * sheet.letters / 12.0 if axis else 0.0)
    boxes = [
        Box(body.left + left + each * n + BETWEEN / 2, foot, each - BETWEEN - beside, top - foot)
        for n in range(count)
    ]
    for box, head, (_, colour) in zip(boxes, filled, heads, strict=True):
        sheet.put(box.left, top + 0.04, head, size, colour, "bold", up="bottom")
    high = (top - foot) / len(labels)
    _labels(sheet, labels, (left, top, high), bold, sections)
    letters = min(sheet.small, high * 0.9 * POINTS / LEADING)
    return Grid(sheet, boxes, beside, len(labels), letters)


def _labels(
    sheet: Sheet,
    labels: Sequence[str],
    place: tuple[float, float, float],
    bold: Sequence[int],
    sections: Sequence[int],
) -> None:
    """Write the labels of rows, in letters that fit their height, with a line above each.

    place: width of labels, top and height of a row [inch].
    """
    left, top, high = place
    room = high * 0.94 * POINTS / LEADING
    for row, label in enumerate(labels):
        weight = "bold" if row in (*bold, *sections) else "normal"
        size, wide = min(sheet.letters, room), left - 0.12
        if sheet.wide(label, size, weight) > wide:
            size = min(sheet.letters, room / LINES) if room / LINES > sheet.letters * 0.62 else size
        most = max(1, int(room / size + 1e-6))
        text = sheet.fill(label, wide, size, weight, most)
        sheet.rule(sheet.body.left, sheet.body.right, top - high * row)
        sheet.put(sheet.body.left, top - high * (row + 0.5), text, size, weight=weight)


def _panel(sheet: Sheet, box: Box, rows: int) -> Axes:
    """Open a panel whose y-axis counts rows from the top, without a frame."""
    ax = sheet.panel(box)
    ax.set_ylim(rows - 0.5, -0.5)
    ax.set_yticks([])
    for side in ("left", "right", "top"):
        ax.spines[side].set_visible(False)
    ax.patch.set_alpha(0.0)
    return ax


def stroke(ax: Axes, xs: npt.ArrayLike, ys: npt.ArrayLike, **look: Any) -> None:
    """Draw a line or marks in a panel whose range is set: nobody asks how far it reaches."""
    ax.add_artist(Line2D(xs, ys, **look))


def across(ax: Axes, places: Sequence[float], theme: Theme, *, upright: bool) -> None:
    """Draw lines from edge to edge of a panel, all as one."""
    at, along = np.repeat(places, 3), np.tile([0.0, 1.0, np.nan], len(places))
    xs, ys = (at, along) if upright else (along, at)
    stretched = ax.get_xaxis_transform() if upright else ax.get_yaxis_transform()
    width = 0.8 if upright else 0.6
    stroke(ax, xs, ys, transform=stretched, color=theme.rule, linewidth=width, zorder=0)


Scale = Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]]


def squeeze(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the signed square root: small differences stay visible beside large ones."""
    return np.sign(values) * np.sqrt(np.abs(values))


def stretch(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Undo `squeeze`."""
    return np.sign(values) * np.square(values)


def marks(ax: Axes, sheet: Sheet, places: Sequence[float], words: Sequence[str]) -> None:
    """Mark an axis at places, the most important first; those are left out whose words would touch others."""
    low, high = ax.get_xlim()
    wide = ax.get_position().width * sheet.size.width
    ends = ax.transAxes.inverted().transform(ax.transData.transform([(place, 0.0) for place in places]))
    size = sheet.small * (1.0 if wide > NARROW else 0.8)
    kept: dict[int, tuple[float, float]] = {}
    for one, place in enumerate(places):
        half, middle = sheet.wide(words[one], size) / 2.0 + 0.04, ends[one][0] * wide
        free = all(middle + half < left or right < middle - half for left, right in kept.values())
        if low <= place <= high and free:
            kept[one] = (middle - half, middle + half)
    ax.set_xticks([places[one] for one in kept], [words[one] for one in kept])
    ax.minorticks_off()
    ax.tick_params(axis="x", labelsize=size, length=3, color=sheet.theme.muted)
