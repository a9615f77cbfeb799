"""Test that every form of limit and claim becomes the band it means."""

import pytest

from sim.amount import Tolerance
from sim.checks.grammar import Edge, parse_claim, parse_limit
from sim.quantities import QuantityError


def at(value):
    return Edge(1, Tolerance(pytest.approx(value)))


@pytest.mark.parametrize(
    ("text", "low", "high", "strict"),
    [
        (">= 78%", at(0.78), None, False),
        ("> 78%", at(0.78), None, True),
        ("<= 6%", None, at(0.06), False),
        ("<6%", None, at(0.06), True),
        ("70%..88%", at(0.7), at(0.88), False),
        ("70% .. 88%", at(0.7), at(0.88), False),
    ],
)
def test_a_limit_is_one_edge_and_a_range_is_two(text, low, high, strict):
    band = parse_limit(text, "share")
    assert (band.low, band.high, band.strict, band.equivalence) == (low, high, strict, False)


@pytest.mark.parametrize(
    ("text", "better", "low", "high"),
    [
        ("better", "higher", Edge(1, Tolerance(0.0)), None),
        ("better", "lower", None, Edge(1, Tolerance(0.0))),
        ("worse", "higher", None, Edge(1, Tolerance(0.0))),
        ("lower by >= 1pp", "lower", None, Edge(-1, Tolerance(0.01))),
        ("higher by >= 1pp", "lower", Edge(1, Tolerance(0.01)), None),
        ("not higher by > 3%", "lower", None, Edge(1, Tolerance(0.03, True, 0.002))),
        ("not lower by > 0.02", "lower", Edge(-1, Tolerance(0.02)), None),
        ("same within 2pp", "neutral", Edge(-1, Tolerance(0.02)), Edge(1, Tolerance(0.02))),
    ],
)
def test_a_claim_says_on_which_side_of_what_the_difference_lies(text, better, low, high):
    band = parse_claim(text, "share", better)
    assert (band.low, band.high) == (low, high)
    assert band.strict == (text in ("better", "worse"))
    assert band.equivalence == text.startswith("same")


@pytest.mark.parametrize(
    ("band", "wanted"),
    [
        (parse_limit(">= 78%", "share"), Tolerance(0.01)),
        (parse_limit("< 3m", "s"), Tolerance(9.0)),
        (parse_limit("> 0", "score"), Tolerance(0.01)),
        (parse_limit("< 0s", "s"), None),
        (parse_limit("60s..180s", "s"), Tolerance(30.0)),
        (parse_limit("70%..88%", "share"), Tolerance(0.01)),
        (parse_claim("same within 2pp", "share", "lower"), Tolerance(0.01)),
        (parse_claim("not higher by > 3%", "money", "lower"), Tolerance(0.015, True, 0.5)),
        (parse_claim("not higher by > 0", "score", "higher"), Tolerance(0.005)),
        (parse_claim("better", "share", "lower"), Tolerance(0.005)),
        (parse_claim("better", "s", "lower"), Tolerance(0.025, True)),
    ],
)
def test_the_precision_follows_from_the_text_alone(band, wanted):
    assert band.precision == (wanted and pytest.approx(wanted))


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (lambda: parse_limit("about 78%", "share"), "is no limit .* allowed < x, <= x, > x, >= x or a..b"),
        (lambda: parse_limit("= 78%", "share"), "is no limit"),
        (lambda: parse_limit(0.78, "share"), "is no limit"),
        (lambda: parse_limit("88%..70%", "share"), "is an empty range .* Swap the two"),
        (
            lambda: parse_claim("best", "share", "lower"),
            "is no claim .* allowed better, worse, same, same within x",
        ),
        (lambda: parse_claim("better", "s", "neutral"), "asks for a side that this measure does not have"),
        (lambda: parse_claim("same within 0pp", "share", "lower"), "allows no difference at all"),
        (lambda: parse_claim("lower by >= 0pp", "share", "lower"), "asks for no difference"),
        (lambda: parse_claim("better", "share", "lower", "", "1pp"), "has a floor, but no percentage"),
        (lambda: parse_claim("lower by > 1pp", "share", "lower"), "is no claim"),
    ],
)
def test_a_text_outside_the_grammar_says_what_is_wrong(read, text):
    with pytest.raises(ValueError, match=text):
        read()


@pytest.mark.parametrize(
    ("raw", "unit", "remedy"),
    [
        ("80%", "share", 'Write ">= 80%" or "<= 80%", in quotes.'),
        ("at least 80%", "share", 'Write ">= 80%", in quotes.'),
        ("max 3m", "s", 'Write "<= 3m", in quotes.'),
        ("80%-90%", "share", 'Write "80%..90%", in quotes.'),
        ("between 1m and 2m", "s", 'Write "1m..2m", in quotes.'),
        ("about 78%", "share", 'Write a limit such as ">= 78%", in quotes.'),
        (">= 0,8", "share", "Write 0.8."),
        (">= 80", "share", "Write 80%."),
        ("<= 20 s", "s", "Write 20s."),
        (">= many", "count", "Write digits in the measure's unit."),
    ],
)
def test_the_limit_that_was_meant_is_offered(raw, unit, remedy):
    with pytest.raises(QuantityError) as caught:
        parse_limit(raw, unit)
    assert str(caught.value).endswith(f"). {remedy}")
