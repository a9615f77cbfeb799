"""Dials: records of campaigns and of the calls that they make; as with all records, times are in seconds."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

NONE = -1


@dataclass(slots=True, eq=False)
class Campaign:
    """How far a campaign is: whom it calls next, how many calls ring without an agent, and when it looks.

    `next_new`: index of the first record that nobody has called; `first_due`, `last_due`: those who are to be
    called again, by time; `hour_reached`, `hour_left_alone`: people who answered in the hour `this_hour`, and
    those of them whom nobody was free to speak to; `now_in`: index of its present or next calling time;
    `has_lines`: whether its telephone lines work.
    """

    next_new: int = 0
    first_due: int = NONE
    last_due: int = NONE
    ringing: int = 0
    this_hour: int = NONE
    hour_reached: int = 0
    hour_left_alone: int = 0
    now_in: int = 0
    looks_at: float = inf
    has_lines: bool = True


@dataclass(slots=True, eq=False)
class Dial:
    """One call of a campaign: whom it calls, after how many calls, and who makes it, NONE if nobody is held.

    `was_due`: when it was to be made; `picks_up`: whether the person answers; `is_ringing`: until then;
    `held_since`: when the agent's time on it began; `says`, `writes`: the conversation and the after-call
    work if it comes to them.
    """

    campaign: int = NONE
    record: int = NONE
    tried: int = 0
    was_due: float = 0.0
    dialler_agent: int = NONE
    dialled_at: float = 0.0
    held_since: float = 0.0
    picks_up: bool = False
    is_ringing: bool = False
    says: float = 0.0
    writes: float = 0.0
