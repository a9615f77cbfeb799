"""Write commands that can be pasted: quoted, and about the same centre and folder as the run before."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import NamedTuple

from sim.outlets import lines

FILE, OUT, EVERY = "FILE", "results", "all"
"""What stands for a scenario file that is not known, the folder that takes results, and all scenarios."""
PLACES = "--out", "--results"
"""The names of the option that says which folder takes the result's folder."""
TAKES: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(("run", "staff", "break-even", "sweep", "roster"), ("--scenario", "--set", "--out")),
    "calibrate": ("--scenario", "--set", "--results"),
    "backtest": ("--scenario", "--results"),
    "explain": ("--scenario", "--set"),
}
"""Which options each command has of those that say what it is about and where it writes."""
PLAIN = re.compile(r"[\w@%+=:,./-]+")
"""A word that a shell takes as it is."""
ODD = re.compile(r"[\"$`\\!]")
"""Signs that a shell reads within double quotes."""


def quoted(word: str | PurePath) -> str:
    """Return a word as a shell takes it for one: in double quotes if it can be, which every shell knows."""
    text = lines(" ".join(str(word).splitlines()))
    if PLAIN.fullmatch(text):
        return text
    return shlex.quote(text) if ODD.search(text) or not text else f'"{text}"'


def command(verb: str, *words: str | PurePath) -> str:
    """Return a command with its words quoted."""
    return " ".join(("goodwill", verb, *map(quoted, words)))


class Ran(NamedTuple):
    """What a run was given, for commands about the same: file, changes by --set, folder of results.

    asked: its --scenario. scenarios: those that ran. scenario: the one that commands are about, the first
    that ran where it is not named.
    """

    file: str = FILE
    sets: tuple[str, ...] = ()
    out: str = OUT
    asked: tuple[str, ...] = ()
    scenarios: tuple[str, ...] = ()
    scenario: str = ""

    def about(self, scenario: str) -> Ran:
        """Return the same for one scenario of the result."""
        return self._replace(scenario=scenario)

    def command(self, verb: str, rest: str = "") -> str:
        """Return a command about this centre; rest: more options, as a shell takes them."""
        takes = TAKES.get(verb, ())
        words = [verb, quoted(self.file), *filter(None, (rest,))]
        if "--scenario" in takes and (names := self._names(verb)):
            words += ["--scenario", quoted(",".join(names))]
        for change in self.sets if "--set" in takes else ():
            words += ["--set", quoted(change)]
        place = next((one for one in PLACES if one in takes), None)
        if place and PurePath(self.out) != PurePath(OUT):
            words += [place, quoted(self.out)]
        return " ".join(("goodwill", *words))

    def _names(self, verb: str) -> Sequence[str]:
        """Return the scenarios that a command must name: a run keeps all of the result, a study is of one."""
        one = self.scenario or next(iter(self.scenarios), "")
        is_first = not self.scenarios or one == self.scenarios[0]
        if verb == "run":
            return self.asked if is_first else [one, *(name for name in self.scenarios if name != one)]
        return [] if is_first and self.asked in ((), (EVERY,)) else [one]

    def said(self, general: str) -> str:
        """Return a command such as "goodwill run FILE --worlds 24" for this centre."""
        _, verb, _, *rest = general.split(" ", 3)
        return self.command(verb, *rest)

    def lacks(self, general: str) -> str:
        """Return what must be done before such a command is about this centre; nothing where it is."""
        changes = self.sets and "--set" not in TAKES.get(general.split(" ")[1], ())
        return "write the values given by --set into the file" if changes else ""
