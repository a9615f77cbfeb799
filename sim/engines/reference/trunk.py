"""Trunk: the lines that calls hold from the door until the customer leaves."""

from __future__ import annotations

from sim.engines.reference.records import Contact


class Trunk:
    """Count the lines in use of one bundle."""

    def __init__(self, lines: int) -> None:
        self._free = lines

    def is_full(self) -> bool:
        """Tell whether all lines are taken."""
        return self._free <= 0

    def takes_line(self, contact: Contact) -> None:
        """Give `contact` a line, which it keeps wherever it is handed over to."""
        self._free -= 1
        contact.trunk, contact.special = self, True

    def frees_line(self, contact: Contact) -> None:
        """Take the line back from `contact`."""
        self._free += 1
        contact.trunk = None
