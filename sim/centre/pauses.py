"""Pauses: records of breaks that a conversation delays; as with all records, times are in seconds."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from sim.codes import AgentState


@dataclass(slots=True, eq=False)
class Pause:
    """What of an agent's breaks and time away was missed and is to be made up for.

    `due_since`: since when the agent should be away and is not, infinity if that is not so; `missed_state`:
    what was missed last; `owed`: time that is to be made up for; `back_at`: when what is made up for is over.
    """

    due_since: float = inf
    missed_state: int = int(AgentState.BREAK)
    owed: float = 0.0
    back_at: float = -inf
