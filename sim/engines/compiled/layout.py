"""Layout: which fields of a run compiled verbs see, and as what; all integers have 64 bits.

A field that no supported part reads is left out: a verb that asked for it would not compile.
"""

# mypy: ignore-errors

from __future__ import annotations

from functools import cache
from typing import get_type_hints

import numpy as np
from numba import from_dtype
from numba.core import types

from sim.centre import dials, pauses, records
from sim.centre.parts import Parts
from sim.engines.compiled.choices import Chosen
from sim.engines.compiled.memory import Block, Cells, Column, RunBlock, Sheet
from sim.lines import Lines
from sim.logs import FORMS
from sim.policies.handoff.base import Style
from sim.policies.line import StandingNumbers
from sim.rules.churn import ChurnNumbers, Fading
from sim.rules.day_clock import DayClock
from sim.rules.dialling import CallingTimes
from sim.rules.erosion import ErosionNumbers
from sim.rules.experience import ExperienceNumbers
from sim.rules.failure import FailureNumbers
from sim.rules.hang_up import HangUpNumbers
from sim.rules.learning import StarterNumbers
from sim.rules.promise import PromiseNumbers
from sim.rules.recontact import CallingCurve, Opening
from sim.rules.strain import StrainNumbers
from sim.rules.survey import SurveyNumbers
from sim.rules.trust import TrustNumbers
from sim.rules.warmth import WarmthNumbers
from sim.rules.word_of_mouth import JoiningNumbers
from sim.rules.work import Steps, TempoNumbers, WorkNumbers
from sim.world.numbers import MessageNumbers, MissedRingNumbers, SilenceNumbers, TargetNumbers, Window

REAL, WHOLE, YES = types.float64, types.int64, types.boolean
REALS, WHOLES, YESES = (Cells(kind) for kind in (REAL, WHOLE, YES))
REAL_TABLE, WHOLE_TABLE, YES_TABLE = (Cells(kind, 2) for kind in (REAL, WHOLE, YES))
KEYS = Cells(types.uint64, 2)
SCALARS = {int: WHOLE, float: REAL, bool: YES}
FORM_OF = {int: "i8", float: "f8", bool: "?"}


@cache
def form_of(record: type) -> np.dtype:
    """Return numpy's form of a class of records."""
    fields = get_type_hints(record).items()
    return np.dtype([(name, FORM_OF[hint]) for name, hint in fields], align=True)


def _records(form: np.dtype) -> Cells:
    return Cells(from_dtype(form))


def _reals(numbers: type) -> types.BaseTuple:
    """Return the kind of a tuple of numbers as its annotations say."""
    return types.BaseTuple.from_types([SCALARS[hint] for hint in get_type_hints(numbers).values()], numbers)


LINES = types.NamedTuple([WHOLES] * 4, Lines)
REDIALS = types.Tuple([REAL, REAL, WHOLE, WHOLE])
STEPS = Column(types.NamedTuple([REALS, REALS], Steps))

