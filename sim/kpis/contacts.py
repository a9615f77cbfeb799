"""Contacts: what one attempt to be served takes, and whether it was the last."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import (
    AFTER_LONG,
    AFTER_SHORT,
    COUNTED,
    EVERY_ROW,
    FOLLOWS,
    HANDLE_TIME,
    PAST,
    SERVED,
)

MEASURES = (
    Kpi(
        name="aht_contact",
        label="Handle time per contact",
        unit="s",
        better="neutral",
        definition="(talk + after-call work of all its conversations) / answered contacts",
        place=33,
        unused=None,
        numerator=Sum("contacts", COUNTED & SERVED, HANDLE_TIME),
        denominator=Sum("contacts", COUNTED & SERVED),
    ),
    Kpi(
        name="talk_contact",
        label="Talk per contact",
        unit="s",
        better="neutral",
        definition="talk of all its conversations / answered contacts",
        place=34,
        unused=None,
        numerator=Sum("contacts", COUNTED & SERVED, pl.col("talk")),
        denominator=Sum("contacts", COUNTED & SERVED),
    ),
    Kpi(
        name="acw_contact",
        label="After-call work per contact",
        unit="s",
        better="neutral",
        definition="after-call work of all its conversations / answered contacts",
        place=35,
        unused=None,
        numerator=Sum("contacts", COUNTED & SERVED, pl.col("acw")),
        denominator=Sum("contacts", COUNTED & SERVED),
    ),
    Kpi(
        name="recontact_share",
        label="Recontact share",
        unit="share",
        better="lower",
        definition="contacts about an issue that was brought up before / offered (balked included)",
        place=51,
        numerator=Sum("contacts", COUNTED & (pl.col("attempt") > 0)),
        denominator=Sum("contacts", COUNTED),
        headline=True,
    ),
    Kpi(
        name="fcr_measured",
        label="First-contact resolution, as measured by repeats",
        unit="share",
        better="higher",
        definition=(
            "answered contacts that the same customer does not follow with another of the same type "
            "within the repeat window / answered contacts"
        ),
        place=54,
        unused=1.0,
        numerator=Sum(
            "contacts",
            EVERY_ROW,
            pl.when(COUNTED & SERVED).then(1.0).otherwise(0.0) - pl.when(FOLLOWS).then(1.0).otherwise(0.0),
        ),
        denominator=Sum("contacts", COUNTED & SERVED),
        without=("queue",),
    ),
    Kpi(
        name="repeats_after_long",
        label="Repeats after contacts past the target",
        unit="share",
        better="lower",
        definition="contacts past the policy's target that the same customer follows with another of the "
        "same type within the repeat window / answered contacts past it",
        place=54,
        unused=None,
        numerator=Sum("contacts", FOLLOWS & AFTER_LONG),
        denominator=Sum("contacts", COUNTED & SERVED & PAST),
        without=("queue",),
    ),
    Kpi(
        name="repeats_after_short",
        label="Repeats after contacts within the target",
        unit="share",
        better="lower",
        definition="contacts within the policy's target that the same customer follows with another of the "
        "same type within the repeat window / answered contacts within it",
        place=54,
        unused=None,
        numerator=Sum("contacts", FOLLOWS & AFTER_SHORT),
        denominator=Sum("contacts", COUNTED & SERVED & ~PAST),
        without=("queue",),
    ),
    Kpi(
        name="transferred",
        label="Transfers per answered contact",
        unit="share",
        better="lower",
        definition="conversations beyond the first of a contact / answered contacts",
        place=55,
        unused=None,
        numerator=Sum("contacts", COUNTED & SERVED, pl.col("legs") - 1),
        denominator=Sum("contacts", COUNTED & SERVED),
    ),
)
