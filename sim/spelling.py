"""Guess what a quantity was meant to be that is spelt as other tools or other countries spell it.

A guess is offered in a message, never taken: "0,9" may be 0.9, and "15,000" 15000 or 15.000.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

LONGEST = 60
"""Characters of the longest text that is guessed at."""

_UNITS = {
    "ms": "msecs? milliseconds?",
    "s": "secs? seconds?",
    "m": "mins? minutes?",
    "h": "hrs? hours?",
    "d": "days?",
    "w": "wks? weeks?",
}
_WORDS = [
    (re.compile(rf"(?<=[0-9])({'|'.join(words.split())})(?![a-z])"), unit) for unit, words in _UNITS.items()
]
_FILLING = re.compile(r"[\s'_;]|eur|usd|gbp|[€$£]")
_COUNTED = re.compile(r"([0-9]{1,10}(?:\.[0-9]{1,10})?)(?!ms)[a-z]{2,}")
_UNFINISHED = re.compile(r"(?:[0-9]{1,10}[dhm])*[0-9]{1,10}([dhm])[0-9]{1,10}")
_CLOCK = re.compile(r"([0-9]+):([0-9]{2})")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}([.,'\s_]?)[0-9]{3}(\1[0-9]{3})*")
_PLAIN = re.compile(r"[0-9]{1,10}(\.[0-9]{1,10})?")
_NUMBER = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?([eE][-+]?[0-9]{1,3})?")
_RELATIVE = re.compile(r"([-+x*])\s*([0-9]{1,10}(?:\.[0-9]{1,10})?)(%|[a-z]{0,2})")
_AT_LEAST = re.compile(r"(?:at least|min(?:imum)?|not below|=>|≥) ?(.+)")
_AT_MOST = re.compile(r"(?:at most|max(?:imum)?|up to|not above|=<|≤) ?(.+)")
_FROM_TO = re.compile(r"(?:between |from )?(.+?) ?(?:-|–| to | and ) ?(.+)")
_HOUR = re.compile(r"([0-9]{1,2})(?:[:.h]?([0-9]{2}))?h?(am|pm)?")
_DATES = (
    re.compile(r"(?P<y>[0-9]{4})[-./](?P<m>[0-9]{1,2})[-./](?P<d>[0-9]{1,2})"),
    re.compile(r"(?P<d>[0-9]{1,2})[-./](?P<m>[0-9]{1,2})[-./](?P<y>[0-9]{4})"),
    re.compile(r"(?P<m>[0-9]{1,2})[-./](?P<d>[0-9]{1,2})[-./](?P<y>[0-9]{4})"),
)
_MOMENT = re.compile(
    r"([-0-9./]{8,10}) +([0-9]{1,2})(:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?) ?([aApP][mM])?"
)
_DAYS = {"weekdays": "mon-fri", "workdays": "mon-fri", "weekend": "sat,sun", "daily": "mon-sun"}
Spellings = Callable[[str], Iterator[str]]
Remedy = Callable[[], str]


def meant(raw: Any, parse: Callable[[Any], Any], otherwise: str, spelt: Spellings | None = None) -> Remedy:
    """Return what words the remedy for `raw`: the spellings of it that `parse` accepts, if there are any.

    It is worded when a message is printed, so that trying a spelling asks for no remedy in turn.
    """
    return partial(_worded, raw, parse, otherwise, spelt or numbers)


def _worded(raw: Any, parse: Callable[[Any], Any], otherwise: str, spelt: Spellings) -> str:
    found: dict[str, None] = {}
    for guess in (raw, *spelt(raw)) if isinstance(raw, str) and len(raw) <= LONGEST else ():
        try:
            parse(as_number(guess))
        except ValueError:
            continue
        if guess == raw:
            return "Leave the quotes out."
        found[guess] = None
    return f"Write {' or '.join(found)}." if found else otherwise


def as_number(text: str) -> str | int | float:
    """Return a number as a file gives it; other text stays text."""
    if _NUMBER.fullmatch(text):
        return int(text) if text.lstrip("-").isdigit() else float(text)
    return text


def numbers(text: str) -> Iterator[str]:
    """Yield how a number, share or time may be spelt that has commas, blanks, words or a currency."""
    yield from decimals(text)
    bare = _bare(text)
    if bare.endswith("%") and _PLAIN.fullmatch(bare[1:-1] if bare[0] in "+-" else bare[:-1]):
        yield f"{(float(bare[:-1]) + 100 * (bare[0] in '+-')) / 100:.6g}"
    if counted := _COUNTED.fullmatch(bare):
        yield counted[1]
    if unfinished := _UNFINISHED.fullmatch(bare):
        yield bare + {"d": "h", "h": "m", "m": "s"}[unfinished[1]]
    if clock := _CLOCK.fullmatch(bare):
        yield "{}m{}s".format(*clock.groups())
        yield "{}h{}m".format(*clock.groups())
    if _PLAIN.fullmatch(bare):
        yield f"{bare}s"


def decimals(text: str) -> Iterator[str]:
    """Yield how a number may be spelt whose comma parts the thousands, or stands for the point."""
    if _THOUSANDS.fullmatch(text):
        yield re.sub(r"\D", "", text)
    yield _bare(text)


def _bare(text: str) -> str:
    """Write a point for a comma and units for words, and leave blanks and currencies out."""
    bare = _FILLING.sub("", text.lower())
    for word, unit in _WORDS:
        bare = word.sub(unit, bare)
    return bare.replace(",", ".")


def levels(text: str) -> Iterator[str]:
    """Yield how a service level may be spelt that has percent signs, blanks or words."""
    share, slash, time = re.sub(r"\s*(within|in|/)\s*", "/", text.lower(), count=1).partition("/")
    share, time = _bare(share.replace("%", "")), re.sub(r"^([0-9]+)s$", r"\1", _bare(time))
    if slash and _PLAIN.fullmatch(share):
        yield f"{100 * float(share):.6g}/{time}" if float(share) <= 1 else f"{share}/{time}"


def changed_by(text: str) -> str:
    """Return how "+15%", "-10%", "x1.15" or "+30s" is written as a change; nothing for a value of its own."""
    found = _RELATIVE.fullmatch(text.replace(",", "."))
    if not found:
        return ""
    sign, number, unit = found.groups()
    if sign in "x*":
        return f"{{multiply: {number}}}" if not unit else ""
    if unit == "%":
        return f"{{multiply: {(100 + float(sign + number)) / 100:.6g}}}"
    return f"{{add: {number}{unit}}}" if sign == "+" else ""


def paces(text: str) -> Iterator[str]:
    """Yield how a number per time may be spelt that has commas or words."""
    number, _, time = re.sub(r"\s*(per|an|a|/)\s*", "/", text.lower(), count=1).partition("/")
    unit = next((unit for unit, words in _UNITS.items() if re.fullmatch(words.replace(" ", "|"), time)), time)
    yield from (f"{count}/{_bare(unit) or 'h'}" for count in decimals(number))


def limits(text: str) -> Iterator[str]:
    """Yield how a limit may be spelt that is in words, or has no sign."""
    said = re.sub(r"\s+", " ", text.lower().strip())
    if found := _AT_LEAST.fullmatch(said):
        yield f">= {found[1]}"
    elif found := _AT_MOST.fullmatch(said):
        yield f"<= {found[1]}"
    elif found := _FROM_TO.fullmatch(said):
        yield f"{found[1]}..{found[2]}"
    else:
        yield f">= {said}"
        yield f"<= {said}"


def spans(text: str) -> Iterator[str]:
    """Yield how hours of a day may be spelt that have no minutes, points for colons, or am and pm."""
    if text in ("24/7", "24h"):
        yield "00:00-24:00"
    ends = [_HOUR.fullmatch(end) for end in re.split(r"-|–|to", re.sub(r"\s", "", text.lower()))]
    if len(ends) == 2 and ends[0] and ends[1]:
        yield "-".join(_hour(*end.groups()) for end in ends if end)


def _hour(hours: str, minutes: str | None, half: str | None) -> str:
    whole = int(hours) if half is None else int(hours) % 12 + 12 * (half == "pm")
    return f"{whole:02d}:{minutes or '00'}"


def weekdays(text: str) -> Iterator[str]:
    """Yield how weekdays may be spelt that are written in full."""
    short = re.sub(r"[a-z]+", lambda word: _DAYS.get(word[0], word[0][:3]), text.lower())
    yield re.sub(r"\s*(and|;|,)\s*", ",", re.sub(r"\s*(to|–|-)\s*", "-", short))


def moments(text: str) -> Iterator[str]:
    """Yield how a moment may be spelt that has its year last, am or pm, a zone, or counts from 1970 (UTC)."""
    if re.fullmatch(r"[0-9]{9,10}([0-9]{3})?", text):
        seconds = int(text[:10] if len(text) > 10 else text)
        yield str(datetime.datetime.fromtimestamp(seconds, datetime.UTC).replace(tzinfo=None))
    bare = re.sub(r"(Z|[-+][0-9]{2}:?[0-9]{2})$", "", text.strip())
    found = _MOMENT.fullmatch(bare.replace("T", " "))
    if not found:
        return
    day, hour, rest, half = found.groups()
    hours = int(hour) % 12 + 12 * (half.lower() == "pm") if half else int(hour)
    for date in dates(day):
        yield f"{date} {hours:02d}{rest}{':00' if len(rest) == 3 else ''}"


def dates(text: str) -> Iterator[str]:
    """Yield how a date may be spelt that has points or slashes, or its year last."""
    for form in _DATES:
        if found := form.fullmatch(text.strip()):
            yield f"{found['y']}-{int(found['m']):02d}-{int(found['d']):02d}"