FLOOR = Block(
    "Floor",
    dict.fromkeys(
        (
            "group", "state", "next_free", "previous_free", "first_free", "last_free", "on_duty", "waiting",
            "on_hold", "first_waiting", "last_waiting", "next_waiting", "previous_waiting", "busy", "paid",
        ),
        WHOLES,
    )
    | dict.fromkeys(
        (
            "free_since", "idle_seconds", "signed_seconds", "signed_since", "joined", "priority",
            "waiting_from", "busy_from", "paid_from",
        ),
        REALS,
    )
    | {"rank": WHOLE_TABLE, "resolves": REAL_TABLE, "free_lines": LINES, "waiting_lines": LINES},
)  # fmt: skip
CUSTOMERS = Block(
    "Customers",
    dict.fromkeys(
        (
            "tie", "trust", "trust_since", "norm", "failures", "to_bear", "joined_at", "worst_loss", "heard",
        ),
        REALS,
    )
    | dict.fromkeys(("of_segment", "problem", "noted_problem", "open_issues", "worst_cause"), WHOLES)
    | {"is_there": YESES, "noted_trust": REAL_TABLE},
)  # fmt: skip
PEOPLE = Block(
    "People",
    {"warmth": REALS} | dict.fromkeys(("skill", "speed", "full_skill", "full_speed"), REAL_TABLE),
)
PARTS = Block("Parts", dict.fromkeys(Parts.__slots__, YES))
CALLBACKS = Block(
    "Callbacks",
    dict.fromkeys(("announces", "tries"), WHOLE)
    | dict.fromkeys(("after", "dial", "pause", "accepts", "unreachable", "felt"), REAL),
)
OUTAGES = Block(
    "Outages",
    dict.fromkeys(("hits", "lost"), WHOLE)
    | dict.fromkeys(("queues", "groups", "silences"), WHOLES)
    | {"drops": YES, "speed": REAL},
)
CALL_LIST = Block("CallList", {"whose": WHOLES, "tries": WHOLES, "due": REALS, "after": WHOLES})
NUMBERS = Block(
    "Numbers",
    dict.fromkeys(
        (
            "acw", "agent_origin", "announces", "capacity", "entity_of", "patience",
            "campaign_acw", "campaign_answers", "campaign_origin", "campaign_talk", "campaign_tries",
            "concurrency", "drawn_wait", "job_preferred", "keeps_free", "mark_origin", "queue_of", "severity",
            "trunk_of", "type_patience", "work",
        ),
        WHOLES,
    )
    | dict.fromkeys(
        (
            "availability", "balking", "campaign_pause", "confirm", "discipline", "drawn_chance", "gives_up",
            "group_warmth", "job_takes", "job_urgent", "mark_patience", "mark_share", "measured", "outreach",
            "patience_at_most", "policy_callback", "recovery", "repair", "routing", "scheduling",
            "segment_patience", "segments_up_to", "self_service", "skill_spread", "slow_down",
            "speed_spread", "warmth_spread",
        ),
        REALS,
    )
    | dict.fromkeys(
        (
            "comes_up", "cuts_off", "has_door", "idle_first", "is_chat", "is_deferred", "keeps_hours",
            "keeps_patience",
            "makes_up", "offers_callback", "rings", "serves_out", "teaches_norm",
        ),
        YESES,
    )
    | dict.fromkeys(
        (
            "adapts", "after_opening", "callback_talk", "calls_back_within", "complaint_below",
            "follows_up_within", "hoped", "kappa", "ordinary_goodwill", "patience_slope",
            "self_service_gives_up", "self_service_tries", "straight_back", "waits_for_known",
        ),
        REAL,
    )
    | dict.fromkeys(
        (
            "beginners", "callback_patience", "first_customers", "most_attempts", "most_handoffs",
            "most_legs", "self_service_time", "straight_after",
        ),
        WHOLE,
    )
    | {
        name: Chosen(name)
        for name in (
            "amends", "asks", "callback_is_due", "hold", "job_is_due", "keeps", "leads", "offers", "reaches",
            "select_agent", "select_contact", "solves",
        )
    }
    | {
        name: Column(Chosen(name))
        for name in (
            "aside", "calls", "calls_after", "does_aside", "goes_after", "prepares", "reserves",
            "rings_at_once",
        )
    }
    | dict.fromkeys(
        ("campaign_groups", "campaigns_beside", "campaigns_of", "reacting", "reacts_to"), Column(WHOLES)
    )
    | dict.fromkeys(("has_churn", "has_joining"), YES)
    | {
        "acw_steps": STEPS,
        "callback": CALLBACKS,
        "calling": Column(types.NamedTuple([WHOLES, WHOLES, REALS, REALS], CallingCurve)),
        "calling_times": Column(types.NamedTuple([REALS] * 4, CallingTimes)),
        "churn": _reals(ChurnNumbers),
        "curves": Column(_reals(StarterNumbers)),
        "day_clock": types.NamedTuple([REALS] * 3, DayClock),
        "dialling": Column(REALS),
        "drawn_groups": Column(WHOLES),
        "drawn_queues": Column(WHOLES),
        "erosion": _reals(ErosionNumbers),
        "experience": _reals(ExperienceNumbers),
        "fading": Column(_reals(Fading)),
        "failure": _reals(FailureNumbers),
        "groups_of": Column(WHOLES),
        "group_skill": REAL_TABLE,
        "group_speed": REAL_TABLE,
        "hang_up": _reals(HangUpNumbers),
        "has_tier_above": YES_TABLE,
        "helpers": Column(Column(types.Tuple([REAL, WHOLES]))),
        "helps": Column(Column(types.Tuple([WHOLE, REAL]))),
        "hold_numbers": Column(REALS),
        "joining": _reals(JoiningNumbers),
        "law_numbers": Column(REALS),
        "law_codes": WHOLES,
        "message": Column(_reals(MessageNumbers)),
        "measured_talk": WHOLE_TABLE,
        "queue_talk": WHOLE_TABLE,
        "missed_rings": Column(_reals(MissedRingNumbers)),
        "outages": Column(OUTAGES),
        "opening": Column(types.NamedTuple([REALS, REALS], Opening)),
        "parts": PARTS,
        "patience_steps": STEPS,
        "presence": Column(REALS),
        "price_cuts": Column(types.UniTuple(REAL, 3)),
        "promise": _reals(PromiseNumbers),
        "queues_of": Column(WHOLES),
        "redial": Column(REDIALS),
        "redial_blocked": Column(REDIALS),
        "referral": Column(types.UniTuple(REAL, 2)),
        "silence": Column(_reals(SilenceNumbers)),
        "strain": _reals(StrainNumbers),
        "survey": _reals(SurveyNumbers),
        "standing": types.NamedTuple([*[REALS] * 6, YES], StandingNumbers),
        "style": _reals(Style),
        "targets": Column(Column(_reals(TargetNumbers))),
        "tempo": _reals(TempoNumbers),
        "touchpoint_origin": WHOLE_TABLE,
        "trust": Column(_reals(TrustNumbers)),
        "turns": REAL_TABLE,
        "type_origin": WHOLE_TABLE,
        "unresolved": REDIALS,
        "window": _reals(Window),
        "warmth_rule": _reals(WarmthNumbers),
        "work_rule": _reals(WorkNumbers),
        "work_steps": STEPS,
    },
)  # fmt: skip

