"""Check the clock: whole days, intervals, a window that measures something."""

from __future__ import annotations

from collections.abc import Iterator

from sim.quantities import DAYS, duration_text, span_text
from sim.scenario.clock import DAY
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
    if clock.interval < SHORTEST_INTERVAL:
        wrong = f"is too short (got {duration_text(clock.interval)}; allowed 1m or more)."
        yield error(("clock", "interval"), f"{wrong} Plan in steps of, say, 30m.")
    for day, span in enumerate(clock.open):
        if span and span.start % clock.interval:
            wrong = (
                f"does not open on an interval's edge (got {span_text(span)} on {DAYS[day]}; "
                f"allowed a start that is a multiple of {duration_text(clock.interval)} from midnight)."
            )
            yield error(("clock", "open"), f"{wrong} Open on such an edge, or shorten the interval.")
            break
    if clock.run_days > RUN_DAYS:
        wrong = (
            f"makes the run too long (got {clock.run_days} days with warm-up and drain; allowed {RUN_DAYS})."
        )
        yield error(("clock",), f"{wrong} Shorten it.")
    measured = {clock.weekday(clock.warm_up_days + day) for day in range(min(clock.days, 7))}
    if not any(clock.open[day] for day in measured):
        got = f"{clock.days} days from {DAYS[clock.start.weekday()]}"
        wrong = f"measures no open day (got {got}; allowed one or more)."
        yield error(("clock", "days"), f"{wrong} Measure longer, or start on another day.")
    yield from _spans_of_time(scenario)


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
