"""Check the grammar of quantities: what is read, what is refused, and that machine forms read back."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from sim.frozen import Frozen
from sim.hours import Hours, Span, Weekdays, parse_span, parse_weekdays, span_text, weekdays_text
from sim.quantities import (
    LONGEST,
    Count,
    Duration,
    Factor,
    Level,
    Logit,
    Money,
    Norm,
    PositiveDuration,
    QuantityError,
    ServiceLevel,
    Share,
    duration_text,
    level_text,
    parse_count,
    parse_duration,
    parse_factor,
    parse_level,
    parse_non_negative,
    parse_number,
    parse_positive,
    parse_positive_duration,
    parse_share,
    plain,
    show,
)

DERANDOMIZED = settings(derandomize=True, deadline=None)
PARSERS = (
    parse_duration,
    parse_positive_duration,
    parse_share,
    parse_number,
    parse_positive,
    parse_non_negative,
    parse_count,
    parse_level,
    parse_span,
    parse_weekdays,
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)


class Everything(Frozen):
    time: Duration = 0.0
    length: PositiveDuration = 1.0
    share: Share = 0.0
    number: Logit = 0.0
    positive: Norm = 1.0
    cost: Money = 0.0
    count: Count = 1
    level: ServiceLevel = Level(0.8, 20.0)
    hours: Hours = Span(0.0, 3600.0)
    days: Weekdays = (0,)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90s", 90),
        ("4m30s", 270),
        ("3m05s", 185),
        ("1.5h", 5400),
        ("7d", 604800),
        ("2w", 1209600),
        ("250ms", 0.25),
        ("0s", 0),
        ("1d2h3m4s5ms", 93784.005),
    ],
)
def test_a_time_is_read_in_seconds(text: str, seconds: float) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (185, "has no unit (got 185; allowed {times}). Write 185s or 3m5s."),
        (0.5, "has no unit (got 0.5; allowed {times}). Write 0.5s or 0.5m."),
        (-1, "has no unit (got -1; allowed {times}). Write 90s or 4m30s."),
        ("-5s", "is negative (got -5s; allowed a time of 0s or more). Leave the minus sign out."),
        (
            "3m4h",
            "has its units out of order (got 3m4h; allowed each of d, h, m, s once). Write 1h30m, not 30m1h.",
        ),
        ("1.5h30m", "has a fraction in the middle (got 1.5h30m; allowed {times}). Write 1h30m or 1.5h."),
        (
            "36526d",
            "is too long (got 36526d; allowed at most 36525d). Write a time of at most a hundred years.",
        ),
        ("soon", "is not a time (got soon; allowed {times}). Write digits with a unit, without spaces."),
        (True, "is not a time (got true; allowed {times}). Write digits with a unit, without spaces."),
    ],
)
def test_a_time_that_cannot_be_read_is_refused_with_a_remedy(raw: object, message: str) -> None:
    with pytest.raises(QuantityError) as caught:
        parse_duration(raw)
    assert str(caught.value) == message.format(times="a time such as 90s, 4m30s, 2h or 7d")


@pytest.mark.parametrize(
    ("raw", "share"), [("30%", 0.3), (0.3, 0.3), ("6.1%", 0.061), (0, 0), (1, 1), ("100%", 1)]
)
def test_a_share_is_read_from_percent_or_fraction(raw: object, share: float) -> None:
    assert parse_share(raw) == share


@pytest.mark.parametrize(
    ("raw", "remedy"),
    [(30, "Write 30%."), (1.5, "Write 1.5%."), ("130%", "within these limits"), ("half", "Write 30%")],
)
def test_a_share_outside_zero_to_one_is_refused_with_a_remedy(raw: object, remedy: str) -> None:
    with pytest.raises(QuantityError, match=remedy):
        parse_share(raw)


@pytest.mark.parametrize(
    ("raw", "level"),
    [
        ("80/20", (0.8, 20)),
        ("90/4h", (0.9, 14400)),
        ("99.5/1m30s", (0.995, 90)),
        ("100/0", (1, 0)),
        ("80/2.5", (0.8, 2.5)),
    ],
)
def test_a_service_level_is_read_as_share_and_seconds(raw: str, level: tuple[float, float]) -> None:
    assert parse_level(raw) == level


@pytest.mark.parametrize("raw", ["80", "80/", "/20", "0.8/20", "180/20", "80/-5", "80/20/20", 80, "-80/20"])
def test_half_a_service_level_is_refused(raw: object) -> None:
    with pytest.raises(QuantityError, match="allowed percent/time such as 80/20 or 90/4h"):
        parse_level(raw)


@pytest.mark.parametrize(
    ("raw", "span"),
    [("07:00-21:00", (25200, 75600)), ("9:30-24:00", (34200, 86400)), ("00:00-00:00:30", (0, 30))],
)
def test_hours_are_read_in_seconds_from_midnight(raw: str, span: tuple[float, float]) -> None:
    assert parse_span(raw) == span


@pytest.mark.parametrize(
    "raw", ["21:00-21:00", "07:00", "07:00-25:00", "7-21", "07:60-08:00", "24:00-24:00", 7]
)
def test_hours_that_are_no_stretch_of_a_day_are_refused(raw: object) -> None:
    with pytest.raises(QuantityError, match="allowed hours such as 07:00-21:00"):
        parse_span(raw)


@pytest.mark.parametrize(
    ("raw", "days"),
    [
        ("mon-fri", (0, 1, 2, 3, 4)),
        ("sat", (5,)),
        ("fri,mon,wed", (0, 2, 4)),
        ("sun-thu", (0, 1, 2, 3, 6)),
        ("Mon-Tue, sat", (0, 1, 5)),
        ("mon-sun", (0, 1, 2, 3, 4, 5, 6)),
    ],
)
def test_weekdays_are_read_as_numbers_from_monday(raw: str, days: tuple[int, ...]) -> None:
    assert parse_weekdays(raw) == days


@pytest.mark.parametrize("raw", ["monday", "", "mon-", "mon-fri-sat", "mon,mon", "sat-mon,sun", 1])
def test_what_names_no_weekday_or_one_twice_is_refused(raw: object) -> None:
    with pytest.raises(QuantityError, match="weekday"):
        parse_weekdays(raw)


@pytest.mark.parametrize("raw", [1e309, math.nan, "5", True, None, 10**400])
def test_a_number_must_be_finite_and_no_text(raw: object) -> None:
    with pytest.raises(QuantityError):
        parse_number(raw)


@pytest.mark.parametrize("raw", [0, 1.5, 10_000_001, True, "3", math.inf, math.nan])
def test_a_count_is_a_whole_number_within_limits(raw: object) -> None:
    with pytest.raises(QuantityError, match="allowed a whole number from 1 to 10000000"):
        parse_count(raw)


def test_a_count_may_be_written_with_an_exponent() -> None:
    assert parse_count(1e6) == 1_000_000


def test_a_number_may_carry_its_source_and_yields_its_value() -> None:
    told = {"value": "4m", "range": ["3m", "5m"], "source": "call log", "confidence": "high"}
    assert Everything(time=told, share={"value": 0.5}).time == 240.0  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("told", "path"),
    [
        ({"value": "30%", "souce": "x"}, ("souce",)),
        ({"range": ["10%", "20%"]}, ()),
        ({"value": 30}, ("value",)),
        ({"value": "30%", "range": ["40%", "50%"]}, ("range",)),
        ({"value": "30%", "range": ["10%"]}, ("range",)),
        ({"value": "30%", "range": ["10%", 50]}, ("range", 1)),
        ({"value": "30%", "source": 5}, ("source",)),
        ({"value": "30%", "confidence": "sure"}, ("confidence",)),
        ({"value": {"value": "30%"}}, ("value",)),
    ],
)
def test_a_fault_beside_a_value_says_where_it_is(told: dict[str, object], path: tuple[object, ...]) -> None:
    with pytest.raises(ValidationError) as caught:
        Everything(share=told)  # type: ignore[arg-type]
    error = caught.value.errors()[0]["ctx"]["error"]
    assert isinstance(error, QuantityError)
    assert error.path == path


@DERANDOMIZED
@given(
    st.floats(0, LONGEST),
    st.floats(0, 1),
    st.integers(1, 1000),
    st.floats(0, 86400),
    st.sets(st.integers(0, 6), min_size=1),
)
def test_machine_forms_read_back_to_the_same_values(
    seconds: float, share: float, tenths: int, within: float, days: set[int]
) -> None:
    level = Level(max(0.01, tenths / 1000), within)
    span = Span(float(round(within * 0.9) // 60 * 60), 86400.0)
    value = Everything.model_construct(
        time=round(seconds, 3),
        share=round(share, 9),
        number=-share,
        cost=round(seconds, 3),
        level=level,
        hours=span,
        days=tuple(sorted(days)),
    )
    assert Everything.model_validate(value.model_dump(mode="json")) == value


@DERANDOMIZED
@given(st.integers(0, 10**9))
def test_times_as_people_write_them_read_back(milliseconds: int) -> None:
    assert parse_duration(duration_text(milliseconds / 1000)) == milliseconds / 1000


@settings(derandomize=True, deadline=None, max_examples=300)
@given(SCALARS | st.lists(SCALARS, max_size=2) | st.dictionaries(st.text(max_size=3), SCALARS, max_size=2))
@pytest.mark.slow
def test_whatever_is_read_a_parser_returns_or_refuses_on_one_line(raw: object) -> None:
    texts = []
    for parse in PARSERS:
        try:
            parse(raw)  # type: ignore[operator]
        except QuantityError as error:
            texts.append(str(error))
    assert all("\n" not in text and len(text) < 400 for text in texts)


def test_values_are_quoted_short_and_on_one_line() -> None:
    assert [show(raw) for raw in ("a\nb", "", True, None, {}, [], 10**30, 1.5)] == [
        "a b",
        '""',
        "true",
        "nothing",
        "a mapping",
        "a list",
        "a huge number",
        "1.5",
    ]
    assert len(show("x" * 1000)) == 60


def test_texts_of_quantities_are_those_of_scenario_files() -> None:
    assert plain(1e-7) == "0.0000001"
    assert [level_text(Level(0.8, within)) for within in (20.0, 90.0, 14400.0, 0.5)] == [
        "80/20",
        "80/1m30s",
        "80/4h",
        "80/0.5",
    ]
    assert span_text(Span(25200.0, 75630.0)) == "07:00-21:00:30"
    assert weekdays_text((0, 6)) == "mon,sun"


def test_a_point_that_parts_thousands_is_not_taken_for_a_decimal_point():
    with pytest.raises(QuantityError, match=r"Write 15, or 15000 if the point was to part the thousands\."):
        parse_count(15.0)
    assert parse_count(1e4) == 10_000


def test_a_factor_above_ten_needs_a_percent_sign() -> None:
    assert parse_factor(10) == 10.0
    assert parse_factor("2000%") == 20.0
    with pytest.raises(QuantityError, match="Write 130%, or 13000% for 130 times as much"):
        parse_factor(130)


def test_a_large_factor_keeps_its_percent_sign_in_machine_form() -> None:
    class Day(Frozen):
        volume: Factor

    for factor, form in (("2000%", "2000%"), (1.3, 1.3)):
        assert Day.model_validate({"volume": factor}).model_dump(mode="json") == {"volume": form}
