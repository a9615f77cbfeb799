"""Generate sound scenarios of every section: number 137 is the same centre on every machine.

    from tests.generate.scenarios import numbered
    file = numbered(137).write(folder)

They are small (a day or two, some dozens of contacts an hour), and between them have every section, field
and member of a family (`test_generator.py`); a new field moves what is drawn. A property test draws its
scenarios here; whoever compares engines, digests or rewrites runs the numbers 0 to n.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from sim.hours import DAYS
from sim.scenario.policy import Policy
from sim.scenario.source import dump
from tests.generate.crew import Crew, silence
from tests.generate.values import Values


class Written(NamedTuple):
    """One generated scenario: what its file says, and the files beside it by name."""

    number: int
    value: Mapping[str, Any]
    files: Mapping[str, str]

    def write(self, folder: Path) -> Path:
        """Write the scenario and its files into `folder`, and return the scenario's path."""
        for name, text in self.files.items():
            (folder / name).write_text(text, "utf-8")
        path = folder / f"generated_{self.number}.yaml"
        path.write_text(dump(self.value), "utf-8")
        return path


def numbered(number: int) -> Written:
    """Return the scenario of that number."""
    centre = _Centre(Random(number))  # noqa: S311 - nothing secret
    return Written(number, centre.scenario(number), centre.files)


class _Centre(Crew):
    """One centre while it is drawn."""

    def scenario(self, number: int) -> dict[str, Any]:
        """Draw every section."""
        contacts, policies = self.contacts(), self.policies()
        found = {
            "version": 1,
            "name": f"Generated {number}",
            "description": "Drawn by chance.",
            "clock": self.clock(),
            "queues": {name: self.queue(name) for name in self.channels},
            "contacts": contacts,
            "groups": self.agents(),
            **self.staff(),
            "customers": self.customers(),
            **self.failures(),
            "behaviour": self.behaviour(),
            "policies": policies,
            "baseline": self.luck.choice([*policies]),
            "run": {"seed": number, "replications": 1, "confidence": self.luck.choice(["90%", 0.95])},
        }
        if self.maybe(0.3):
            found["outages"] = {f"o{k}": self.outage() for k in range(self.luck.randint(1, 3))}
        voice = [name for name, channel in self.channels.items() if channel == "voice"]
        if voice and self.maybe(0.3):
            found["trunks"] = {"lines": {"lines": self.luck.randint(1, 20), "queues": voice}}
        if self.maybe(0.3):
            found["campaigns"] = {f"k{k}": self.campaign() for k in range(self.luck.randint(1, 2))}
            silence(found.get("outages", {}))
        if self.maybe(0.2):
            found["variations"] = {"busy": {f"groups.{self.groups[0]}.wage": {"multiply": 1.5}}}
            found["scenarios"] = {"today": [], "dear": ["busy"]}
        if self.maybe(0.2):
            found |= {"matters": {"fcr": "2pp"}, "study": {}, "worlds": {"count": 8}}
            found["observed"] = {"aht": "5m", "fcr": {"value": "70%", "by": "survey"}}
        if self.maybe(0.2) and "survey" not in found["behaviour"]:
            found["assumptions"] = "assumptions.yaml"
            line = "behaviour.survey.response: {value: 12%, source: our survey, range: [5%, 20%]}\n"
            self.files["assumptions.yaml"] = line
        return found | self.rosters(number, found) | self.figures(number, found)

    def rosters(self, number: int, found: Mapping[str, Any]) -> dict[str, Any]:
        """Replace a group's numbers on duty by a roster of named agents, at times; no other draw moves."""
        luck, counted = Random(f"rosters {number}"), found.get("on_duty", {})  # noqa: S311 - nothing secret
        if not counted or luck.random() < 0.8:
            return {}
        group = luck.choice([*counted])
        breaks = {"hours": "08:00-16:00", "breaks": ["12:00-12:30"]}
        team: dict[str, Any] = {
            f"agent {k}": {"mon-fri": luck.choice(["09:00-15:00", breaks])} for k in range(luck.randint(1, 4))
        }
        rest = {name: numbers for name, numbers in counted.items() if name != group}
        groups = {name: dict(one) for name, one in found["groups"].items()}
        groups[group].pop("leaves", None)  # a roster says who goes when
        team["agent 0"][found["clock"]["start"]] = "off"
        return {"on_duty": rest, "rosters": {group: team}, "groups": groups}

    def figures(self, number: int, found: Mapping[str, Any]) -> dict[str, Any]:
        """Draw, for one scenario in five, the first type's volume as a total, or by weekday or date."""
        luck = Random(f"figures {number}")  # noqa: S311 - nothing secret
        if luck.random() < 0.8:
            return {}
        days = ",".join(DAYS[day] for day, span in enumerate(self.week) if span)
        by_date = {days: luck.choice([1, 3]), found["clock"]["start"]: luck.choice([0, 8])}
        volume = luck.choice([{"per_week": 200}, {"per_day": 45}, by_date])
        return {"contacts": {**found["contacts"], "t0": {**found["contacts"]["t0"], "volume": volume}}}

    def clock(self) -> dict[str, Any]:
        """Draw the clock and its special days."""
        found = {
            "start": self.start.isoformat(),
            "days": self.days,
            "warm_up": f"{12 * self.warm_up}h" if self.half_days else f"{self.warm_up}d",
            "drain": f"{30 * self.drain}h" if self.half_days else f"{self.drain}d",
            "open": self.opened(self.week),
            "interval": f"{self.interval}s",
        }
        if self.zone:
            found["timezone"] = self.zone
        if self.special_days:
            found["special_days"] = self.special_days
        return found

    def policies(self) -> dict[str, Any]:
        """Draw one to three policies; some change whom the centre hires."""
        found = {}
        for k in range(self.luck.randint(1, 3)):
            given: dict[str, Any] = {"label": None, "changes": None, "callback": self.callback()}
            if self.maybe(0.3):
                given["label"] = f"Policy number {k}"
            if self.maybe(0.3):
                group = self.luck.choice(self.groups)
                given["changes"] = {f"groups.{group}.wage": 31.5, f"groups.{group}.warmth": 0.7}
            found[f"p{k}"] = policy = self.values.model(Policy, given)
            pace = policy.get("pace")
            if isinstance(pace, dict) and pace.get("counts") == "handle_time":
                pace["target"] = "3h"  # longer than any after-call work that is drawn
            if isinstance(pace, dict) and pace.get("kind") == "measured":
                policy.pop("tools", None)  # nothing is saved of a talk that is measured
        return found

    def callback(self) -> Any:
        """Draw a callback; only callers can be called back."""
        voice = [name for name, channel in self.channels.items() if channel == "voice"]
        names = {**self.values.names, "queues": voice}
        hint = Policy.model_fields["callback"]
        values = Values(self.luck, names, self.values.fixed, 0.5)
        return values.member("callback", hint.metadata[0], hint.annotation) if self.maybe(0.4) else None
