"""Last contact: whether the one before, of the same customer and type, passed the target."""

from __future__ import annotations

from math import inf

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sim.hours import DAY
from sim.logs import Columns
from sim.world.numbers import World

SLACK = 7 * DAY
"""How much later than it arrived a contact may end and still be found [s]."""
UNKNOWN = -1.0


class LastContacts:
    """Talk times of recent contacts, looked up by the contacts that follow; keeps one repeat window."""

    def __init__(self, world: World) -> None:
        self._kept: pl.DataFrame | None = None
        self._back = world.customers.repeat_window + SLACK
        self.asked = any(group.target < inf for group in world.groups)

    def talk(self, contacts: Columns) -> NDArray[np.float64]:
        """Return the talk [s] of each contact's last one, `UNKNOWN` where none is found; shape (rows,).

        A contact that ended later than the one that follows it is not found, however rows are cut in chunks.
        """
        count = len(contacts["arrived"])
        if not self.asked or not count:
            return np.full(count, UNKNOWN)
        begins = 0 if self._kept is None else self._kept["row"][-1] + 1
        new = pl.DataFrame({name: contacts[name] for name in ("customer", "type", "arrived", "talk")})
        new = new.with_columns(row=pl.int_range(begins, begins + count))
        known = new if self._kept is None else pl.concat([self._kept, new])
        asks = new.select("customer", "type", arrived=pl.Series(contacts["last_arrived"]), at="row")
        found = asks.filter(pl.col("arrived") >= 0.0).join(
            known.rename({"talk": "last_talk"}),
            on=["customer", "type", "arrived"],
            maintain_order="left",
        )
        found = found.unique("at", keep="first", maintain_order=True).filter(pl.col("row") < pl.col("at"))
        talk = np.full(count, UNKNOWN)
        talk[found["at"].to_numpy() - begins] = found["last_talk"].to_numpy()
        latest = float(np.max(contacts["arrived"]))
        late = known.filter(pl.col("arrived") >= latest - self._back)
        self._kept = pl.concat([late, known.tail(1)]).unique("row").sort("row")
        return talk
