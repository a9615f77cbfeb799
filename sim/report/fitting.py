"""Fit texts into boxes: how wide letters stand, where lines break, and where a text must be cut."""

from __future__ import annotations

from collections.abc import Sequence

from sim.plots import style

POINTS = 72.0
LEADING = 1.22
"""Height of a line, as a share of its letters."""
SMALLEST = 9.0
"""Letters below which nobody reads a slide [points]."""
STEP = 1.0


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
    return sum(1 + _broken(text, wide, points, bold=bold).count("\n") for text in texts)


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


def _broken(text: str, wide: float, points: float, *, bold: bool) -> str:
    return style.fill(text, wide, points, "bold" if bold else "normal")
