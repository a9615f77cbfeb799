"""Draw what a centre's queues, contact types and groups are called, and values that may name them."""

from __future__ import annotations

import datetime
from random import Random

from tests.generate.hours import Hours
from tests.generate.values import Values

LOGNORMAL_BY_MEAN = {"mean": "3m05s", "cv": 1.1, "median": None, "sigma": None}
LOGNORMAL_BY_MEDIAN = {"median": "2m30s", "sigma": 0.9, "mean": None, "cv": None}


class Names(Hours):
    """The names of one centre while it is drawn, and what is known of them so far.

    `files`: what stands beside the scenario; `joins`: queue by contact type; `drawn`: queues whose waits are
    drawn; `pauses_counted`: whether breaks are in the shrinkage of a group, so that no shift has them.
    """

    def __init__(self, luck: Random) -> None:
        super().__init__(luck)
        self.files = dict[str, str]()
        self.drawn, self.joins = set[str](), dict[str, str]()
        self.pauses_counted = False
        voice = "voice", "voice", "chat", "email"
        self.channels = {f"q{k}": luck.choice(voice) for k in range(luck.randint(1, 4))}
        self.types = [f"t{k}" for k in range(max(len(self.channels), luck.randint(1, 4)))]
        self.groups = [f"g{k}" for k in range(luck.randint(1, 3))]
        self.failing = ["voiced"] if luck.random() < 0.6 else []
        self.on_duty = {name for name in self.groups if luck.random() < 0.4}
        queues = [*self.channels]
        of_queues = ("queue", "refers_to", "queues", "order", "weights", "priority", "due")
        names = dict.fromkeys((*of_queues, "points_per_second"), queues)
        names |= dict.fromkeys(("becomes", "contacts"), self.types)
        names["groups"] = self.groups
        self.segments = ["old", "new"] if luck.random() < 0.5 else []
        self.marks = ["vip"] if luck.random() < 0.3 else []
        names |= {"segments": self.segments, "marked": self.marks}
        fixed = {
            "parse_date": lambda: (self.start + datetime.timedelta(luck.randint(-2, 2))).isoformat(),
            "parse_span": self.hours,
            "parse_queue_hours": self.queue_opening,
            "parse_timezone": lambda: self.zone,
            "parse_level": lambda: f"{luck.choice([50, 80, 99.5])}/{luck.choice(['20', '1m30s', '4h'])}",
            "parse_begin": self.moment,
            "Uniform": lambda: dict(zip(("low", "high"), self.times(2), strict=True)),
            "Empirical": self.empirical,
            "Lognormal": lambda: luck.choice([LOGNORMAL_BY_MEAN, LOGNORMAL_BY_MEDIAN]),
            "Reactive": lambda: luck.choice([{"waiting": luck.randint(1, 4)}, {"waited": "45s"}]),
            "EndedWithin": lambda: {"ended": f"{luck.randint(1, 99)}%", "within": f"{luck.randint(1, 300)}s"},
            "GroupPace": lambda: {"talk": f"{luck.randint(30, 300)}s", "resolved": luck.choice(["0%", 0.8])},
        }
        self.values = Values(luck, names, fixed, often=luck.choice([0.1, 0.3, 0.6]))

    def maybe(self, chance: float) -> bool:
        return self.luck.random() < chance
