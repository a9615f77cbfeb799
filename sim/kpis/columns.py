"""Columns that measures are made of, prepared by `prepare.py`."""

from __future__ import annotations

import polars as pl

from sim.codes import Act, AgentState, Closing, End, Outcome

COUNTED = pl.col("counted")
"""The row belongs to the measured window."""
DUE = pl.col("due_in")
"""A campaign's call was due in the measured window, whether it was made or not."""
ARRIVED = pl.col("arrived_in")
"""The queue stay began in the measured window, blocked or not."""
BLOCKED = pl.col("outcome") == int(Outcome.BLOCKED)
BALKED = pl.col("outcome") == int(Outcome.BALKED)
CLEARED = pl.col("outcome") == int(Outcome.CLEARED)
MESSAGE = pl.col("outcome") == int(Outcome.MESSAGE)
LOST = pl.col("outcome") == int(Outcome.LOST)
ANSWERED = pl.col("outcome") == int(Outcome.ANSWERED)
ABANDONED = pl.col("outcome") == int(Outcome.ABANDONED)
WITHIN = pl.col("wait") <= pl.col("within")
WAITED = pl.col("wait") > 0.0
SHORT = pl.col("wait") <= pl.col("short_abandon")
OUTBOUND = pl.col("outcome") == int(Outcome.OUTBOUND)
COMPENSATED = pl.col("act") == int(Act.COMPENSATED)
CALLED = (pl.col("act") == int(Act.CALLED_BACK)) | (pl.col("act") == int(Act.FOLLOWED_UP))
"""The firm promised or meant to call the customer, unasked."""
LEFT_ALONE = pl.col("outcome") == int(Outcome.ABANDONED)
"""Of a campaign's call: somebody answered, and nobody was free to speak."""
TRIED = pl.col("outcome") != int(Outcome.WAITING)
LAST = pl.col("last") == 1
COMES_UP = pl.col("comes_up")
"""The call is of a campaign whose calls come up by volume."""
FIRST_TRY = COMES_UP & (pl.col("attempt") == 0)
"""The first call to somebody about what came up, made or not."""
REACHED = pl.col("outcome") == int(Outcome.REACHED)
HANDLED = pl.col("outcome") != int(Outcome.UNREACHED)
"""The agent's time on the leg was a conversation, not a call that nobody answered."""
SERVED = pl.col("legs") > 0
"""The contact came to a conversation, at once or when called back."""
ACCEPTED = pl.col("accepted") == 1
RESOLVED = pl.col("closing") == int(Closing.RESOLVED)
OPEN = pl.col("closing") == int(Closing.OPEN)
CAPPED = pl.col("closing") == int(Closing.CAPPED)
EXHAUSTED = pl.col("closing") == int(Closing.EXHAUSTED)
CLOSED = ~OPEN
FAILED = pl.col("touchpoint") >= 0
"""A failure of the service caused the issue."""
CUT = pl.col("end") == int(End.CUT)
HUNG_UP = pl.col("end") == int(End.HUNG_UP)
CUT_OFF = pl.col("end") == int(End.SHIFT_OVER)
DROPPED = pl.col("end") == int(End.DROPPED)
SILENT = pl.col("voiced") == 0
DIALLING = pl.col("state") == int(AgentState.DIALLING)
"""Held for a campaign's call that rings, or preparing it."""
BUSY = (pl.col("state") == int(AgentState.TALK)) | (pl.col("state") == int(AgentState.ACW)) | DIALLING
OVERTIME = pl.col("state") == int(AgentState.OFF)
"""The row says how much of other rows was overtime."""
ABSENT = (pl.col("state") == int(AgentState.ABSENT)) | (pl.col("state") == int(AgentState.ABSENT_PAID))
AWAY = pl.col("state") == int(AgentState.AWAY)
LATE = pl.col("state") == int(AgentState.LATE)
ASIDE = (pl.col("state") == int(AgentState.OTHER_WORK)) | (pl.col("state") == int(AgentState.FLEXIBLE_BREAK))
"""Planned for contacts, and aside until the line calls."""
OTHER_WORK = pl.col("state") == int(AgentState.OTHER_WORK)
ON_BREAK = pl.col("state") == int(AgentState.BREAK)
AVAILABLE = pl.col("state") == int(AgentState.AVAILABLE)
BEGUN = pl.col("begun").is_not_nan()
"""The job was begun before the run ended."""
THERE_START = pl.col("there_start")
"""The customer is one when the window opens."""
THERE_END = pl.col("there_end")
"""The customer is one when the window closes."""
CAME = pl.col("came")
"""The customer joined within the window."""
WENT = pl.col("went")
"""The customer left within the window."""
EVERY_ROW = pl.int_range(pl.len()) >= 0
"""Every row."""
HANDLE_TIME = pl.col("talk") + pl.col("acw")
FOLLOWS = pl.col("follows")
"""The contact follows, within the repeat window, an answered one of the measured window."""
PAST = pl.col("past")
"""The talk passes the target that the agents are held to."""
BUNCHED = pl.col("bunched")
"""The talk passes the target, and ends within the next minute."""
BRIEF = pl.col("brief")
"""The conversation takes at most a minute."""
AFTER_LONG = pl.col("after_long")
"""The customer's last contact of the type passed the target."""
AFTER_SHORT = pl.col("after_short")
"""The customer's last contact of the type did not pass the target."""
