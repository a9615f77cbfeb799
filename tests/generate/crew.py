"""Draw who answers: groups, their shifts, outages that hit them, and campaigns that they call for."""

from __future__ import annotations

from typing import Any

from sim.hours import DAYS
from sim.scenario.campaigns import Campaign, HourShare
from sim.scenario.groups import Group, Proficiency
from sim.scenario.outages import Outage
from tests.generate.demand import Demand
from tests.generate.hours import hours_text, seconds_of
from tests.generate.values import Values


class Crew(Demand):
    """Who answers in one centre while it is drawn."""

    def agents(self) -> dict[str, Any]:
        """Draw groups that serve every queue between them."""
        queues, found = [*self.channels], dict[str, Any]()
        for place, name in enumerate(self.groups):
            skills = set(queues[place :: len(self.groups)])
            skills |= {queue for queue in queues if self.maybe(0.3)} or ({queues[0]} if not skills else set())
            found[name] = self.group(name, sorted(skills))
        return found

    def group(self, name: str, skills: list[str]) -> dict[str, Any]:
        names = {**self.values.names, "skills": skills}
        others = [queue for queue in self.channels if queue not in skills]
        values = Values(self.luck, {**names, "overflow": others}, self.values.fixed, self.values.often)
        given: dict[str, Any] = {"skills": skills, "wage": self.luck.choice([0, 29.5])}
        if self.maybe(0.4):
            given["skills"] = {queue: values.model(Proficiency) for queue in skills}
        reached = {self.channels[queue] for queue in skills}
        if reached == {"email"}:
            given["presence"] = None
        given["concurrency"] = self.luck.randint(1, 3) if "chat" in reached else None
        if self.drawn & {*skills}:
            given["missed_rings"] = None
        absent = ("shrinkage", "absence", "adherence", "fte")
        given |= dict.fromkeys(absent) if name in self.on_duty else {
            "shrinkage": self.luck.choice([None, "25%"]),
            "away_for": self.luck.choice([None, "20m"]),
            "absence": self.luck.choice([None, "10%"]),
            "adherence": self.luck.choice([None, "93%"]),
            "fte": self.luck.choice([None, 3.5]),
        }  # fmt: skip
        found = values.model(Group, given)
        if name not in self.on_duty and found.get("leaves") == "idle_first":
            found["leaves"] = "as_planned"
        if found.get("shrinkage") and "breaks" in found.get("shrinkage_contains", ()):
            self.pauses_counted = True
        return found

    def staff(self) -> dict[str, Any]:
        """Draw when each group works: in shifts, or as planned by interval."""
        found: dict[str, Any] = {}
        in_shifts = [name for name in self.groups if name not in self.on_duty]
        if in_shifts:
            found["shifts"] = {f"s{k}": self.shift(in_shifts) for k in range(self.luck.randint(1, 3))}
        if self.on_duty:
            found["on_duty"] = {name: self.curve(name, 3.0) for name in sorted(self.on_duty)}
        return found

    def shift(self, groups: list[str]) -> dict[str, Any]:
        hours = self.shift_hours()
        start = seconds_of(hours[:5])
        opened = [DAYS[day] for day, span in enumerate(self.week) if span]
        found: dict[str, Any] = {
            "days": ",".join(opened),
            "hours": hours,
            "staff": {name: self.luck.choice([1, 2.5, 3, {"value": 2, "source": "rota"}]) for name in groups},
        }
        if self.maybe(0.4) and not self.pauses_counted:
            found["breaks"] = [hours_text(start + 900, start + 1800)]
        return found

    def outage(self) -> dict[str, Any]:
        """Draw an outage; lines fail by queue, computers and houses by group."""
        hits = self.luck.choice(["telephony", "system", "site"])
        given = {"hits": hits, "begins": None, "every": None}
        given["groups" if hits == "telephony" else "queues"] = None
        given |= {"begins": [self.moment()]} if self.maybe(0.5) else {"every": "3h"}
        return self.values.model(Outage, given)

    def campaign(self) -> dict[str, Any]:
        """Draw a campaign that calls whenever the centre is open."""
        free, people = self.luck.choice([None, 0, 1]), self.luck.randint(1, 300)
        listed = self.maybe(0.5)
        given = {
            "hours": "00:00-24:00",
            "days": self.luck.choice([None, "mon-sun"]),
            "records": people if listed else None,
            "volume": None if listed else self.luck.randint(1, 20),
            "keeps_free": free,
        }
        given["by_hour"] = [self.values.model(HourShare)] if self.maybe(0.4) else None
        return self.values.model(Campaign, {**given, "groups": [self.luck.choice(self.groups)]})


def silence(outages: dict[str, Any]) -> None:
    """Add the first campaign to each telephony outage."""
    for outage in outages.values():
        if outage["hits"] == "telephony":
            outage["campaigns"] = ["k0"]
