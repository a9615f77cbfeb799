"""Callback: who leaves the line because an agent will call, and what becomes of the promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.codes import AgentState, Moment, Outcome
from sim.engines.reference.calendar import ORDER, Happening, Process
from sim.engines.reference.records import Contact
from sim.engines.reference.rows import dial_row
from sim.engines.reference.verbs import verb_of
from sim.floor import NOBODY
from sim.logs import PACK
from sim.luck import CALLBACK as CALLBACK_LUCK
from sim.luck import DIAL
from sim.policies.callback import base as callback
from sim.rules.callback import accepts, felt_delay, is_reached, next_call
from sim.rules.recontact import at_open_door
from sim.world import CallbackNumbers

if TYPE_CHECKING:
    from sim.engines.reference.centre import Centre

LEG_END, RETURN = ORDER[Moment.LEG_END], ORDER[Moment.RETURN]
OFFER, CLOSING = ORDER[Moment.OFFER], ORDER[Moment.CLOSING]
TALK = int(AgentState.TALK)
CALLBACK, REACHED, UNREACHED = int(Outcome.CALLBACK), int(Outcome.REACHED), int(Outcome.UNREACHED)
CLEARED, WAITING, DECLINED = int(Outcome.CLEARED), int(Outcome.WAITING), -1
pack_row = PACK["callbacks"]


class Callbacks:
    """Offer calls to those who would wait long, by the policy's verbs."""

    def __init__(self, centre: Centre, numbers: CallbackNumbers) -> None:
        levers = centre.world.levers
        self.centre, self.numbers = centre, numbers
        self._of_policy = levers.callback_numbers
        self._offers, self._calls_at = (
            verb_of(callback.PACKAGE, callback.Callback, levers.callback, name)
            for name in ("offers", "calls_at")
        )

    def starts(self) -> None:
        """Let the promises be dropped whenever their queue closes, if the policy says so."""
        for queue in self.numbers.queues if self.numbers.drops else ():
            self.centre.calendar.start(self._drops(queue))

    def _drops(self, queue: int) -> Process:
        centre = self.centre
        for closes in centre.world.queues[queue].opening.closes:
            yield centre.calendar.at(closes, CLOSING + queue)
            for contact in centre.router.line(queue):
                if contact.callback is not None:
                    centre.router.ends_wait(contact, CLEARED)

    def may_offer(self, contact: Contact, turn: Happening) -> None:
        """Let a contact that begins to wait be asked after a while, if its queue's callers are."""
        if contact.queue in self.numbers.queues and contact.leg == 0 and contact.callback is None:
            self.centre.calendar.start(self._asks(contact, turn))

    def _asks(self, contact: Contact, turn: Happening) -> Process:
        centre = self.centre
        asked = max(contact.joined + self.numbers.after, centre.calendar.now)
        yield centre.calendar.at(asked, OFFER + contact.issue.serial)
        if contact.turn is not turn or contact.place == NOBODY:
            return
        door = centre.router.doors[contact.queue]
        ahead = centre.floor.ahead_of(contact.place)
        predicted = 0.0 if door is None else door.announced(self.numbers.announces, ahead)
        if not self._offers(self._of_policy, predicted):
            return
        now, issue = centre.calendar.now, contact.issue
        u_accepts, u_window, u_opening, _ = centre.luck.at(CALLBACK_LUCK, issue.entity, issue.attempt)
        promise = Callback(self, contact, predicted)
        if not accepts(self.numbers.accepts, u_accepts):
            promise.closes(DECLINED, now)
            return
        promise.is_due(self._calls_at(self._of_policy, now, u_window), u_opening)
        contact.callback, contact.special = promise, True
        centre.router.ends_wait(contact, CALLBACK)


