"""Check the guesses at what was meant by a quantity that is spelt as elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sim.hours import parse_date, parse_span, parse_weekdays
from sim.quantities import (
    QuantityError,
    parse_count,
    parse_duration,
    parse_factor,
    parse_level,
    parse_number,
    parse_share,
)
from sim.spelling import changed_by


@pytest.mark.parametrize(
    ("parse", "raw", "remedy"),
    [
        (parse_number, "0,9", "Write 0.9."),
        (parse_number, "0,900", "Write 0.900."),
        (parse_number, "15,000", "Write 15000 or 15.000."),
        (parse_number, "29.50 EUR", "Write 29.50."),
        (parse_number, "€29,50", "Write 29.50."),
        (parse_number, "20%", "Write 0.2."),
        (parse_number, "30", "Leave the quotes out."),
        (parse_number, "+20%", "Write 1.2."),
        (parse_number, "-20%", "Write 0.8."),
        (parse_number, "3 FTE", "Write 3."),
        (parse_number, "3ms", "Write digits, without a unit."),
        (parse_number, "many", "Write digits, without a unit."),
        (parse_factor, "112,5 %", "Write 1.125."),
        (parse_count, "15,000", "Write 15000."),
        (parse_count, "1.015.000", "Write 1015000."),
        (parse_count, "15'000", "Write 15000."),
        (parse_count, "1_000", "Write 1000."),
        (parse_number, "inf", "Write digits, without a unit."),
        (parse_count, "15,0", "Write digits, without a unit or fraction."),
        (parse_share, "12,5%", "Write 12.5% or 0.125."),
        (parse_share, "30 %", "Write 30% or 0.3."),
        (parse_share, "30%;", "Write 30% or 0.3."),
        (parse_share, "thirty", "Write 30% or 0.3."),
        (parse_duration, "4,5s", "Write 4.5s."),
        (parse_duration, "5 seconds", "Write 5s."),
        (parse_duration, "1 hour 30 min", "Write 1h30m."),
        (parse_duration, "2 Weeks", "Write 2w."),
        (parse_duration, "180", "Write 180s."),
        (parse_duration, "3:05", "Write 3m05s or 3h05m."),
        (parse_level, "80%/20s", "Write 80/20."),
        (parse_level, "80% in 20 seconds", "Write 80/20."),
        (parse_level, "90 / 4 h", "Write 90/4h."),
        (parse_level, "0.8/20", "Write 80/20."),
        (parse_level, "80", "Write 80/20 for 80 % within 20 seconds."),
        (parse_span, "8-17", "Write 08:00-17:00."),
        (parse_span, "9am to 5.30pm", "Write 09:00-17:30."),
        (parse_span, "12am-12pm", "Write 00:00-12:00."),
        (parse_span, "24/7", "Write 00:00-24:00."),
        (parse_span, "8-77", "Write start-end, each as hours:minutes."),
        (parse_weekdays, "Monday - Friday", "Write mon-fri."),
        (parse_weekdays, "Sat and Sun", "Write sat,sun."),
        (parse_weekdays, "weekend", "Write sat,sun."),
        (parse_date, "25/12/2026", "Write 2026-12-25."),
        (parse_date, "02.03.2026", "Write 2026-03-02 or 2026-02-03."),
        (parse_date, "2026-3-2", "Write 2026-03-02."),
        (parse_date, "30.02.2026", "Write, say, 2026-03-02."),
    ],
)
def test_the_spellings_that_would_be_read_are_offered(
    parse: Callable[[Any], Any], raw: str, remedy: str
) -> None:
    with pytest.raises(QuantityError) as caught:
        parse(raw)
    assert str(caught.value).endswith(f"). {remedy}")


def test_a_guess_is_offered_and_never_taken() -> None:
    with pytest.raises(QuantityError):
        parse_number("0,9")


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("+15%", "{multiply: 1.15}"),
        ("-10%", "{multiply: 0.9}"),
        ("+2,5%", "{multiply: 1.025}"),
        ("x1.15", "{multiply: 1.15}"),
        ("*2", "{multiply: 2}"),
        ("+2", "{add: 2}"),
        ("+30s", "{add: 30s}"),
        ("-30s", ""),
        ("15%", ""),
        ("x", ""),
        ("x2s", ""),
    ],
)
def test_what_means_a_change_is_told_from_a_value(text: str, change: str) -> None:
    assert changed_by(text) == change
