"""Show how far a study is: replications so far, or worlds done of how many, and the time left."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

QUARTERS = 4
"""Lines on time left, where no bar can be drawn."""


class Watch(Protocol):
    """What is told of each replication that was simulated, and how it is shown."""

    def shown(self, messages: Console) -> AbstractContextManager[None]:
        """Show progress while the study runs."""

    def advance(self) -> None:
        """Count a replication."""


class Counting:
    """Count replications beside a spinner."""

    def __init__(self) -> None:
        self.done = 0

    @contextmanager
    def shown(self, messages: Console) -> Iterator[None]:
        """Show the spinner while the study runs."""
        with messages.status("Simulating") as status:
            self._status = status
            yield

    def advance(self) -> None:
        """Count a replication."""
        self.done += 1
        self._status.update(f"Simulating: {self.done} replications")


class Worlds:
    """Worlds done of how many, engine runs done of about how many, and the time left.

    A terminal has a bar; elsewhere, as in a log, a line tells the time left after the first world and after
    each quarter of them.
    """

    def __init__(self) -> None:
        self.runs = self.before = self.count = self.expected = 0
        self.done: int | None = None
        self.began = 0.0
        self._bar: Progress | None = None

    @contextmanager
    def shown(self, messages: Console) -> Iterator[None]:
        """Draw the bar while the study runs."""
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
        from rich.progress import TimeRemainingColumn as Remaining

        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TextColumn("left"))
        self.messages = messages
        with Progress(
            *columns, Remaining(), console=messages, transient=True, disable=not messages.is_terminal
        ) as self._bar:
            self._task: TaskID = self._bar.add_task("Simulating", total=None)
            yield

    def begin(self, count: int, expected: int) -> None:
        """Print how many worlds are tried, and about how many engine runs that takes."""
        self.count, self.expected = count, expected
        self._say(f"{count} worlds, each fitted to what was measured: about {expected} engine runs.")
        self._update("Learning the centre")

    def advance(self) -> None:
        """Count a replication."""
        self.runs += 1
        if self._bar is not None:
            self._bar.advance(self._task)
        if self.count:
            self._update(self._described())

    def world(self, done: int) -> None:
        """Count a world: tell the time left, and expect of those to come what those before took."""
        from sim import store

        self.done = done
        if not done:
            self.before, self.began = self.runs, store.stopwatch()
        else:
            each = (self.runs - self.before) / done
            self.expected = round(self.runs + each * (self.count - done))
            if not self.messages.is_terminal and self._is_told(done):
                left = (store.stopwatch() - self.began) / done * (self.count - done)
                self._say(f"World {done} of {self.count} done; about {_time(left)} left.")
        self._update(self._described())

    def _is_told(self, done: int) -> bool:
        quarter = max(self.count // QUARTERS, 1)
        return done < self.count and (done == 1 or not done % quarter)

    def _described(self) -> str:
        runs = f"{self.runs} of about {max(self.expected, self.runs)} runs"
        if self.done is None:
            return f"Learning the centre, {runs}"
        return f"World {min(self.done + 1, self.count)} of {self.count}, {runs}"

    def _update(self, words: str) -> None:
        if self._bar is not None:
            self._bar.update(self._task, description=words, total=max(self.expected, self.runs))

    def _say(self, text: str) -> None:
        self.messages.print(text, markup=False, highlight=False, soft_wrap=True)


def _time(seconds: float) -> str:
    """Write a time left as people say it."""
    return f"{seconds / 60.0:,.0f} min" if seconds >= 100.0 else f"{seconds:,.0f} s"
