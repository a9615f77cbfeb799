"""Number what engines and logs must agree on: outcomes, agents' states, the order of a tie."""

from __future__ import annotations

from enum import IntEnum

NONE = -1
"""Stands where an index would stand if there were one."""
UNLIMITED = 2**31
"""A limit that no count reaches."""


class Moment(IntEnum):
    """Order events at one instant: the smaller number happens first.

    An agent who comes or becomes free serves before patience runs out at that instant;
    a shift ends after whatever else happens at its last second; who is cut off by that comes back once all
    of them have left, and a queue closes after that.
    """

    WINDOW = 0
    LEARNING = 1
    SIGN_ON = 2
    READY = 3
    LEG_END = 4
    RELEASE = 5
    ARRIVAL = 6
    RETURN = 7
    PATIENCE = 8
    SIGN_OFF = 9
    SHIFT_OVER = 10
    CLOSING = 11
    OVERFLOW = 12
    OUTAGE = 13
    OFFER = 14
    JOINING = 15
    PRESENCE = 16
    DIALLER = 17


class Outcome(IntEnum):
    """How a queue stay or a contact ended; REACHED, UNREACHED: how an agent's call to a customer did.

    CALLBACK: the customer left the line because an agent would call; OUTBOUND: the firm calls, unasked;
    MESSAGE: the customer left a message instead of waiting on. Of a campaign's call, ABANDONED says that the
    firm had nobody free to speak.
    """

    ANSWERED = 0
    ABANDONED = 1
    WAITING = 2
    BLOCKED = 3
    BALKED = 4
    CLEARED = 5
    LOST = 6
    CALLBACK = 7
    OUTBOUND = 8
    REACHED = 9
    UNREACHED = 10
    MESSAGE = 11


class Closing(IntEnum):
    """How an issue stands: closed, or still open at the end.

    CAPPED: after the limit of legs and attempts in vain; EXHAUSTED: the customer would have called once more.
    """

    RESOLVED = 0
    GIVEN_UP = 1
    CAPPED = 2
    OPEN = 3
    EXHAUSTED = 4


class End(IntEnum):
    """How an agent's conversation ended."""

    DONE = 0
    CUT = 1
    UNSOLVED = 2
    DROPPED = 3
    SILENT = 4
    SHIFT_OVER = 5
    HUNG_UP = 6


class Step(IntEnum):
    """What follows the end of a leg."""

    RESOLVED = 0
    REFER = 1
    PASS_ON = 2
    CLOSE = 3


class Problem(IntEnum):
    """What became of a customer's last failure: none yet, not voiced, in hand, handled well or poorly."""

    NONE = 0
    SILENT = 1
    IN_HAND = 2
    GOOD = 3
    POOR = 4


class Act(IntEnum):
    """What the firm did, unasked, about a failure or an unresolved issue."""

    ASKED = 0
    COMPENSATED = 1
    CALLED_BACK = 2
    FOLLOWED_UP = 3


class AgentState(IntEnum):
    """What an agent is paid for at the moment; OFF and ABSENT are not paid.

    AWAY: at work, planned for other things than contacts; LATE: planned for contacts and not there;
    ABSENT, ABSENT_PAID: does not come to the shift; OTHER_WORK, FLEXIBLE_BREAK: planned for contacts, and
    aside until the line calls; DIALLING: held for a call of a campaign that rings, or preparing it.
    """

    OFF = 0
    AVAILABLE = 1
    TALK = 2
    ACW = 3
    BREAK = 4
    AWAY = 5
    LATE = 6
    ABSENT = 7
    ABSENT_PAID = 8
    OTHER_WORK = 9
    FLEXIBLE_BREAK = 10
    DIALLING = 11


class Cause(IntEnum):
    """What a customer left for: the event that cost most trust, or a price cut at the time."""

    NONE = 0
    SILENT_FAILURE = 1
    HANDLED_FAILURE = 2
    ROUTINE_EPISODE = 3
    PRICE = 4


class Action(IntEnum):
    """What a planned event does when its time comes.

    Its `slot` is an issue's, or an agent's for RELEASE, a group's for PRESENCE, a campaign's for LOOK, and a
    campaign's call's for RING_OUT and END_DIAL.

    CALL: what the issue's stage waits for, mostly a call; TURN: patience or conversation ends;
    END_CONFERENCE: an agent who stayed with a contact goes; OFFER: a callback may be offered; LINE_UP: a
    contact whose customer is off the line joins its queue; STAND_IN_LINE: one stops waiting for the agent who
    knows it; DRAWN_WAIT: one that waits as drawn asks for an agent; MESSAGE: one is asked to leave a message;
    CALL_IN: one may call an agent who is aside; PRESENCE: some of a group may go aside, or must come;
    COME_BACK: an agent who missed a ring, or made up for a break, does; LOOK: a campaign looks for free
    agents; RING_OUT: its call is answered, or not; END_DIAL: its talk ends.
    """

    CALL = 0
    TURN = 1
    RELEASE = 2
    OVERFLOW = 3
    END_CONFERENCE = 4
    OFFER = 5
    LINE_UP = 6
    STAND_IN_LINE = 7
    DRAWN_WAIT = 8
    MESSAGE = 9
    CALL_IN = 10
    PRESENCE = 11
    COME_BACK = 12
    LOOK = 13
    RING_OUT = 14
    END_DIAL = 15


class Stage(IntEnum):
    """Where an issue is: what its next event is about, or CONTACT, which begins or goes on now.

    CALLING: the customer, or the firm, will call; CLOSED: nothing follows.
    """

    CALLING = 0
    CONTACT = 1
    SELF_SERVICE = 2
    JOB = 3
    CLOSED = 4


class Promised(IntEnum):
    """What call to its customer a contact stands for: none, one instead of waiting, or one the firm owes."""

    NOTHING = 0
    CALLBACK = 1
    FOLLOW_UP = 2


class Offer(IntEnum):
    """What became of a contact that was offered to a queue."""

    SERVED = 0
    QUEUED = 1
    OFF_LINE = 2
    REFUSED = 3


class Table(IntEnum):
    """The log tables that rows are written to, in the order of `logs.TABLES`."""

    LEGS = 0
    CONTACTS = 1
    ISSUES = 2
    FAILURES = 3
    CALLBACKS = 4
    CHATS = 5
    JOBS = 6
    SELF_SERVICE = 7
    INFORMATION = 8
    AMENDS = 9
    CUSTOMERS = 10
    COMPLAINTS = 11
    GROUPS = 12
    AGENTS = 13
    DUTY = 14
    OVERTIME = 15
    OUTAGES = 16
    OUTBOUND = 17
