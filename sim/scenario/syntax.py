"""Explain in plain words what a YAML reader objects to, or what it may have misread, and what to do."""

from __future__ import annotations

import re

from sim.hours import DAYS

_COLOUR = re.compile(r"[ \t]+(#[0-9a-fA-F]{6})\b")
_PARTED = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{2}0")
_OTHERWISE = "Check indentation, colons, brackets and quotes there."
_REASONS = (
    (r"character '\t'", "a tab", "Indent with blanks."),
    (
        "cannot start any token",
        "a value that begins with a sign of YAML's own",
        "Put it into quotes; write 30%, not %30.",
    ),
    (
        "could not find expected ':'",
        "a line without a key",
        "Write key: value, with a colon and a blank after it.",
    ),
    (
        "mapping values are not allowed here",
        "a colon where none may be",
        "Put text that holds a colon into quotes, and look for a colon that the line before lacks.",
    ),
    ("sequence entries are not allowed here", "a dash where no list is", "Put lists into brackets: [a, b]."),
    ("but found '-'", "a dash among keys", "Leave the dash out, or put the list into brackets: [a, b]."),
    ("expected <block end>", "a key out of line", "Line it up with its neighbours."),
    ("expected ',' or ", "a bracket or brace without its end, or no comma", "Close it, or add the comma."),
    ("unexpected end of stream", "a quote without its end", "Close it."),
    ("unknown escape character", "a backslash in double quotes", "Use single quotes, or write it twice."),
)


def in_words(reason: str) -> tuple[str, str]:
    """Return what is wrong and the remedy, for what the reader of YAML says."""
    return next(((words, remedy) for part, words, remedy in _REASONS if part in reason), (reason, _OTHERWISE))


def filled(key: str, text: str) -> str:
    """Return the remedy for an empty value of `key`; `text` behind it may be a colour without quotes."""
    if key in DAYS:
        return f'Put weekdays that share a value into quotes, as in "mon,tue": x, or give {key} its own.'
    if ":" in key:
        return "Put a blank after the colon."
    if found := _COLOUR.match(text):
        return f"Put the colour into quotes, as in '{found[1]}': without them, # begins a comment."
    return "Write a value or remove the key."


def parted(text: str) -> str:
    """Doubt a number whose point may part the thousands, such as 1.200; nothing for any other."""
    if not _PARTED.fullmatch(text):
        return ""
    number, whole = f"{float(text):g}", text.replace(".", "")
    wrong = f"is read as {number} (got {text}; allowed {number} or {whole})."
    return f"{wrong} Write {whole} if the point was to part the thousands, {number} if not."
