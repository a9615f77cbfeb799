"""Check the clock: whole days, intervals, a window that measures something."""

from __future__ import annotations

from collections.abc import Iterator

from sim.hours import DAYS, span_text
from sim.quantities import duration_text
from sim.scenario.clock import DAY, Clock
from sim.scenario.crosschecks.base import Finding, error
from sim.scenario.model import Scenario

RUN_DAYS = 5000
SHORTEST_INTERVAL = 60.0


def _clock(scenario: Scenario) -> Iterator[Finding]:
    clock = scenario.clock
    for field, seconds in (("warm_up", clock.warm_up), ("drain", clock.drain)):
        if seconds % DAY:
            wrong = f"is not whole days (got {duration_text(seconds)}; allowed 0d, 1d, 7d and so on)."
            yield error(("clock", field), f"{wrong} Write whole days.")
    yield from _intervals(clock)
    if clock.run_days > RUN_DAYS:
        wrong = (
            f"makes the run too long (got {clock.run_days} days with warm-up and drain; allowed {RUN_DAYS})."
        )
        yield error(("clock",), f"{wrong} Shorten it.")
    yield from _measured(scenario)
    yield from _spans_of_time(scenario)


def _intervals(clock: Clock) -> Iterator[Finding]:
    at, step = ("clock", "interval"), duration_text(clock.interval)
    if clock.interval < SHORTEST_INTERVAL:
        yield error(at, f"is too short (got {step}; allowed 1m or more). Plan in steps of, say, 30m.")
    elif clock.interval % 1:
        yield error(at, f"is not whole seconds (got {step}; allowed 1m, 90s and so on). Round it.")
    special = [(clock.hours(date), date.isoformat()) for date in sorted(clock.special_days)]
    for span, day in [*zip(clock.open, DAYS, strict=True), *special]:
        if span and span.start % clock.interval:
            wrong = (
                f"does not open on an interval's edge (got {span_text(span)} on {day}; "
                f"allowed a start that is a multiple of {step} from midnight)."
            )
            where = ("clock", "open") if day in DAYS else ("clock", "special_days", day)
            yield error(where, f"{wrong} Open on such an edge, or shorten the interval.")
            break


def _measured(scenario: Scenario) -> Iterator[Finding]:
    clock = scenario.clock
    spans = (*clock.open, *(clock.hours(date) for date in sorted(clock.special_days)))
    days = clock.days_of_run()[clock.warm_up_days : clock.warm_up_days + clock.days]
    if not any(spans[day] for day in days):
        got = f"{clock.days} days from {DAYS[clock.start.weekday()]}"
        wrong = f"measures no open day (got {got}; allowed one or more)."
        yield error(("clock", "days"), f"{wrong} Measure longer, or start on another day.")


def _spans_of_time(scenario: Scenario) -> Iterator[Finding]:
    clock, spread = scenario.clock, scenario.behaviour.recontact.after_opening
    shortest = min((span.end - span.start for span in clock.open if span), default=DAY)
    if spread > shortest:
        got = f"{duration_text(spread)}; allowed {duration_text(shortest)}"
        text = f"is longer than the shortest opening hours (got {got}). Write a shorter time."
        yield error(("behaviour", "recontact", "after_opening"), text)
    window = scenario.customers.repeat_window
    if clock.drain < window:
        got = f"{duration_text(clock.drain)}; allowed {duration_text(window)} or more"
        wrong = f"is shorter than the repeat window (got {got})."
        yield Finding(
            ("clock", "drain"), "warning", f"{wrong} Write a longer drain, or late repeats are missed."
        )


CHECKS = (_clock,)
