"""Test that amounts are read in the measure's unit, and that what cannot be read says what to write."""

import pytest

from sim.amount import Tolerance, parse_amount, parse_tolerance, written


@pytest.mark.parametrize(
    ("raw", "unit", "value"),
    [
        ("78%", "share", 0.78),
        ("0.78", "share", 0.78),
        (0.78, "share", 0.78),
        ("3m", "s", 180.0),
        ("9500 EUR", "money", 9500.0),
        (9500, "money", 9500.0),
        ("-0.01", "score", -0.01),
        (12, "count", 12.0),
    ],
)
def test_a_value_is_read_in_the_unit_of_its_measure(raw, unit, value):
    assert parse_amount(raw, unit, "EUR") == pytest.approx(value)


@pytest.mark.parametrize(
    ("raw", "unit", "floor", "expected"),
    [
        ("2pp", "share", None, Tolerance(0.02)),
        ("2 pp", "share", None, Tolerance(0.02)),
        ("3%", "share", None, Tolerance(0.03, True, 0.002)),
        ("3%", "money", "50 EUR", Tolerance(0.03, True, 50.0)),
        ("3%", "s", "5s", Tolerance(0.03, True, 5.0)),
        ("10s", "s", None, Tolerance(10.0)),
        ("0.005", "score", None, Tolerance(0.005)),
    ],
)
def test_a_tolerance_is_absolute_or_a_share_with_an_absolute_floor(raw, unit, floor, expected):
    assert parse_tolerance(raw, unit, "EUR", floor) == pytest.approx(expected)


def test_a_relative_tolerance_never_shrinks_below_its_floor():
    assert Tolerance(0.03, True, 50.0).size(-10_000.0) == pytest.approx(300.0)
    assert Tolerance(0.03, True, 50.0).size(100.0) == 50.0


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (lambda: parse_amount("78", "share"), "is outside the range of a share .* Write 78%"),
        (lambda: parse_amount("90", "s"), r"is not a time \(got 90; allowed a time such as 90s"),
        (lambda: parse_amount("many", "count"), r"is not a number \(got many"),
        (lambda: parse_amount(True, "count"), r"is not an amount \(got true"),
        (lambda: parse_tolerance("2pp", "s"), "is in percentage points, but the measure is no share"),
        (lambda: parse_tolerance("-2pp", "share"), r"is negative \(got -2pp"),
        (lambda: parse_tolerance("2pp", "share", "", "1pp"), "needs no floor beside an absolute tolerance"),
        (lambda: parse_tolerance("1e400%", "s"), "is not a number"),
    ],
)
def test_what_cannot_be_read_says_what_is_wrong_and_what_to_do(read, text):
    with pytest.raises(ValueError, match=text):
        read()


@pytest.mark.parametrize(
    ("amount", "unit", "text"),
    [(0.00429, "share", "0.42pp"), (0.01, "share", "1pp"), (3.19, "s", "3.1s"), (1299.0, "money", "1200")],
)
def test_an_amount_is_written_as_a_file_would_have_it_and_reads_back_no_larger(amount, unit, text):
    assert written(amount, unit) == text
    assert 0.9 * amount < parse_tolerance(text, unit).amount <= amount * (1 + 1e-9)
