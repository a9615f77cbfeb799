"""Put figures into a page: only their drawing, letters drawn once for all figures, names that are unique."""

from __future__ import annotations

import re

NOISE = re.compile(r"<\?xml.*?\?>|<!DOCTYPE.*?>|<!--.*?-->|<metadata>.*?</metadata>", re.DOTALL)
SIZE = re.compile(r'(<svg[^>]*?) (?:width|height)="[^"]*"([^>]*?) (?:width|height)="[^"]*"')
LETTER = re.compile(r'<path id="([^"]+)" (d="[^"]*"(?: transform="[^"]*")?)\s*/>')
BLANK = re.compile(r'<path id="([^"]+)"(?: transform="[^"]*")?\s*/>')
"""A letter without a drawing."""
FINE = re.compile(r"(?<!scale\()\b(\d+\.\d\d)\d+")
"""A number finer than any screen shows."""
TAG = re.compile(r"<[^>]*>")
NAMED = re.compile(r' \bid="([^"]+)"')
REFERENCE = re.compile(r'(?:xlink:)?href="#([^"]+)"|url\(#([^)]+)\)')


class Drawings:
    """Takes figures as SVG into one page, and keeps what they share."""

    def __init__(self) -> None:
        self._shared: dict[str, str] = {}
        self._figures = 0

    def inline(self, text: str) -> str:
        """Return a figure to stand within the page."""
        self._figures += 1
        bare = SIZE.sub(r"\1\2", NOISE.sub("", text).strip(), count=1)
        names: dict[str, str] = {}
        wanted = {found[1] or found[2] for found in REFERENCE.finditer(bare)}

        def share(found: re.Match[str]) -> str:
            if found[1] not in wanted:
                return found[0]
            names[found[1]] = self._shared.setdefault(found[2], f"g{len(self._shared)}")
            return ""

        bare = LETTER.sub(share, bare)
        for blank in BLANK.findall(bare):
            bare = re.sub(rf'<use xlink:href="#{re.escape(blank)}"[^>]*/>', "", bare)
        bare = BLANK.sub("", bare)
        for found in NAMED.finditer(bare):
            if found[1] in wanted:
                names.setdefault(found[1], f"f{self._figures}-{len(names)}")

        def named(found: re.Match[str]) -> str:
            return f' id="{names[found[1]]}"' if found[1] in names else ""

        def referred(found: re.Match[str]) -> str:
            own = names.get(found[1] or found[2], "")
            return f'href="#{own}"' if found[1] else f"url(#{own})"

        bare = REFERENCE.sub(referred, NAMED.sub(named, bare))
        bare = re.sub(r"<defs>\s*</defs>", "", bare)
        bare = re.sub(r">\s*\n\s*<", "><", bare)
        return TAG.sub(_slim, bare).replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)

    def shared(self) -> str:
        """Return what figures refer to, to stand once in the page, out of sight."""
        paths = "".join(f'<path id="{own}" {drawn}/>' for drawn, own in self._shared.items())
        size = 'width="0" height="0" style="position:absolute"'
        return f'<svg {size} aria-hidden="true" focusable="false"><defs>{paths}</defs></svg>'


def _slim(found: re.Match[str]) -> str:
    """Return a tag without breaks and without digits that no screen shows; texts stay as they are."""
    return FINE.sub(r"\1", re.sub(r"\s+", " ", found[0]))
