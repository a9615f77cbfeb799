"""The two tables that an import may give: a row a contact, or a row an interval of a queue."""

from __future__ import annotations

import polars as pl

CONTACTS, INTERVALS = "contacts", "intervals"
SECONDS = ("wait_s", "talk_s", "hold_s", "wrap_s")
"""Durations of a contact, and their sums of an interval [s]."""
COUNTS = ("offered", "answered", "abandoned", "answered_within")
"""Counts of an interval."""
ANSWERED, ABANDONED = "answered", "abandoned"
OUTCOMES = (ANSWERED, ABANDONED)

TABLES: dict[str, dict[str, tuple[pl.DataType, str]]] = {
    CONTACTS: {
        "contact_id": (pl.String(), "id of the contact"),
        "customer_id": (pl.String(), "id of the customer, empty where unknown"),
        "type": (pl.String(), "contact type, or the queue where the export has no types"),
        "channel": (pl.String(), "channel, in the export's words"),
        "arrived": (pl.Datetime("us"), "when the contact joined the queue, by the clock of the centre"),
        "wait_s": (pl.Float64(), "from joining the queue to the answer or hanging up [s]"),
        "talk_s": (pl.Float64(), "conversation, of all its agents [s]"),
        "hold_s": (pl.Float64(), "customer on hold [s]"),
        "wrap_s": (pl.Float64(), "after-call work [s]"),
        "outcome": (pl.String(), "answered or abandoned"),
        "agent": (pl.String(), "the agent who answered first"),
        "transfers": (pl.Int64(), "how often it went on with another agent"),
        "reopens": (pl.Int64(), "how often it was opened again"),
        "priority": (pl.String(), "priority, in the export's words"),
        "lines": (pl.Int64(), "lines of the export that tell of it"),
        "file": (pl.String(), "file of its first line"),
        "row": (pl.Int64(), "row of its first line in that file, the header's included"),
    },
    INTERVALS: {
        "type": (pl.String(), "queue or contact type"),
        "channel": (pl.String(), "channel, in the export's words"),
        "start": (pl.Datetime("us"), "when the interval begins, by the clock of the centre"),
        "length_s": (pl.Float64(), "length of the interval [s]"),
        "offered": (pl.Float64(), "contacts offered"),
        "answered": (pl.Float64(), "contacts answered"),
        "abandoned": (pl.Float64(), "contacts abandoned"),
        "answered_within": (pl.Float64(), "contacts answered within the export's target"),
        "wait_s": (pl.Float64(), "waits of the answered, summed [s]"),
        "abandon_wait_s": (pl.Float64(), "waits of the abandoned, summed [s]"),
        "talk_s": (pl.Float64(), "conversation, summed [s]"),
        "hold_s": (pl.Float64(), "hold, summed [s]"),
        "wrap_s": (pl.Float64(), "after-call work, summed [s]"),
        "handle_s": (pl.Float64(), "handle time, summed [s]"),
        "agents": (pl.Float64(), "agents on duty, mean"),
        "file": (pl.String(), "file of the row"),
        "row": (pl.Int64(), "row in that file, the header's included"),
    },
}
"""Columns of both tables with their types and meanings."""


def shaped(frame: pl.DataFrame, grain: str) -> pl.DataFrame:
    """Return a table with all columns of its grain, in order; what is not there is unknown."""
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(kind).alias(name)
        for name, (kind, _) in TABLES[grain].items()
    )


def grain_of(frame: pl.DataFrame) -> str | None:
    """Return the grain of a table by its columns, None if it is neither."""
    return next((grain for grain, columns in TABLES.items() if set(columns) <= set(frame.columns)), None)
