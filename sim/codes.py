"""Number what engines and logs must agree on: outcomes, agents' states, the order of a tie."""

from __future__ import annotations

from enum import IntEnum


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


class Outcome(IntEnum):
    """Say how a queue stay or a contact ended; from REACHED on, how an agent's call to a customer did.

    CALLBACK: the customer left the line because an agent would call; OUTBOUND: the firm calls, unasked.
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


class Closing(IntEnum):
    """Say how an issue stands: closed, or still open at the end.

    CAPPED: after the limit of legs and attempts in vain; EXHAUSTED: the customer would have called once more.
    """

    RESOLVED = 0
    GIVEN_UP = 1
    CAPPED = 2
    OPEN = 3
    EXHAUSTED = 4


class End(IntEnum):
    """Say how an agent's conversation ended."""

    DONE = 0
    CUT = 1
    UNSOLVED = 2
    DROPPED = 3
    SILENT = 4
    SHIFT_OVER = 5


class Step(IntEnum):
    """Say what follows the end of a leg."""

    RESOLVED = 0
    REFER = 1
    PASS_ON = 2
    CLOSE = 3


class Problem(IntEnum):
    """Say what became of a customer's last failure: none yet, not voiced, in hand, handled well or poorly."""

    NONE = 0
    SILENT = 1
    IN_HAND = 2
    GOOD = 3
    POOR = 4


class Act(IntEnum):
    """Say what the firm did, unasked, about a failure or an unresolved issue."""

    ASKED = 0
    COMPENSATED = 1
    CALLED_BACK = 2
    FOLLOWED_UP = 3


class AgentState(IntEnum):
    """Say what an agent is paid for at the moment; OFF and ABSENT are not paid.

    AWAY: at work, planned for other things than contacts; LATE: planned for contacts and not there;
    ABSENT, ABSENT_PAID: does not come to the shift.
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


class Cause(IntEnum):
    """Say what a customer left for: the event that cost most trust, or a price cut at the time."""

    NONE = 0
    SILENT_FAILURE = 1
    HANDLED_FAILURE = 2
    ROUTINE_EPISODE = 3
    PRICE = 4
