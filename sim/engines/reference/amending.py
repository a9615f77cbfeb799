"""Amending: what the firm does about failures and unresolved issues, beyond waiting for the next call."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sim.codes import Act, Closing
from sim.engines.reference.conversation import Talk
from sim.engines.reference.records import STILL_OPEN, Contact, Issue, Leg
from sim.engines.reference.verbs import verb_of
from sim.logs import PACK
from sim.luck import OUTREACH
from sim.policies.outreach import base as outreach
from sim.policies.recovery import base as recovery
from sim.rules.failure import FailureNumbers
from sim.rules.recontact import at_open_door
from sim.rules.recovery import call_due, in_time_until
from sim.rules.survey import answers
from sim.world import NONE, World

if TYPE_CHECKING:
    from sim.engines.reference.centre import Centre

GIVEN_UP = int(Closing.GIVEN_UP)
pack_row = PACK["amends"]


class Promise(NamedTuple):
    """Hold a call that the firm means to make: what kind, until when [s], and when [s]."""

    act: Act
    until: float
    at: float


def acts_unasked(world: World) -> bool:
    """Tell whether the policy has the firm make amends, ask or call."""
    return bool(world.levers.recovery_numbers or world.levers.outreach_numbers)


class Amending:
    """Hold what the policy's recovery and outreach say."""

    def __init__(self, centre: Centre, world: World) -> None:
        levers = world.levers
        self._centre, self._world = centre, world
        self._recovery, self._outreach = levers.recovery_numbers, levers.outreach_numbers
        self._amends, owns = (
            verb_of(recovery.PACKAGE, recovery.Recovery, levers.recovery, name)
            for name in ("amends", "calls_within")
        )
        self._reaches, follows_up = (
            verb_of(outreach.PACKAGE, outreach.Outreach, levers.outreach, name)
            for name in ("reaches", "calls_within")
        )
        self._owns, self._follows_up = owns(self._recovery), follows_up(self._outreach)

    def encourages(self, issue: Issue) -> FailureNumbers:
        """Let the firm ask about a failure, if it knows; return the numbers of speaking up about it."""
        numbers = self._world.failure
        logits, money = self._reaches(self._outreach, self._centre.luck.at(OUTREACH, issue.entity)[0])
        if logits > 0.0 or money > 0.0:
            self._notes(issue, Act.ASKED, money)
        return numbers._replace(voice=numbers.voice + logits)

    def offers(self, issue: Issue, hoped: float) -> recovery.Amends:
        """Return what is offered for a failure: seconds, severity left, chance of being as hoped, money."""
        offered: recovery.Amends = self._amends(self._recovery, issue.severity, hoped)
        return offered

    def settles(self, issue: Issue, hoped: float) -> tuple[float, float]:
        """Return the severity still felt and the chance of being as hoped once a failure was spoken about."""
        if issue.touchpoint == NONE or not issue.answered:
            return issue.severity, hoped
        _, severity, hoped, _ = self.offers(issue, hoped)
        return severity, hoped

    def pays(self, issue: Issue) -> None:
        """Pay what a failure that somebody spoke about costs, when its issue closes."""
        if issue.touchpoint == NONE or not issue.answered:
            return
        *_, money = self.offers(issue, 0.0)
        if money > 0.0:
            self._notes(issue, Act.COMPENSATED, money)

    def promises(self, contact: Contact) -> Promise | None:
        """Return the call that the firm means to make now that a contact has ended, if any."""
        issue, now = contact.issue, self._centre.calendar.now
        if issue.called or issue.closing not in (STILL_OPEN, GIVEN_UP):
            return None
        _, u_answers, u_when, u_opening = self._centre.luck.at(OUTREACH, issue.entity, issue.attempt)
        if self._owns > 0.0 and issue.touchpoint != NONE and not contact.hung_up:
            act, within = Act.CALLED_BACK, self._owns
        elif self._follows_up > 0.0 and issue.closing == GIVEN_UP and self._hears(issue, u_answers):
            act, within = Act.FOLLOWED_UP, self._follows_up
        else:
            return None
        opening = self._world.queues[issue.queue].opening
        spread = min(within, self._world.returns.after_opening)
        due = call_due(now, within, u_when)
        at = at_open_door(opening, due, spread, u_opening)
        return Promise(act, in_time_until(opening, now, within, due), at)

    def _hears(self, issue: Issue, u: float) -> bool:
        """Tell whether a survey shows that a customer who has given up is dissatisfied."""
        _, quality, _, _ = self._centre.episode.judged(issue, self._centre.calendar.now - issue.opened, 0.0)
        return issue.rating_luck >= quality and answers(self._world.survey, quality, u)

    def _notes(self, issue: Issue, act: Act, money: float) -> None:
        now = self._centre.calendar.now
        row = pack_row(issue.customer, issue.segment, issue.touchpoint, now, act, money, True)
        self._centre.buffer.rows["amends"].append(row)


class Offering:
    """Add the time that amends take to the first conversation about a failure that `talk` decides."""

    def __init__(self, talk: Talk, amending: Amending) -> None:
        self._talk, self._amending = talk, amending

    def begins(self, contact: Contact, agent: int, queue: int) -> Leg:
        """Return the leg that begins now."""
        leg = self._talk.begins(contact, agent, queue)
        if contact.issue.touchpoint == NONE or contact.issue.legs > 0:
            return leg
        seconds, *_ = self._amending.offers(contact.issue, 0.0)
        # amends are no work, and no unhurried time either: they count on both sides of attention
        before, (rapport, missing), after = leg[:3], leg[3:5], leg[5:]
        return (*before, rapport + seconds, missing + seconds, *after)
