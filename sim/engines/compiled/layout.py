"""Layout: which fields of a run compiled verbs see, and as what; all integers have 64 bits.

A field that no supported part reads is left out: a verb that asked for it would not compile.
"""

# mypy: ignore-errors

from __future__ import annotations

from typing import get_type_hints

import numpy as np
from numba import from_dtype
from numba.core import types

from sim.centre import records
from sim.centre.parts import Parts
from sim.engines.compiled.memory import Block, Column, NumbersBlock, RunBlock
from sim.lines import Lines
from sim.logs import FORMS
from sim.policies.handoff.base import Style
from sim.policies.line import StandingNumbers
from sim.rules.erosion import ErosionNumbers
from sim.rules.experience import ExperienceNumbers
from sim.rules.failure import FailureNumbers
from sim.rules.recontact import CallingCurve, Opening
from sim.rules.trust import TrustNumbers
from sim.rules.warmth import WarmthNumbers
from sim.rules.work import Steps, WorkNumbers
from sim.world.numbers import MessageNumbers, MissedRingNumbers, TargetNumbers

REAL, WHOLE, YES = types.float64, types.int64, types.boolean
REALS, WHOLES, YESES = (types.Array(kind, 1, "C") for kind in (REAL, WHOLE, YES))
REAL_TABLE, WHOLE_TABLE, YES_TABLE = (types.Array(kind, 2, "C") for kind in (REAL, WHOLE, YES))
KEYS = types.Array(types.uint64, 2, "C")
SCALARS = {int: WHOLE, float: REAL, bool: YES}
FORM_OF = {int: "i8", float: "f8", bool: "?"}


def form_of(record: type) -> np.dtype:
    """Return numpy's form of a class of records."""
    fields = get_type_hints(record).items()
    return np.dtype([(name, FORM_OF[hint]) for name, hint in fields], align=True)


def _records(form: np.dtype) -> types.Array:
    return types.Array(from_dtype(form), 1, "C")


def _reals(numbers: type) -> types.NamedTuple:
    """Return the kind of a tuple of numbers as its annotations say."""
    return types.NamedTuple([SCALARS[hint] for hint in get_type_hints(numbers).values()], numbers)


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
    dict.fromkeys(("tie", "trust", "trust_since", "norm", "failures"), REALS)
    | dict.fromkeys(("of_segment", "problem", "noted_problem"), WHOLES)
    | {"noted_trust": types.UniTuple(REALS, 2)},
)
PEOPLE = Block("People", {"warmth": REALS, "skill": REAL_TABLE, "speed": REAL_TABLE})
PARTS = Block("Parts", dict.fromkeys(Parts.__slots__, YES))
NUMBERS = NumbersBlock(
    "Numbers",
    dict.fromkeys(
        (
            "acw", "agent_origin", "announces", "capacity", "entity_of", "patience",
            "drawn_wait", "mark_origin", "queue_of", "severity", "trunk_of", "type_patience", "work",
        ),
        WHOLES,
    )
    | dict.fromkeys(
        (
            "balking", "confirm", "discipline", "drawn_chance", "mark_patience", "mark_share", "measured",
            "patience_at_most", "repair", "routing", "segment_patience",
        ),
        REALS,
    )
    | dict.fromkeys(
        (
            "cuts_off", "has_door", "idle_first", "is_chat", "is_deferred", "keeps_hours", "keeps_patience",
            "serves_out", "teaches_norm",
        ),
        YESES,
    )
    | dict.fromkeys(("adapts", "after_opening", "hoped", "kappa", "waits_for_known"), REAL)
    | dict.fromkeys(("first_customers", "most_attempts", "most_handoffs", "most_legs"), WHOLE)
    | {
        "acw_steps": STEPS,
        "calling": Column(types.NamedTuple([WHOLES, WHOLES, REALS, REALS], CallingCurve)),
        "drawn_groups": Column(WHOLES),
        "drawn_queues": Column(WHOLES),
        "erosion": _reals(ErosionNumbers),
        "experience": _reals(ExperienceNumbers),
        "failure": _reals(FailureNumbers),
        "groups_of": Column(WHOLES),
        "has_tier_above": YES_TABLE,
        "helpers": Column(Column(types.Tuple([REAL, WHOLES]))),
        "helps": Column(Column(types.Tuple([WHOLE, REAL]))),
        "hold_numbers": Column(REALS),
        "law_numbers": Column(REALS),
        "law_codes": WHOLES,
        "message": Column(_reals(MessageNumbers)),
        "measured_talk": WHOLE_TABLE,
        "missed_rings": Column(_reals(MissedRingNumbers)),
        "opening": Column(types.NamedTuple([REALS, REALS], Opening)),
        "parts": PARTS,
        "patience_steps": STEPS,
        "queues_of": Column(WHOLES),
        "redial": Column(REDIALS),
        "redial_blocked": Column(REDIALS),
        "referral": Column(types.UniTuple(REAL, 2)),
        "standing": types.NamedTuple([*[REALS] * 6, YES], StandingNumbers),
        "style": _reals(Style),
        "targets": Column(Column(_reals(TargetNumbers))),
        "touchpoint_origin": WHOLE_TABLE,
        "trust": Column(_reals(TrustNumbers)),
        "turns": REAL_TABLE,
        "type_origin": WHOLE_TABLE,
        "unresolved": REDIALS,
        "warmth_rule": _reals(WarmthNumbers),
        "work_rule": _reals(WorkNumbers),
        "work_steps": STEPS,
    }
    | dict.fromkeys(("hold_code", "select_agent_code", "select_contact_code"), WHOLE),
)  # fmt: skip

