"""Check the clock: whole hours, intervals, a window that measures something."""

from __future__ import annotations

from collections.abc import Iterator

from sim.hours import DAY, DAYS, spans_text
from sim.quantities import duration_text
from sim.scenario.clock import Clock
from sim.scenario.crosschecks.base import Finding, error
from sim.scenario.model import Scenario
from sim.scenario.returning import may_return

RUN_DAYS = 5000
HOUR = 3600.0


def _clock(scenario: Scenario) -> Iterator[Finding]:
    clock = scenario.clock
    for field, seconds in (("warm_up", clock.warm_up), ("drain", clock.drain)):
        if seconds % HOUR:
            wrong = f"is not whole hours (got {duration_text(seconds)}; allowed 0d, 12h, 7d and so on)."
            yield error(("clock", field), f"{wrong} Write whole days or hours.")
    yield from _intervals(clock)
    for name, queue in scenario.queues.items():
        if queue.open and queue.open.timezone and clock.timezone is None:
            wrong = f"has a time zone, and the clock has none (got {queue.open.timezone}; allowed with one)."
            text = f"{wrong} Add timezone: to clock, such as Europe/Berlin."
            yield error(("queues", name, "open", "timezone"), text)
    if clock.run_days > RUN_DAYS:
        wrong = (
            f"makes the run too long (got {clock.run_days} days with warm-up and drain; allowed {RUN_DAYS})."
        )
        yield error(("clock",), f"{wrong} Shorten it.")
    yield from _measured(scenario)
    yield from _spans_of_time(scenario)


def _intervals(clock: Clock) -> Iterator[Finding]:
    at, step = ("clock", "interval"), duration_text(clock.interval)
    if clock.interval % 1:
        yield error(at, f"is not whole seconds (got {step}; allowed 1m, 90s and so on). Round it.")
    special = [(clock.hours(date), date.isoformat()) for date in sorted(clock.special_days)]
    for spans, day in [*zip(clock.open, DAYS, strict=True), *special]:
        if any(span.start % clock.interval for span in spans):
            wrong = (
                f"does not open on an interval's edge (got {spans_text(spans)} on {day}; "
                f"allowed a start that is a multiple of {step} from midnight)."
            )
            where = ("clock", "open") if day in DAYS else ("clock", "special_days", day)
            yield error(where, f"{wrong} Open on such an edge, or shorten the interval.")
            break


def _measured(scenario: Scenario) -> Iterator[Finding]:
    clock = scenario.clock
    opens, closes, _ = clock.window()
    if not any(begins < closes and ends > opens for begins, ends in zip(*clock.opening(), strict=True)):
        got = f"{clock.days} days from {DAYS[clock.start.weekday()]}"
        wrong = f"measures no open day (got {got}; allowed one or more)."
        yield error(("clock", "days"), f"{wrong} Measure longer, or start on another day.")


def _spans_of_time(scenario: Scenario) -> Iterator[Finding]:
    clock, spread = scenario.clock, scenario.behaviour.recontact.after_opening
    shortest = min((span.end - span.start for spans in clock.open for span in spans), default=DAY)
    if spread != "by_volume" and spread > shortest:
        got = f"{duration_text(spread)}; allowed {duration_text(shortest)}"
        text = f"is longer than the shortest opening hours (got {got}). Write a shorter time."
        yield error(("behaviour", "recontact", "after_opening"), text)
    window = scenario.customers.repeat_window
    if clock.drain < window and may_return(scenario):
        got = f"{duration_text(clock.drain)}; allowed {duration_text(window)} or more"
        wrong = f"is shorter than the repeat window (got {got})."
        yield Finding(
            ("clock", "drain"), "warning", f"{wrong} Write a longer drain, or late repeats are missed."
        )


CHECKS = (_clock,)
