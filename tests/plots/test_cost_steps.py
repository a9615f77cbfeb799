"""Test that the steps between two costs add up to the cent, and that no paid hour stands twice."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest
from made import copied

from sim.plots import cost_steps
from sim.plots.style import Theme
from sim.plots.view import view_of


def cents(amount):
    return round(Fraction(str(amount)) * 100)


def test_steps_make_the_difference_in_cost_to_the_cent(made):
    for count, found in made.items():
        *steps, total = [row for row in found["cost_steps"].table.rows if row[0] != "Value of customers lost"]
        assert total[0] == "Cost per day"
        for column in range(1, 2 * count):
            assert sum(cents(row[column]) for row in steps) == cents(total[column])
        for policy in range(2, count + 1):
            assert cents(total[policy]) - cents(total[1]) == cents(total[count + policy - 1])


def amounts_in(text):
    return [int(found.replace("−", "-").replace(",", "")) for found in re.findall(r"[+−][\d,]+", text)]


def test_the_amounts_of_a_title_are_those_of_the_bars(made):
    one = made[2]["cost_steps"]
    drawn = [text.get_text() for text in one.sheet("slide").figure.texts]
    bars = [found for text in drawn if re.fullmatch(r"[+−][\d,]+ EUR", text) for found in amounts_in(text)]
    named = amounts_in(one.title)
    assert len(named) == 3
    assert named[:2] == sorted(bars, key=abs, reverse=True)[:2]
    assert sum(named) == sum(bars)


@pytest.mark.parametrize(("small", "told"), [
    ([-34_260], ["Repeats −1,103 EUR", "Paid time without a contact −343 EUR"]),
    ([-34_260, -40], ["the rest −343 EUR"]),
    ([-34_260, -60, -60], ["the rest −345 EUR"]),
])  # fmt: skip
def test_a_title_rounds_as_bars_do(given, small, told):
    view = view_of(given, Theme())
    base, policy = view.policies
    steps = ["First contacts", "Repeats", "Paid time without a contact", "Hiring", "Other paid work"]
    apart = dict(zip(steps, [146_320, -110_260, *small], strict=False))
    zero = cost_steps.Account(1_258_800, dict.fromkeys(steps, 0), 0)
    accounts = {
        base: zero,
        policy: cost_steps.Account(zero.total + sum(apart.values()), zero.parts | apart, 0),
    }
    title = cost_steps._title(view, accounts, steps).lower()
    for words in ["First contacts +1,463 EUR", *told]:
        assert words.lower() in title


@pytest.mark.parametrize(
    ("total", "shown"), [(99_999, ["+1.26 EUR", "−0.30 EUR"]), (100_000, ["+1 EUR", "0 EUR"])]
)
def test_a_figure_leaves_cents_out_where_a_cost_has_thousands(given, total, shown):
    view = view_of(given, Theme())
    accounts = {policy: cost_steps.Account(total, {}, 0) for policy in view.policies}
    assert [cost_steps._said(view, accounts, cents) for cents in (126, -30)] == shown


@pytest.mark.parametrize("policy", ["handle_time", "quality_time"])
def test_the_parts_are_the_cost_and_the_paid_time(given, policy):
    view = view_of(given, Theme())
    account = cost_steps.account(view, policy)
    assert account.total == round(100 * view.value(policy, "cost").value)
    assert sum(account.parts.values()) == account.total
    assert account.parts["Not broken down"] == 0
    wages = {
        group: view.value(policy, "staff_cost", "group", group).value
        for group in ("generalists", "specialists")
    }
    repeats = sum(w * view.value(policy, "paid_repeats", "group", g).value for g, w in wages.items())
    assert account.parts["Repeats"] == pytest.approx(100 * repeats, abs=1.0)


def test_overlapping_handle_times_share_the_time_in_which_somebody_was_busy():
    class Chats:
        """Half of the paid time is busy, with handle times of 80 % and 20 % side by side."""

        def value(self, _policy, kpi, *_):
            return given_value({"paid_first": 0.8, "paid_repeats": 0.2, "paid_idle": 0.5}.get(kpi))

    shares = cost_steps._shares(Chats(), "any", "chat")
    assert shares["First contacts"] == pytest.approx(0.4)
    assert shares["Repeats"] == pytest.approx(0.1)
    assert sum(shares.values()) == pytest.approx(1.0)


def given_value(value):
    from sim.estimate import NO_DATA

    return NO_DATA._replace(value=value)


def test_cents_are_given_to_what_rounding_cut_most():
    assert cost_steps._cents({"a": 0.006, "b": 0.004, "c": -0.001}, 1) == {"a": 1, "b": 0, "c": 0}
    parts = {"a": 10.004, "b": 20.003, "c": 30.004}
    assert sum(cost_steps._cents(parts, 6001).values()) == 6001


@pytest.mark.parametrize(("verdicts", "told"), [
    (("same", "same"), ("Every policy costs the same in practice; under Copy its parts move most: "
     "first contacts +300 EUR and repeats −250 EUR a day")),
    (("same", "unclear"), ("No policy clearly costs more or less; under Copy its parts move most: "
     "first contacts +300 EUR and repeats −250 EUR a day")),
    (("worse", "unclear"), ("Quality time changes the cost most: 70 EUR a day more, "
     "first contacts +100 EUR and repeats −30 EUR")),
])  # fmt: skip
def test_of_many_policies_a_title_names_the_one_whose_cost_changes_most(given, verdicts, told):
    view = view_of(copied(given, 3), Theme())
    rows = dict(view.told.differences)
    for policy, verdict in zip(view.others, verdicts, strict=True):
        key = (policy, "all", "", "cost")
        rows[key] = replace(rows[key], verdict=verdict)
    labels = {**view.labels, "copy_0": "Copy"}
    view = replace(view, told=replace(view.told, differences=rows, labels=labels))
    steps = ["First contacts", "Repeats"]
    amounts = [(0, 0), (10_000, -3_000), (30_000, -25_000)]
    accounts = {
        policy: cost_steps.Account(1_258_800 + sum(parts), dict(zip(steps, parts, strict=True)), 0)
        for policy, parts in zip(view.policies, amounts, strict=True)
    }
    assert cost_steps._title(view, accounts, steps) == told
