"""Make an SVG for a page: letters stay text, as wide as they were measured, and numbers are short."""

from __future__ import annotations

import re
from html import unescape

from sim.plots import style
from sim.plots.style import FONT, POINTS, Theme

WORDS = re.compile(r'<text style="([^"]*)"([^>]*)>(.*?)</text>', re.DOTALL)
SIZE = re.compile(r"([\d.]+)px")
FONTS = re.compile(r"font:[^;]*|font-family:[^;]*")
LONG = re.compile(r"-?\d+\.\d{3,}")
TAG = re.compile(r"<[^>]+>")
FAMILIES = "Verdana, Geneva, sans-serif"
"""Fonts whose letters are about as wide as matplotlib's own, where a reader's machine lacks it."""


def slim(svg: bytes, theme: Theme) -> bytes:
    """Return an SVG with text (`svg.fonttype: none`), made small; any font keeps the measured widths."""
    text = svg.decode("utf-8")
    text = re.sub(r"<!--.*?-->|<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = WORDS.sub(lambda found: _words(found, theme), text)
    text = TAG.sub(lambda found: LONG.sub(_short, re.sub(r"\s*\n\s*", " ", found[0])), text)
    return re.sub(r">\s*\n\s*<", "><", text).encode("utf-8")


def _short(found: re.Match[str]) -> str:
    """Return a number with two decimals at most."""
    return f"{round(float(found[0]), 2) + 0.0:g}" if abs(float(found[0])) < 1e4 else f"{float(found[0]):.1f}"


def _words(found: re.Match[str], theme: Theme) -> str:
    """Return a text with the width that it was measured at, whatever font shows it."""
    look, place, words = found.groups()
    told = SIZE.search(look)
    size = float(told[1]) if told else 10.0
    weight = "bold" if "bold" in look or re.search(r"\b[67]00\b", look) else "normal"
    inches = style.width(unescape(words), size, weight, theme.font)
    anchor = re.search(r"text-anchor:[^;]*", look)
    colour = re.search(r"fill:[^;]*", look)
    parts = [f"font:{weight} {size:g}px {_family(theme)}", *(one[0] for one in (anchor, colour) if one)]
    length = f'textLength="{inches * POINTS:.1f}" lengthAdjust="spacingAndGlyphs"'
    return f'<text style="{";".join(parts)}"{place} {length}>{words}</text>'


def _family(theme: Theme) -> str:
    names = dict.fromkeys((theme.font, FONT))
    return ", ".join([*(f"'{name}'" for name in names), FAMILIES])
