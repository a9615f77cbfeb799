"""Draw who comes: queues, contact types with their volumes, failures, customers and how they behave."""

from __future__ import annotations

import datetime
from typing import Any

from sim.hours import DAYS
from sim.scenario.behaviour import Behaviour
from sim.scenario.contacts import ContactType
from sim.scenario.customers import Mark, Segment
from sim.scenario.failures import Touchpoint
from sim.scenario.queues import Queue
from tests.generate.hours import HOUR, time_of_day
from tests.generate.names import Names

OF_VOLUMES = ("scale", "counts", "first_attempts", "day_to_day", "day_to_day_shared", "interval_to_interval")


class Demand(Names):
    """Who comes to one centre while it is drawn."""

    def queue(self, name: str) -> dict[str, Any]:
        """Draw a queue; only chats fall silent."""
        channel, given = self.channels[name], dict[str, Any]()
        given["channel"] = None if channel == "voice" and self.maybe(0.5) else channel
        given["patience_by_interval"] = {"factor": 1.2} if self.maybe(0.2) else None
        if channel != "chat":
            given["silent"] = None
        if channel == "email":
            given["message"] = None
        if not self.maybe(0.15):
            given["drawn_wait"] = None
        if not self.maybe(0.4):
            given |= {"open": None, "at_closing": None} if self.maybe(0.5) else {"open": None}
        if self.maybe(0.5) and channel == "email":
            given["patience"] = None
        found = self.values.model(Queue, {**given, "short_abandon": self.luck.choice([None, "0s", "15s"])})
        if found.get("at_closing") == "serve_out" and (channel == "email" or "drawn_wait" in found):
            found["at_closing"] = "keep"
        if "drawn_wait" in found:
            self.drawn.add(name)
        if (
            "message" in found
            and self.channels[self.joins.get(found["message"].get("becomes"), name)] != "email"
        ):
            found["message"].pop("becomes", None)  # who would be asked for a message again
        if "capacity" in found:
            found["capacity"] = self.luck.choice([0, 3, 50, "unlimited"])
        return found

    def contacts(self) -> dict[str, Any]:
        """Draw contact types, one for each queue at least; those of failures have no volume."""
        queues, found = [*self.channels], dict[str, Any]()
        for place, name in enumerate([*self.types, *self.failing]):
            queue = queues[place] if place < len(queues) else self.luck.choice(queues)
            given: dict[str, Any] = {"queue": queue, **self.demand(name)}
            given |= {"work_by_interval": self.varying(), "acw_by_interval": self.varying()}
            others = [one for one in queues if one != queue]
            if not others or self.maybe(0.6):
                given |= {"refers_to": None, "referral": None}
            else:
                given["refers_to"] = self.targets(others)
            found[name] = self.values.model(ContactType, given)
            self.joins[name] = queue
        return found

    def targets(self, queues: list[str]) -> Any:
        """Draw where a type is referred to: a queue, or two by chance."""
        if len(queues) < 2 or self.maybe(0.5):
            return self.luck.choice(queues)
        share, pair = self.luck.randint(1, 99), self.luck.sample(queues, 2)
        shares = {pair[0]: f"{share}%", pair[1]: f"{100 - share}%"}
        busy = self.luck.choice(["waits", "lost"])
        return {name: {"share": of, "if_busy": busy} for name, of in shares.items()}

    def varying(self) -> dict[str, Any] | None:
        """Draw how a time varies over the day, if it does."""
        if not self.maybe(0.2):
            return None
        return {"factor": self.luck.choice([1, 0.8, 1.5])} if self.maybe(0.7) else {"mean": 150}

    def demand(self, name: str) -> dict[str, Any]:
        """Draw how needs of a type arise."""
        if name in self.failing:
            return dict.fromkeys(("volume", *OF_VOLUMES))
        if name != "t0" and self.maybe(0.2):
            return {"volume": self.trace(name), **dict.fromkeys(OF_VOLUMES)}
        given: dict[str, Any] = {"volume": self.curve(name, 4.0)}
        if self.maybe(0.4):
            given |= {"counts": "offered", "first_attempts": f"{self.luck.randint(40, 99)}%"}
        else:
            given |= {"counts": None, "first_attempts": None}
        if self.maybe(0.4):
            given |= {"day_to_day": f"{self.luck.randint(1, 50)}%"}
        else:
            given |= {"day_to_day": None, "day_to_day_shared": None}
        return given

    def trace(self, name: str) -> Any:
        """Draw recorded arrivals, in the file or beside it."""
        days = [self.start + datetime.timedelta(day) for day in range(-self.warm_up, self.days + self.drain)]
        opens, closes = self.shortest()
        closes = min(closes, opens + 2 * HOUR)
        moments = {
            day: sorted(self.luck.randrange(opens, closes) for _ in range(self.luck.randint(1, 12)))
            for day in days
            if self.week[day.weekday()] and self.special_days.get(str(day), {}).get("open") != "closed"
        }
        if self.maybe(0.5):
            return {"arrivals": {str(day): " ".join(map(time_of_day, at)) for day, at in moments.items()}}
        rows = [f"{day} {time_of_day(second)}\n" for day, at in moments.items() for second in at]
        self.files[f"trace_{name}.csv"] = "arrived\n" + "".join(rows)
        return {"trace": f"trace_{name}.csv"}

    def curve(self, name: str, most: float) -> Any:
        """Draw numbers by interval, in one of the forms of a file; `most` is the highest one."""
        spans = {DAYS[day]: span for day, span in enumerate(self.week) if span}
        lists = {day: self.numbers(span, most) for day, span in spans.items()}
        form = self.luck.choice(["by weekday", "level", "per hour", "file", "list"])
        if form == "level" or (form == "per hour" and most < 4.0):
            return self.luck.choice([1, 2.5])
        if form == "per hour":
            return {"per_hour": round(self.luck.uniform(1, 12), 2)}
        if form == "list" and len(set(spans.values())) == 1:
            return next(iter(lists.values()))
        if form == "file":
            rows = [
                f"{day},{time_of_day(span[0] + k * self.interval)[:5]},{number}\n"
                for day, span in spans.items()
                for k, number in enumerate(lists[day])
            ]
            self.files[f"curve_{name}.csv"] = "weekday,start,number\n" + "".join(rows)
            return {"file": f"curve_{name}.csv", "column": "number"}
        return lists

    def numbers(self, span: tuple[int, int], most: float) -> list[float]:
        count = -(-(span[1] - span[0]) // self.interval)
        return [self.luck.choice([0, 1, round(self.luck.uniform(0, most), 2)]) for _ in range(count)]

    def failures(self) -> dict[str, Any]:
        """Draw touchpoints that fail, if any do."""
        if not self.failing:
            return {}
        rate = f"{self.luck.randint(1, 4)}"
        given = {"contact": "voiced", "per_customer_year": float(rate)}
        points = {f"f{k}": self.values.model(Touchpoint, given) for k in range(self.luck.randint(1, 2))}
        return {"failures": points}

    def customers(self) -> dict[str, Any]:
        """Draw the customers and their segments."""
        found: dict[str, Any] = {"count": self.luck.randint(50, 2000), "currency": "EUR"}
        if found["count"] % 6 == 0:
            found["contacts_per_year"] = found.pop("count") // 100 + 1
        found["repeat_window"] = self.luck.choice(["0s", "1d", "7d"])
        if self.maybe(0.5):
            found["value_per_year"] = self.luck.choice([0, 120.5])
        if self.marks:
            found["marked"] = {name: self.values.model(Mark) for name in self.marks}
        if self.segments:
            share = self.luck.randint(1, 99)
            segments = {"old": f"{share}%", "new": f"{100 - share}%"}
            found["segments"] = {
                name: self.values.model(Segment, {"share": share}) for name, share in segments.items()
            }
        return found

    def behaviour(self) -> dict[str, Any]:
        """Draw the world's answers."""
        found = self.values.model(Behaviour)
        if self.maybe(0.3):
            found |= {name: {} for name in ("strain", "erosion", "loyalty") if name not in found}
        if "recontact" in found:
            found["recontact"] |= {"after_opening": self.luck.choice(["0s", "45m", "by_volume"])}
        if {"promoter_above", "detractor_below"} & {*found.get("survey", ())}:
            found["survey"] |= {"detractor_below": -0.2, "promoter_above": 0.9}
        return found
