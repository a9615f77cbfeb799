"""Records: what the centre remembers of an open issue, its present contact and its present leg.

The three share one index, the slot: an issue has one contact at a time, and a contact one leg. Fields are
numbers, codes, indices or bools, times in seconds; no two records have a name in common.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, nan

from sim.codes import Act, AgentState, Closing, Outcome, Promised, Stage

NONE = -1
NOT_INTRODUCED = -1.0
STILL_OPEN, WAITING = int(Closing.OPEN), int(Outcome.WAITING)
CALLING, NO_CALL = int(Stage.CALLING), int(Promised.NOTHING)


@dataclass(slots=True, eq=False)
class Issue:
    """One need, from its first contact until it closes.

    `origin` (index of a name) and `entity`: the address of its luck.
    `home_queue`: where its next contact calls; `called`: contacts that the firm made; `stopped`: contacts
    that the limit of transfers ended; `told`: whether anybody, or a machine, has heard it; `rank`: its place
    among all that were opened. `people`: how many agents it met, `first_met` the first person, `last_meeting`
    the last of further ones (index of a meeting). `first_…`: luck of its first stay in a queue (patience,
    routing, talk, moment after opening) and of its first leg (end, warmth, passing on, wrap-up).
    """

    serial: int = 0
    origin: int = 0
    entity: int = 0
    type: int = 0
    customer: int = 0
    segment: int = 0
    touchpoint: int = NONE
    home_queue: int = 0
    severity: float = 0.0
    work: float = 0.0
    work_left: float = 0.0
    complexity: float = 0.0
    hope_luck: float = 0.0
    rating_luck: float = 0.0
    first_patience: float = 0.0
    first_routing: float = 0.0
    first_talk: float = 0.0
    first_moment: float = 0.0
    first_end: float = 0.0
    first_warmth: float = 0.0
    first_pass_on: float = 0.0
    first_acw: float = 0.0
    is_open: bool = False
    stage: int = CALLING
    opened: float = 0.0
    rank: int = 0
    closing: int = STILL_OPEN
    attempt: int = NONE
    called: int = 0
    answered: int = 0
    unanswered: int = 0
    legs: int = 0
    people: int = 0
    first_met: int = NONE
    last_meeting: int = NONE
    explained: int = 0
    stopped: int = 0
    told: bool = False
    wait: float = 0.0
    unfelt: float = 0.0
    seconds: float = 0.0
    last_warmth: float = 0.0
    last_unhurried: float = 0.0
    worst_warmth: float = inf
    worst_unhurried: float = inf


def clear_issue(issue: Issue) -> None:
    """Reset `issue`: nothing has happened to it yet."""
    issue.attempt = issue.first_met = issue.last_meeting = NONE
    issue.called = issue.answered = issue.unanswered = issue.legs = 0
    issue.explained = issue.stopped = issue.people = 0
    issue.told = issue.is_open = False
    issue.wait = issue.unfelt = issue.seconds = issue.severity = 0.0
    issue.worst_warmth = issue.worst_unhurried = inf
    issue.last_warmth = issue.last_unhurried = 0.0
    issue.closing = STILL_OPEN


@dataclass(slots=True, eq=False)
class Contact:
    """One attempt to be served.

    `entry`: the queue that it came to first, `queue` the one that it is at, since `joined`; `exit_outcome`:
    how a stay there ends, or ended, without an answer; `until`: when its patience or conversation ends;
    `…_luck`: of the present stay, in a world that asks for it. `own_call`, `call_before`: it, and the
    customer's one before of the same type (indices of calls). `trunk`: whose line it has. `helpers_asked`:
    steps of overflow that were asked in vain. `dial`: what an agent's call to the customer took before they
    talked; `stretched`: how much longer a slow system, or other chats, let the talk take, the dialling with
    it. `introduction`: seconds for which a colleague introduces the customer, below 0 if nobody does;
    `advice`: seconds for which whoever answers only advises; `owner`: who keeps the case and finishes it.
    `promised`: the call to the customer that it stands for, `is_called`: such a call was answered. `known`:
    the agent who knows the contact, `apart_for`: the one for whom it waits apart from the line; `ripe_since`:
    when its drawn wait was over and nobody free, infinite before; `head_start`: how much longer it counts as
    having waited in its line; `rings`: so far; `only_if_free`: it is lost if nobody is free where it goes.
    """

    is_present: bool = False
    waits: bool = False
    talks: bool = False
    entry: int = 0
    trunk: int = NONE
    queue: int = 0
    joined: float = 0.0
    answered_at: float = 0.0
    until: float = 0.0
    routing_luck: float = 0.0
    talk_luck: float = 0.0
    exit_outcome: int = NONE
    helpers_asked: int = 0
    handoffs: int = 0
    outcome: int = WAITING
    hung_up: bool = False
    leg_index: int = 0
    talk_sum: float = 0.0
    acw_sum: float = 0.0
    own_call: int = NONE
    call_before: int = NONE
    dial: float = 0.0
    stretched: float = 0.0
    introduction: float = NOT_INTRODUCED
    advice: float = 0.0
    owner: int = NONE
    promised: int = NO_CALL
    is_called: bool = False
    known: int = NONE
    apart_for: int = NONE
    ripe_since: float = inf
    head_start: float = 0.0
    rings: int = 0
    only_if_free: bool = False


def clear_contact(contact: Contact) -> None:
    """Reset `contact`: nothing has happened to it yet."""
    contact.leg_index = contact.handoffs = contact.helpers_asked = contact.rings = 0
    contact.talk_sum = contact.acw_sum = 0.0
    contact.outcome, contact.exit_outcome, contact.trunk = WAITING, NONE, NONE
    contact.dial = contact.stretched = contact.advice = 0.0
    contact.introduction, contact.owner, contact.promised = NOT_INTRODUCED, NONE, NO_CALL
    contact.hung_up = contact.waits = contact.talks = contact.is_present = contact.is_called = False
    contact.only_if_free = False


@dataclass(slots=True, eq=False)
class Leg:
    """One stay with one agent, known in full when it begins; as with all records, times are in seconds.

    `missing`: left unsaid; `passes_on`: whether it goes on if ended early; `tempo`: times the agent's speed.
    """

    agent: int = NONE
    group: int = NONE
    talk: float = 0.0
    rapport: float = 0.0
    missing: float = 0.0
    acw: float = 0.0
    end: int = NONE
    solvable: bool = False
    explains: bool = False
    passes_on: bool = False
    pressure: float = 0.0
    warmth: float = 0.0
    tempo: float = 1.0


def copy_leg(leg: Leg, source: Leg) -> None:
    """Copy what the row of `source` says to `leg`."""
    leg.agent, leg.group, leg.talk, leg.rapport = source.agent, source.group, source.talk, source.rapport
    leg.acw, leg.end, leg.explains, leg.pressure = source.acw, source.end, source.explains, source.pressure


@dataclass(slots=True, eq=False)
class Conference:
    """An agent who stays with a contact since `stays_since`; the conversation is over, and kept for its row.

    `is_on`: the agent stays; `plans`: how often its end was planned, or overtaken; `conveyed_work`: what an
    introduction leaves to do. `kept_…`: of the talk, whose leg is in `kept_legs`.
    """

    is_on: bool = False
    plans: int = 0
    stays_since: float = 0.0
    conveyed_work: float = 0.0
    kept_index: int = 0
    kept_queue: int = 0
    kept_joined: float = 0.0
    kept_waited: float = 0.0
    kept_stretched: float = 0.0


@dataclass(slots=True, eq=False)
class Agent:
    """What one agent should do (`plan`, a state), since when of the state, and of overtime if any.

    `person`: who holds the position; whoever comes next is another person.
    """

    person: int
    plan: int = int(AgentState.OFF)
    state_since: float = inf
    over_since: float = inf


@dataclass(slots=True, eq=False)
class Presence:
    """Who of a group is there: how many are planned for contacts, and how many of those are aside.

    `is_quiet`: whether the line is empty, and since when; `quiet_plans`: raised whenever that changes, so
    that an older plan to go aside is dropped.
    """

    planned_there: int = 0
    aside: int = 0
    is_quiet: bool = True
    quiet_since: float = 0.0
    quiet_plans: int = 0


@dataclass(slots=True, eq=False)
class Strain:
    """How weary the person who is an agent is, up to `tired_until`, under the pressure of the last leg.

    `turn`: which person it is, 0 the first; `hazard`: of quitting, up to `looked`; `bears`: how much of it;
    `vacant_until`: when the next one comes; `quits`: how many quit while the window was open.
    """

    exhaustion: float = 0.0
    pressed_by: float = 0.0
    tired_until: float = 0.0
    turn: int = 0
    hazard: float = 0.0
    looked: float = 0.0
    bears: float = inf
    vacant_until: float = 0.0
    quits: int = 0


@dataclass(slots=True, eq=False)
class Learner:
    """By which curve an agent learns (index in Numbers; NONE: has learned all), and since when."""

    curve: int = NONE
    learns_since: float = 0.0


@dataclass(slots=True, eq=False)
class GroupNorm:
    """The share of rapport that a group thinks is due, and when that last changed."""

    rapport_norm: float = 1.0
    drifted: float = 0.0


@dataclass(slots=True, eq=False)
class Counts:
    """The counters of a run; `surveys`: how often it was noted how customers stand."""

    contacts: int = 0
    issues: int = 0
    jobs_reported: int = 0
    customers_joined: int = 0
    customers_left: int = 0
    surveys: int = 0


@dataclass(slots=True, eq=False)
class Door:
    """What a queue remembers of its conversations: the last wait, and what they took together.

    `lost_to`: the outage that takes who arrives at the moment.
    """

    last_wait: float = 0.0
    handled: float = 0.0
    conversations: int = 0
    lost_to: int = NONE


@dataclass(slots=True, eq=False)
class Outage:
    """One outage: whether it is there, since when, and what it took.

    `lost_arriving`, `lost_waiting`: contacts that came, or stood in line; `dropped`: talks broken off.
    """

    is_there: bool = False
    began: float = 0.0
    lost_arriving: int = 0
    lost_waiting: int = 0
    dropped: int = 0


@dataclass(slots=True, eq=False)
class Desk:
    """The chats of one agent: how many, how fast, and what they had of the agent.

    `chat_speed`: work per second in each; `given`: what each chat has had of the agent if it was there all
    the time, up to `given_until`; `given_opening`, `given_closing`: the same when the measured window opened
    and closed; `took`: when the last chat began; `to_settle`: chats that are over, what comes next is open.
    """

    chats: int = 0
    chat_speed: float = 1.0
    given: float = 0.0
    given_until: float = 0.0
    given_opening: float = inf
    given_closing: float = inf
    took: float = 0.0
    to_settle: int = 0


@dataclass(slots=True, eq=False)
class Chat:
    """A chat while it runs: when it ends unless its speed changes.

    `idle`: silence at its end, which no speed changes; `given_before`: the desk's when it began.
    """

    chat_ends: float = 0.0
    idle: float = 0.0
    given_before: float = 0.0


@dataclass(slots=True, eq=False)
class Callback:
    """A call that was offered instead of waiting on the line, to whom it was predicted to take so long.

    `in_line_since`: when the contact joined the line, `offered_at`: when it was asked; `call_due`: when to
    call, `lined_up`: since when it is in line; `waits_until`: when patience ends; `dials`: so far.
    """

    in_line_since: float = 0.0
    offered_at: float = 0.0
    predicted: float = 0.0
    call_due: float = 0.0
    lined_up: float = 0.0
    waits_until: float = inf
    dials: int = 0
    dialler: int = NONE


@dataclass(slots=True, eq=False)
class FollowUp:
    """A call that the firm owes: whether it is still to be made, its Act, until when it is in time.

    `line_wait`: how long it stood in line.
    """

    is_owed: bool = False
    act: int = int(Act.CALLED_BACK)
    in_time_until: float = 0.0
    line_wait: float = 0.0


@dataclass(slots=True, eq=False)
class Job:
    """What is done after the report: when it was reported, is preferred and was begun.

    `place`: its place among the jobs reported, 0 for none; `visits`: times that it was due, `tries` of them
    in vain since the last report; `forgotten`: promises that were forgotten.
    """

    place: int = 0
    is_urgent: bool = False
    reported: float = 0.0
    preferred: float = 0.0
    has_begun: bool = False
    begun: float = nan
    tries: int = 0
    visits: int = 0
    forgotten: int = 0


@dataclass(slots=True, eq=False)
class Call:
    """A contact as the customer's later ones see it; `holders`: how many still may ask about it."""

    arrived: float = 0.0
    was_answered: bool = False
    holders: int = 0


@dataclass(slots=True, eq=False)
class Meeting:
    """A person whom an issue met, and the meeting before."""

    met: int = NONE
    met_before: int = NONE
