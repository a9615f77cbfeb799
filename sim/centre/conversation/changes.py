"""Changes: conversations that go on slower or faster, or are cut, while they last.

Those that may be stand in lines, in the order in which they began: each agent's chats, and all others.
"""

from __future__ import annotations

from sim import lines
from sim.centre.conversation import leg as leg_verbs
from sim.centre.run import Run
from sim.centre.turn import set_turn
from sim.codes import End, Moment
from sim.lines import NOBODY
from sim.rules import leg as rules

LEG_END, CUT_OFF = int(Moment.LEG_END), int(End.SHIFT_OVER)


def watch(run: Run, slot: int, line: int) -> None:
    """Add the conversation that begins at `slot` to a line, an agent's or the common one."""
    lines.append(run.talking, line, slot)


def unwatch(run: Run, slot: int, line: int) -> None:
    """Remove the conversation at `slot`, which ends, from its line."""
    lines.remove(run.talking, line, slot)


def begin(run: Run, slot: int, ends: float, now: float) -> float:
    """Watch the conversation that begins at `slot`; return when it ends, `ends` if nothing is slow [s]."""
    contact, speed = run.contacts[slot], run.work_speed[run.legs[slot].group]
    watch(run, slot, run.common_line)
    stretch(run, slot, rules.longer(ends - now, 1.0, speed) + contact.dial)
    return ends if contact.stretched == 0.0 else ends + contact.stretched


def end(run: Run, slot: int) -> None:
    """Complete the conversation at `slot`."""
    unwatch(run, slot, run.common_line)


def stretch(run: Run, slot: int, seconds: float) -> None:
    """Lengthen the conversation at `slot` by `seconds` in which nothing is said."""
    run.contacts[slot].stretched = seconds


def set_speed(run: Run, group: int, speed: float) -> None:
    """Set the `speed` (1: as usual) at which its systems let `group` work."""
    run.work_speed[group] = speed


def re_time(run: Run, group: int, speed: float, now: float) -> None:
    """Continue the conversations of `group` at `speed` (1: as usual)."""
    old = run.work_speed[group]
    set_speed(run, group, speed)
    for slot in conversations(run, run.common_line):
        leg, contact = run.legs[slot], run.contacts[slot]
        if leg.group == group:
            left = contact.answered_at + leg.talk + leg.rapport + contact.stretched - now
            more = rules.longer(left, old, speed)
            stretch(run, slot, contact.stretched + more)
            set_turn(run, slot, now + left + more, LEG_END)


def cut(run: Run, slot: int, end: int, acw: float, kind: int, now: float) -> None:
    """Break off the conversation at `slot` as the End says, with `acw` [s] to do, as an event of `kind`."""
    leg, contact = run.legs[slot], run.contacts[slot]
    spent = now - contact.answered_at
    leg_verbs.shorten(run, slot, max(spent - contact.dial, 0.0), end, acw)
    stretch(run, slot, spent - leg.talk - leg.rapport)
    set_turn(run, slot, now, kind)


def conversations(run: Run, line: int) -> list[int]:
    """Return the conversations of a line, in the order in which they began."""
    found, slot = [], run.talking.first[line]
    while slot != NOBODY:
        found.append(slot)
        slot = run.talking.after[slot]
    return found


def is_cut_off(run: Run, slot: int) -> bool:
    """Return whether the end of a shift cut off the last leg of the contact, which comes back first."""
    return run.contacts[slot].leg_index > 0 and run.legs[slot].end == CUT_OFF