CLOCK = np.dtype(
    [
        ("now", "f8"), ("planned", "i8"), ("events", "i8"), ("last_order", "i8"), ("serial", "i8"),
        ("next_need", "i8"), ("needs", "i8"), ("is_last_day", "?"), ("is_full", "?"),
    ],
    align=True,
)  # fmt: skip
ROWS = {f"rows_{table}": _records(form) for table, form in FORMS.items()}
NEEDS = {
    "need_time": REALS, "need_entity": WHOLES, "need_type": WHOLES, "need_touchpoint": WHOLES,
    "need_customer": WHOLES, "need_severity": REALS, "need_voice": REALS, "need_issue": REAL_TABLE,
    "need_stay": REAL_TABLE, "need_leg": REAL_TABLE,
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
    }
    | ROWS
    | NEEDS,
)  # fmt: skip
BY_SLOT = {"issues": records.Issue, "contacts": records.Contact, "legs": records.Leg}
RECORDS = {
    **BY_SLOT,
    "agents": records.Agent,
    "calls": records.Call,
    "meetings": records.Meeting,
    "doors": records.Door,
    "group_norms": records.GroupNorm,
    "presences": records.Presence,
}
RUN = RunBlock(
    "Run",
    {name: _records(form_of(record)) for name, record in RECORDS.items()}
    | dict.fromkeys(("versions", "free_lines", "positions", "seats", "holders", "staying"), WHOLES)
    | dict.fromkeys(("seat_ends", "work_speed", "vacant_seconds"), REALS)
    | {
        "numbers": NUMBERS,
        "floor": FLOOR,
        "customers": CUSTOMERS,
        "people": PEOPLE,
        "engine": ENGINE,
        "counts": from_dtype(form_of(records.Counts)),
        "last_call": WHOLE_TABLE,
        "groups_of": Column(WHOLES),
        "queues_of": Column(WHOLES),
        "drawn_groups": Column(WHOLES),
        "drawn_queues": Column(WHOLES),
        "helpers": NUMBERS.fields["helpers"],
        "helps": NUMBERS.fields["helps"],
        "common_line": WHOLE,
        "talking": LINES,
        "awaited": LINES,
        "aside_lines": LINES,
    },
)
