"""Fit texts into boxes: how wide letters stand, where lines break, and where a text must be cut."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sim.plots import style

POINTS = 72.0
LEADING = 1.22
"""Height of a line, as a share of its letters."""
SMALLEST = 9.0
"""Letters below which nobody reads a slide [points]."""
STEP = 1.0
DRAWN = 0.97
"""Share of a width that letters may take as measured: other programs draw them wider."""
TABLE, ROW, PAD, CELL = 12.0, 0.42, 0.07, 0.14
"""Letters of a table at most [points], and [inch] its rows where there is room, their border and a cell's."""
HEAD_LINES, ROW_LINES = 6, 3
"""Lines of a table's head and of its other rows at most."""


def fitted(
    texts: Sequence[str], wide: float, high: float, size: float, *, bold: bool = False
) -> tuple[list[str], float]:
    """Return paragraphs and the largest letters [points] up to `size` with which they fit a box [inch].

    Where the smallest letters are too large, the last line ends in …, and what is behind it is left out.
    """
    points = size
    while points > SMALLEST and lines_of(texts, wide, points, bold=bold) * height(points) > high:
        points -= STEP
    room = max(1, int(high / height(points)))
    kept: list[str] = []
    for text in texts:
        count = lines_of([text], wide, points, bold=bold)
        if count <= room:
            kept.append(text)
            room -= count
        else:
            if room:
                kept.append(shortened(text, wide, points, room, bold=bold))
            break
    return kept, points


def height(points: float) -> float:
    """Return the height of a line [inch]."""
    return LEADING * points / POINTS


def lines_of(texts: Sequence[str], wide: float, points: float, *, bold: bool = False) -> int:
    """Return how many lines paragraphs take at a width [inch]."""
    return sum(1 + broken(text, wide, points, bold=bold).count("\n") for text in texts)


def shortened(text: str, wide: float, points: float, lines: int, *, bold: bool = False) -> str:
    """Return a text that takes at most so many lines; where it is cut, it ends in …."""
    if lines_of([text], wide, points, bold=bold) <= lines:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if lines_of([f"{text[:middle].rstrip()} …"], wide, points, bold=bold) <= lines:
            low = middle
        else:
            high = middle - 1
    return f"{text[:low].rstrip()} …"


def broken(text: str, wide: float, points: float, *, bold: bool) -> str:
    """Return a text in the lines in which it stands at a width [inch]."""
    return style.fill(text, wide * DRAWN, points, "bold" if bold else "normal")


class Layout(NamedTuple):
    """A table that fits its box: letters [points], and by row its height [inch] and its lines at most."""

    points: float
    high: Sequence[float]
    most: Sequence[int]


def laid_out(rows: Sequence[Sequence[str]], wide: Sequence[float], high: float) -> Layout:
    """Return the largest letters with which a table fits a height; its first row is bold.

    wide: of the columns [inch]. Where the smallest letters are too large, rows have fewer lines.
    """
    points, limits = TABLE, [HEAD_LINES, *[ROW_LINES] * (len(rows) - 1)]
    while True:
        needs = [_lines(cells, wide, points, at == 0) for at, cells in enumerate(rows)]
        most = list(map(min, needs, limits))
        tall = [count * height(points) + PAD for count in most]
        if points > SMALLEST and (sum(tall) > high or most != needs):
            points -= STEP
        elif sum(tall) > high and max(limits) > 1:
            limits = [max(1, limit - 1) for limit in limits]
        else:
            break
    spare = max(0.0, high - sum(tall)) / len(rows)
    return Layout(points, [max(one, min(ROW, one + spare)) for one in tall], most)


def _lines(cells: Sequence[str], wide: Sequence[float], points: float, bold: bool) -> int:
    pairs = zip(cells, wide, strict=True)
    return max(lines_of([text], inches - CELL, points, bold=bold) for text, inches in pairs)
