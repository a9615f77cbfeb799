"""Check whether the words of a rendered figure can be read: on the sheet, and none over another."""

from itertools import combinations
from unittest import mock

from matplotlib.text import Text


def drawn_texts(figure):
    """Return every text that the figure draws, hidden and empty ones left out."""
    seen = []
    draw = Text.draw

    def drawn(text, *given, **named):
        if text.get_visible() and text.get_text().strip():
            seen.append(text)
        return draw(text, *given, **named)

    with mock.patch.object(Text, "draw", drawn):
        figure.draw_without_rendering()
    return list(dict.fromkeys(seen))


def illegible(figure):
    """Return in words which texts leave the sheet, cover each other, or run into a panel from outside."""
    texts = drawn_texts(figure)
    renderer = figure.canvas.get_renderer()
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts]
    sheet = figure.bbox.padded(0.5)
    told = [f"{words!r} leaves the sheet" for words, box in boxes if not _within(box, sheet)]
    told += [f"{a!r} covers {b!r}" for (a, one), (b, other) in combinations(boxes, 2) if _touch(one, other)]
    panels = [ax.get_window_extent(renderer) for ax in figure.axes]
    return told + [
        f"{words!r} runs into a panel"
        for words, box in boxes
        for panel in panels
        if _touch(box, panel) and not (panel.x0 <= box.x0 and box.x1 <= panel.x1)
    ]


def _within(box, sheet):
    return sheet.x0 <= box.x0 and box.x1 <= sheet.x1 and sheet.y0 <= box.y0 and box.y1 <= sheet.y1


def _touch(one, other):
    """Return whether two boxes share more than a pixel in both directions."""
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    return wide > 1.0 and high > 1.0
