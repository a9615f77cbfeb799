"""How a report looks: colours that can be read on light and dark, font, logo, words in front of the title."""

from __future__ import annotations

import colorsys
from base64 import b64encode
from typing import TYPE_CHECKING, NamedTuple

from sim.report.voice import Voice, name
from sim.scenario.theme import Colours, Read, contrast

if TYPE_CHECKING:
    from sim.plots.style import Theme

TEXT = 4.5
"""Contrast that letters need. Source: WCAG 2.2, success criterion 1.4.3."""
DARK = "#1f2329"
"""What letters stand on: of what the page has, the ground with less contrast."""
FONT = 'system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,"DejaVu Sans",sans-serif'
STEPS = 40


class Look(NamedTuple):
    """Colours for links and verdicts on a light ground, font, prefix, logo (a data address, and its bytes).

    policies: colours of native charts, the baseline's first. Source: Okabe and Ito 2008.
    """

    accent: str = Colours().accent
    better: str = Colours().better
    worse: str = Colours().worse
    font: str = ""
    prefix: str = ""
    logo: str = ""
    picture: bytes = b""
    policies: tuple[str, ...] = (Colours().baseline, *Colours().policies)
    voice: Voice = Voice()

    def colour(self, place: int) -> str:
        """Return the colour of a policy by its place: the baseline first, others in turn."""
        return self.policies[0 if place == 0 else 1 + (place - 1) % (len(self.policies) - 1)]


def look_of(read: Read) -> Look:
    """Return the look that a theme asks for."""
    theme, colours = read.theme, read.theme.colours
    logo = f"data:{read.kind};base64,{b64encode(read.logo).decode()}" if read.logo else ""
    voice = Voice(
        theme.numbers.decimal,
        "\u00a0" if theme.numbers.thousands == " " else theme.numbers.thousands,
        name(theme.currency.symbol),
        before=theme.currency.place == "before",
    )
    return Look(
        colours.accent,
        colours.better,
        colours.worse,
        theme.font or "",
        name(theme.title_prefix),
        logo,
        read.logo,
        (colours.baseline, *colours.policies),
        voice,
    )


def on_dark(colour: str) -> str:
    """Return a colour's hue, as light as letters on a dark ground must be."""
    parts = [int(colour[place : place + 2], 16) / 255.0 for place in (1, 3, 5)]
    hue, light, full = colorsys.rgb_to_hls(*parts)
    for step in range(STEPS + 1):
        mixed = colorsys.hls_to_rgb(hue, light + (1.0 - light) * step / STEPS, full)
        found = "#" + "".join(f"{round(255 * part):02x}" for part in mixed)
        if contrast(found, DARK) >= TEXT:
            return found
    return "#ffffff"


def colours_of(look: Look) -> dict[str, str]:
    """Return what stands for each colour and the font in the page's style."""
    found = {"FONT": f"{look.font},{FONT}" if look.font else FONT}
    for key in ("accent", "better", "worse"):
        colour = getattr(look, key)
        found |= {f"{key.upper()}_LIGHT": colour, f"{key.upper()}_DARK": on_dark(colour)}
    return found


def theme_of(look: Look) -> Theme:
    """Return the same look for figures."""
    from sim.plots.style import Theme

    voice = look.voice
    return Theme(
        colours=look.policies[1:],
        baseline=look.policies[0],
        better=look.better,
        worse=look.worse,
        currency=voice.symbol,
        currency_first=voice.before,
        decimal=voice.decimal,
        thousands=voice.thousands,
    )