class Callback:
    """Keep one promise: wait for the turn, dial, and remember what it took."""

    def __init__(self, desk: Callbacks, contact: Contact, predicted: float) -> None:
        self._desk, self._contact, self._predicted = desk, contact, predicted
        self._joined, self._offered = contact.joined, desk.centre.calendar.now
        self._trunk = contact.trunk
        self._tries, self._agent = 0, NOBODY
        self._lined_up = contact.joined
        self._due = self._offered

    def is_due(self, wished: float, u: float) -> None:
        """Note when to call [s]: as wished for, or after the next opening."""
        centre, now = self._desk.centre, self._desk.centre.calendar.now
        self._due = wished
        if wished > now:
            opening = centre.world.queues[self._contact.queue].opening
            self._due = at_open_door(opening, wished, centre.world.returns.after_opening, u)

    def goes_on(self) -> int:
        """Note the stay on the line, or the call, that ended; return the queue to be called from, or -1."""
        centre, contact = self._desk.centre, self._contact
        now = centre.calendar.now
        if self._agent != NOBODY:
            return self._hears_nobody(now)
        if contact.leaving == CALLBACK:
            centre.logs_unanswered(contact, now - contact.joined)
            contact.outcome = CALLBACK
            if contact.trunk is not None:
                contact.trunk.frees_line(contact)
            if self._due > now:
                centre.router.leaves_queue(contact)
            else:
                centre.floor.steps_aside(contact.queue, 1, now)
            return contact.queue
        centre.floor.steps_aside(contact.queue, -1, now)
        centre.router.leaves_queue(contact)
        return self._fails(CLEARED, now)

    def waits(self) -> Happening:
        """Return the turn of a contact that is off the line: in its place, or there when the call is due."""
        contact, calendar = self._contact, self._desk.centre.calendar
        contact.turn = turn = calendar.some_time()
        if contact.place == NOBODY:
            calendar.start(self._lines_up())
        else:
            self._desk.centre.router.is_in_line(contact, turn)
        return turn

    def _lines_up(self) -> Process:
        centre, contact = self._desk.centre, self._contact
        yield centre.calendar.at(self._due, RETURN + contact.issue.serial)
        self._lined_up = self._due
        centre.router.lines_up(contact)

    def dials(self, agent: int) -> bool:
        """Let `agent` call; tell whether the customer answers, else let the call end in its time."""
        centre, contact, numbers = self._desk.centre, self._contact, self._desk.numbers
        now, issue = centre.calendar.now, contact.issue
        contact.joined, self._agent = now, agent
        centre.floor.steps_aside(contact.queue, -1, now)
        if self._trunk is not None:
            self._trunk.takes_line(contact)
        u = centre.luck.at(DIAL, issue.entity, issue.attempt, self._tries)[0]
        self._tries += 1
        if is_reached(numbers.unreachable, u):
            contact.dial, contact.called_back = numbers.dial, True
            return True
        centre.duty.changes_to(agent, TALK, now)
        contact.turn = centre.calendar.at(now + numbers.dial, LEG_END + issue.serial)
        return False

    def _logs_dial(self) -> None:
        """Write the row of a call that nobody answered: its seconds are the agent's."""
        contact, issue, seconds = self._contact, self._contact.issue, self._desk.numbers.dial
        contact.talk += seconds
        issue.seconds += seconds
        group = self._desk.centre.floor.group[self._agent]
        row = dial_row(contact, self._agent, group, seconds)
        self._desk.centre.buffer.rows["legs"].append(row)

    def _hears_nobody(self, now: float) -> int:
        centre, contact, numbers = self._desk.centre, self._contact, self._desk.numbers
        agent, issue = self._agent, contact.issue
        self._logs_dial()
        if contact.trunk is not None:
            contact.trunk.frees_line(contact)
        self._agent = NOBODY
        wished = next_call(now, numbers.pause, self._tries, numbers.tries)
        self.is_due(wished, centre.luck.at(DIAL, issue.entity, issue.attempt, self._tries)[1])
        centre.router.wraps_up(agent, 0.0, False)
        return contact.queue if self._tries < numbers.tries else self._fails(UNREACHED, now)

    def _fails(self, outcome: int, now: float) -> int:
        contact = self._contact
        contact.callback, contact.leaving, contact.hung_up = None, outcome, True
        contact.issue.unanswered += 1
        self.closes(outcome, now)
        return NOBODY

    def is_kept(self) -> float:
        """Note the conversation that the promise was about; return how long its turn took to come [s]."""
        contact, issue = self._contact, self._contact.issue
        reached = contact.answered + self._desk.numbers.dial
        issue.answered += 1
        contact.own[1] = 1
        issue.unfelt -= felt_delay(self._desk.numbers.felt, reached - self._offered)
        contact.callback, contact.dial = None, 0.0
        self.closes(REACHED, reached)
        return contact.answered - self._lined_up

    def is_interrupted(self, horizon: float) -> bool:
        """Note the end of the run, unless customer and agent are talking; tell whether it was noted."""
        if self._contact.called_back:
            return False
        if self._agent != NOBODY:
            self._logs_dial()
        self.closes(WAITING, horizon)
        return True

    def closes(self, outcome: int, now: float) -> None:
        """Write the promise's row: how it ended, DECLINED if it was never given."""
        issue = self._contact.issue
        self._desk.centre.buffer.rows["callbacks"].append(pack_row(
            issue.serial, issue.attempt, issue.customer, issue.type, issue.segment, self._contact.queue,
            self._joined, self._offered, self._predicted, outcome != DECLINED, self._tries, now, outcome
        ))  # fmt: skip