CLOCK = np.dtype(
    [
        ("now", "f8"), ("planned", "i8"), ("events", "i8"), ("last_order", "i8"), ("serial", "i8"),
        ("next_need", "i8"), ("needs", "i8"), ("is_last_day", "?"), ("is_full", "?"),
    ],
    align=True,
)  # fmt: skip
ROWS = {
    f"rows_{table}": Sheet(table, [from_dtype(form[name]) for name in form.names])
    for table, form in FORMS.items()
}
NEEDS = {
    "need_time": REALS, "need_entity": WHOLES, "need_type": WHOLES, "need_touchpoint": WHOLES,
    "need_customer": WHOLES, "need_severity": REALS, "need_voice": REALS,
}  # fmt: skip
ENGINE = Block(
    "Engine",
    {
        "clock": from_dtype(CLOCK),
        "times": REALS, "orders": WHOLES, "serials": WHOLES, "whats": WHOLES, "most_events": WHOLE,
        "keys": Column(KEYS),
        "filled": WHOLES, "most_rows": WHOLE,
        "used": WHOLES, "most_slots": WHOLES, "freed": WHOLES, "free": WHOLE_TABLE,
        "stretch_begins": REALS, "stretch_ends": REALS, "stretch_state": WHOLES,
        "seat_stretch": WHOLES, "seat_last": WHOLES, "seat_phase": WHOLES, "seat_agent": WHOLES,
        "seat_left": REALS, "closes": YESES, "next_closing": WHOLES,
        "drops": YESES, "midnights": REALS, "outage_turns": Column(REALS),
        "mornings": REALS, "days_laid": WHOLE, "first_candidate": WHOLE,
        "candidate_time": REALS, "candidate_luck": REALS, "candidate_own": REAL_TABLE,
    }
    | ROWS
    | NEEDS,
)  # fmt: skip
BY_SLOT = {
    "issues": records.Issue,
    "contacts": records.Contact,
    "legs": records.Leg,
    "callbacks": records.Callback,
    "chats": records.Chat,
    "conferences": records.Conference,
    "follow_ups": records.FollowUp,
    "jobs": records.Job,
    "kept_legs": records.Leg,
}
RECORDS = {
    **BY_SLOT,
    "agents": records.Agent,
    "calls": records.Call,
    "campaigns": dials.Campaign,
    "desks": records.Desk,
    "dials": dials.Dial,
    "doors": records.Door,
    "group_norms": records.GroupNorm,
    "learners": records.Learner,
    "meetings": records.Meeting,
    "outages": records.Outage,
    "pauses": pauses.Pause,
    "presences": records.Presence,
    "strains": records.Strain,
}
MOVING = {
    **dict.fromkeys(
        ("calling_groups", "drawn_groups", "drawn_queues", "groups_of", "queues_of"),
        Column(WHOLES, moves=True),
    ),
    "helpers": Column(Column(types.Tuple([REAL, WHOLES]), moves=True), moves=True),
    "helps": Column(Column(types.Tuple([WHOLE, REAL]), moves=True), moves=True),
}
RUN = RunBlock(
    "Run",
    {name: _records(form_of(record)) for name, record in RECORDS.items()}
    | MOVING
    | dict.fromkeys(("versions", "free_lines", "positions", "seats", "holders", "staying"), WHOLES)
    | dict.fromkeys(("seat_ends", "work_speed", "vacant_seconds"), REALS)
    | dict.fromkeys(("talking", "awaited", "aside_lines"), LINES)
    | {
        "numbers": NUMBERS,
        "floor": FLOOR,
        "supposed": FLOOR,
        "customers": CUSTOMERS,
        "people": PEOPLE,
        "engine": ENGINE,
        "counts": from_dtype(form_of(records.Counts)),
        "last_call": WHOLE_TABLE,
        "common_line": WHOLE,
        "lists": Column(CALL_LIST),
    },
)
