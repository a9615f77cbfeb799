"""Logs: the tables an engine writes, and what their columns mean.

Rows are written once, when what they tell of has ended (or at the end of the run), in chunks.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping
from struct import Struct

import numpy as np
import xxhash
from numpy.typing import NDArray

Columns = Mapping[str, NDArray[np.generic]]
Sink = Callable[[str, Columns], None]
CHUNK_ROWS = 80_000
BLOCK_ROWS = 2_048  # rows that the processor's cache holds

# table -> column -> (type, meaning)
TABLES: dict[str, dict[str, tuple[str, str]]] = {
    "legs": {
        "issue": ("i8", "place of the need in the run's stream of needs, the same under every policy"),
        "attempt": ("i4", "index of the contact within the issue, from 0"),
        "leg": ("i4", "index of the queue stay within the contact, from 0"),
        "customer": ("i4", "index of the customer"),
        "type": ("i4", "index of the contact type"),
        "segment": ("i4", "index of the customer's segment"),
        "queue": ("i4", "index of the queue"),
        "agent": ("i4", "index of the agent, -1 where nobody answered"),
        "group": ("i4", "index of the agent's group, -1 where nobody answered"),
        "joined": ("f8", "when the contact joined the queue [s]"),
        "wait": ("f8", "from joining to answer, hanging up or the end of the run [s]"),
        "outcome": ("i4", "Outcome of the queue stay"),
        "talk": ("f8", "conversation, rapport included [s]"),
        "acw": ("f8", "after-call work [s]"),
        "end": ("i4", "End of the conversation, -1 where nobody answered"),
        "explained": ("i4", "1 if the customer had to tell it again"),
        "pressure": ("f8", "pressure felt by the agent"),
    },
    "contacts": {
        "issue": ("i8", "place of the need in the run's stream of needs, the same under every policy"),
        "attempt": ("i4", "index of the contact within the issue, from 0"),
        "customer": ("i4", "index of the customer"),
        "type": ("i4", "index of the contact type"),
        "segment": ("i4", "index of the customer's segment"),
        "queue": ("i4", "index of the queue it arrived at"),
        "arrived": ("f8", "when it arrived [s]"),
        "ended": ("f8", "when the customer left the line [s]"),
        "outcome": ("i4", "Outcome of its first queue stay"),
        "lost_inside": ("i4", "1 if the customer hung up after a first conversation"),
        "legs": ("i4", "conversations"),
        "talk": ("f8", "conversation, rapport included [s]"),
        "acw": ("f8", "after-call work [s]"),
        "last_arrived": ("f8", "when the customer's last contact of this type arrived [s], -1 if none"),
        "last_answered": ("i4", "1 if that contact was answered"),
    },
    "issues": {
        "issue": ("i8", "place of the need in the run's stream of needs, the same under every policy"),
        "customer": ("i4", "index of the customer"),
        "type": ("i4", "index of the contact type"),
        "segment": ("i4", "index of the customer's segment"),
        "touchpoint": ("i4", "index of the touchpoint that failed, -1 for a routine need"),
        "severity": ("f8", "severity of the failure, 0 for a routine need"),
        "work": ("f8", "talk the issue needed in one go [s]"),
        "opened": ("f8", "when the first contact arrived [s]"),
        "closed": ("f8", "when it closed [s]; the end of the run if it did not"),
        "closing": ("i4", "Closing of the issue"),
        "contacts": ("i4", "attempts to be served"),
        "answered": ("i4", "attempts that were answered"),
        "legs": ("i4", "conversations"),
        "people": ("i4", "different agents"),
        "explained": ("i4", "times the customer told it again"),
        "stopped": ("i4", "contacts that the transfer limit ended"),
        "resolved_by": ("i4", "answered contacts up to the resolution, 0 if not resolved"),
        "wait": ("f8", "all queueing [s]"),
        "agent_seconds": ("f8", "agents' time: talk and after-call work, of chats the share of it [s]"),
        "warmth": ("f8", "felt warmth, mean of the worst and the last leg"),
        "unhurried": ("f8", "rapport less missing seconds, mean of the worst and the last leg [s]"),
        "as_hoped": ("i4", "1 if the resolution was what the customer hoped for"),
        "quality": ("f8", "quality of the episode, 0 to 1; not a number while open"),
        "good": ("i4", "1 if the customer rated it good"),
        "trust_before": ("f8", "trust before the episode; not a number while open"),
        "trust_after": ("f8", "trust after the episode; not a number while open"),
        "goodwill": ("f8", "trust after the episode plus tie; not a number while open"),
        "score_promptness": ("f8", "score in [-1, 1] of the time to resolution; not a number while open"),
        "score_wait": ("f8", "score of the queueing"),
        "score_warmth": ("f8", "score of the felt warmth"),
        "score_handoffs": ("f8", "score of telling it again"),
        "score_outcome": ("f8", "score of the outcome"),
        "score_attention": ("f8", "score of the attention"),
        "score_control": ("f8", "score of the time at which a job was done, 0 without one"),
    },
    "failures": {
        "customer": ("i4", "index of the customer"),
        "segment": ("i4", "index of the customer's segment"),
        "touchpoint": ("i4", "index of the touchpoint that failed"),
        "struck": ("f8", "when it failed the customer [s]"),
        "severity": ("f8", "severity, 0 to 1"),
        "voiced": ("i4", "1 if the customer spoke up"),
        "trust_before": ("f8", "trust before the failure"),
        "trust_after": ("f8", "trust after it"),
    },
    "callbacks": {
        "issue": ("i8", "place of the need in the run's stream of needs, the same under every policy"),
        "attempt": ("i4", "index of the contact within the issue, from 0"),
        "customer": ("i4", "index of the customer"),
        "type": ("i4", "index of the contact type"),
        "segment": ("i4", "index of the customer's segment"),
        "queue": ("i4", "index of the queue"),
        "joined": ("f8", "when the contact joined the queue [s]"),
        "offered": ("f8", "when the call back was offered [s]"),
        "predicted": ("f8", "wait predicted then [s]"),
        "accepted": ("i4", "1 if the customer took the offer"),
        "tries": ("i4", "calls to the customer"),
        "ended": ("f8", "when the customer was reached, the promise given up, or the run over [s]"),
        "outcome": ("i4", "REACHED, UNREACHED, CLEARED or WAITING as of an Outcome, -1 if not accepted"),
    },
    "chats": {
        "issue": ("i8", "place of the need in the run's stream of needs, the same under every policy"),
        "attempt": ("i4", "index of the contact within the issue, from 0"),
        "leg": ("i4", "index of the queue stay within the contact, from 0"),
        "type": ("i4", "index of the contact type"),
        "segment": ("i4", "index of the customer's segment"),
        "queue": ("i4", "index of the queue"),
        "agent": ("i4", "index of the agent"),
        "group": ("i4", "index of the agent's group"),
        "begins": ("f8", "when the chat begins [s]"),
        "ends": ("f8", "when the agent closes it, after-call work included [s]"),
        "given": ("f8", "its share of the agent's time, which several chats at once divide evenly [s]"),
        "given_in_window": ("f8", "the same within the measured window [s]"),
        "silent": ("i4", "1 if the customer stopped answering"),
    },
    "jobs": {
        "issue": ("i8", "place of the need in the run's stream of needs, the same under every policy"),
        "customer": ("i4", "index of the customer"),
        "type": ("i4", "index of the contact type"),
        "segment": ("i4", "index of the customer's segment"),
        "urgent": ("i4", "1 if the customer wanted it done at once"),
        "reported": ("f8", "when a contact had taken the report for the first time [s]"),
        "preferred": ("f8", "when the customer preferred it [s]"),
        "begun": ("f8", "when it was begun [s]; not a number if it was not"),
        "visits": ("i4", "times it was due: done, tried in vain or forgotten"),
        "forgotten": ("i4", "promises that were forgotten"),
        "control": ("f8", "score of control, 0 if it is still to be done"),
    },
    "self_service": {
        "issue": ("i8", "place of the need in the run's stream of needs, the same under every policy"),
        "type": ("i4", "index of the contact type"),
        "segment": ("i4", "index of the customer's segment"),
        "began": ("f8", "when the customer began to try [s]"),
        "ended": ("f8", "when it was solved or not [s]"),
        "closing": ("i4", "Closing: resolved or given up there and then, open if it went on to a person"),
    },
    "information": {
        "issue": ("i8", "place of the need in the run's stream of needs, the same under every policy"),
        "type": ("i4", "index of the contact type"),
        "segment": ("i4", "index of the customer's segment"),
        "at": ("f8", "when information answered it, outside opening hours [s]"),
    },
    "amends": {
        "customer": ("i4", "index of the customer"),
        "segment": ("i4", "index of the customer's segment"),
        "touchpoint": ("i4", "index of the touchpoint that failed, -1 for a routine need"),
        "at": ("f8", "when it was done, or given up [s]"),
        "act": ("i4", "Act: what the firm did, unasked"),
        "money": ("f8", "money it cost, beyond agents' time"),
        "kept": ("i4", "1 unless a call was promised and not made in time"),
    },
    "customers": {
        "customer": ("i4", "index of the customer"),
        "segment": ("i4", "index of the segment"),
        "tie": ("f8", "lasting tie to the brand"),
        "trust_start": ("f8", "trust when the measured window opens; 0 where the customer is not there"),
        "trust_end": ("f8", "trust when the measured window closes; 0 where the customer is not there"),
        "engaged_start": ("i4", "1 if engaged when the window opens"),
        "engaged_end": ("i4", "1 if engaged when the window closes"),
        "problem": ("i4", "Problem when the window closes: what became of the last failure"),
        "joined": ("f8", "when the customer joined [s]; 0 for the first ones"),
        "left": ("f8", "when the customer left [s]; infinity for those who stay"),
        "cause": ("i4", "Cause of leaving"),
    },
    "complaints": {
        "customer": ("i4", "index of the customer"),
        "segment": ("i4", "index of the customer's segment"),
        "touchpoint": ("i4", "index of the touchpoint that failed"),
        "severity": ("f8", "severity of the failure, 0 to 1"),
        "at": ("f8", "when the customer takes formal action [s]"),
        "voiced": ("i4", "1 if the customer had spoken up"),
    },
    "groups": {
        "group": ("i4", "index of the group; rows only where norms erode"),
        "norm_start": ("f8", "share of its rapport that it still offers when the measured window opens"),
        "norm_end": ("f8", "the same when the measured window closes"),
    },
    "agents": {
        "agent": ("i4", "index of the agent's position; rows only where agents tire"),
        "group": ("i4", "index of the group"),
        "exhaustion_start": ("f8", "exhaustion when the measured window opens"),
        "exhaustion_end": ("f8", "exhaustion when the measured window closes"),
        "quits": ("i4", "how often who held the position quit within the window"),
        "hiring_cost": ("f8", "what replacing them costs"),
        "years": ("f8", "length of the window [years]"),
    },
    "duty": {
        "agent": ("i4", "index of the agent"),
        "group": ("i4", "index of the group"),
        "begins": ("f8", "when the state begins [s]"),
        "ends": ("f8", "when it ends [s]"),
        "state": ("i4", "AgentState"),
    },
    "overtime": {
        "agent": ("i4", "index of the agent"),
        "group": ("i4", "index of the group"),
        "begins": ("f8", "when the shift is over and the agent still busy [s]"),
        "ends": ("f8", "when the agent leaves, or the next shift begins [s]"),
    },
    "outages": {
        "outage": ("i4", "index of the outage"),
        "begins": ("f8", "when it begins [s]"),
        "ends": ("f8", "when it is repaired, or the run ends [s]"),
        "lost": ("i4", "contacts lost on arriving or from the line; where outages overlap, to the first one"),
        "dropped": ("i4", "conversations broken off"),
    },
    "outbound": {
        "campaign": ("i4", "index of the campaign"),
        "record": ("i4", "index of the person on its list"),
        "attempt": ("i4", "index of the call to that person, from 0"),
        "agent": ("i4", "index of the agent, -1 where nobody was held or spoke"),
        "group": ("i4", "index of the agent's group, -1 where nobody was held or spoke"),
        "due": ("f8", "when the call was to be made: of a list's people at first 0 [s]"),
        "dialled": ("f8", "when the number was dialled, the end of the run if it never was [s]"),
        "rang_until": ("f8", "when somebody answered, it was given up, or the run was over [s]"),
        "begins": ("f8", "when the agent's time on it begins [s]"),
        "ends": ("f8", "when it ends, after-call work included [s]"),
        "outcome": ("i4", "Outcome: REACHED, UNREACHED, WAITING, or ABANDONED: nobody was free to speak"),
        "last": ("i4", "1 if the person is called no more"),
    },
}


# table -> numpy's form of a row
FORMS = {
    table: np.dtype([(name, kind) for name, (kind, _) in names.items()]) for table, names in TABLES.items()
}
_CODES = {"i8": "q", "i4": "i", "f8": "d"}


# table -> the packing of a row's values, in the order of the columns
PACK = {
    table: Struct("=" + "".join(_CODES[kind] for kind, _ in names.values())).pack
    for table, names in TABLES.items()
}


class Buffer:
    """Rows on their way from an engine: packed into bytes, laid out in columns, handed on in chunks.

    `blocks`: by table, the rows that are not laid out yet, each packed by PACK.
    """

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self.blocks = {name: bytearray() for name in TABLES}
        self._chunks: dict[str, dict[str, NDArray[np.generic]]] = {}
        self._filled = dict.fromkeys(TABLES, 0)

    def gather(self) -> None:
        """Lay out the tables that have BLOCK_ROWS rows since the last time."""
        for name, block in self.blocks.items():
            if len(block) >= BLOCK_ROWS * FORMS[name].itemsize:
                self._lay_out(name)

    def close(self) -> None:
        """Pass on what is left."""
        for name in TABLES:
            self._lay_out(name)
            if self._filled[name]:
                self._hand_on(name)

    def _lay_out(self, name: str) -> None:
        """Move the rows of a block to the columns of a chunk, and hand on the chunk when it is full."""
        block = np.frombuffer(bytes(self.blocks[name]), FORMS[name])
        self.blocks[name].clear()
        while len(block):
            if name not in self._chunks:
                self._chunks[name] = {
                    column: np.empty(CHUNK_ROWS, kind) for column, (kind, _) in TABLES[name].items()
                }
            first = self._filled[name]
            rows, block = block[: CHUNK_ROWS - first], block[CHUNK_ROWS - first :]
            for column, values in self._chunks[name].items():
                values[first : first + len(rows)] = rows[column]
            self._filled[name] += len(rows)
            if self._filled[name] == CHUNK_ROWS:
                self._hand_on(name)

    def _hand_on(self, name: str) -> None:
        rows, self._filled[name] = self._filled[name], 0
        self._sink(name, {column: values[:rows] for column, values in self._chunks.pop(name).items()})


DIGEST = "XXH3"
"""What names the rows: digests of another kind do not compare."""


class Digest:
    """Name what happened: every column of the tables with rows, bit for bit, whatever the chunks.

    It finds differences, not forgers: XXH3 (128 bits) runs at the speed of memory, SHA-256 at a tenth of it.
    """

    def __init__(self) -> None:
        self._columns: defaultdict[tuple[str, str], xxhash.xxh3_128] = defaultdict(xxhash.xxh3_128)

    def add(self, table: str, values: Columns) -> None:
        """Take in a chunk."""
        for name, column in values.items():
            if len(column):
                self._columns[table, name].update(np.ascontiguousarray(column).data)

    def text(self) -> str:
        """Return the digest of all that was taken in, as hexadecimal text; an empty table leaves no mark."""
        names = ((table, name) for table, names in TABLES.items() for name in names)
        told = (f"{'.'.join(key)} {self._columns[key].hexdigest()};" for key in names if key in self._columns)
        return hashlib.sha256("".join(told).encode()).hexdigest()
