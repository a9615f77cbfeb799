"""Declare the options that studies share, with one text each."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

File = Annotated[Path, typer.Argument(help="Scenario file (YAML).", show_default=False)]
Scenarios = Annotated[
    list[str] | None,
    typer.Option(metavar="NAMES", help="Scenarios, separated by commas, or all; the first one if left out."),
]
Policies = Annotated[
    list[str] | None, typer.Option(metavar="NAMES", help="Policies, separated by commas; all if left out.")
]
EqualService = Annotated[
    bool,
    typer.Option(
        "--equal-service/--no-equal-service",
        help="Estimate the staff with which each policy answers as fast as the baseline.",
    ),
]
Estimate = Annotated[
    bool, typer.Option("--estimate", help="Time one replication, say how long all would take, and stop.")
]
Versus = Annotated[
    str | None, typer.Option(help="Compare the scenarios that run with this one, under each policy.")
]
KeepLogs = Annotated[bool, typer.Option("--keep-logs", help="Keep all log tables as parquet.")]


class Period(StrEnum):
    """What figures are told per."""

    day = "day"
    week = "week"
    open_day = "open-day"


Per = Annotated[Period, typer.Option(help="Tell figures per day, per week or per day that opens.")]
Full = Annotated[bool, typer.Option("--full", help="Print all tables below the answer.")]
Scenario = Annotated[str | None, typer.Option(help="Scenario; the first one if left out.")]
Policy = Annotated[
    str | None, typer.Option(help="Policies beside the baseline, separated by commas; all if left out.")
]
Sets = Annotated[
    list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="Change one value of the file.")
]
Replications = Annotated[int | None, typer.Option(min=2, help="Replications, instead of the file's.")]
Seed = Annotated[int | None, typer.Option(min=0, help="Seed, instead of the file's.")]
Jobs = Annotated[int | None, typer.Option(min=1, help="Processes; one per processor if left out.")]

Cluster = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS",
        help="Run on the workers of the Dask scheduler at tcp://HOST:PORT, instead of on processes here.",
    ),
]


class Engine(StrEnum):
    """Which engine runs a world."""

    auto = "auto"
    simpy = "simpy"
    compiled = "compiled"


Engines = Annotated[
    Engine,
    typer.Option("--engine", help="Engine; all give the same result, and auto takes what finishes sooner."),
]
Out = Annotated[Path, typer.Option(help="Folder that takes the result's folder.")]
Worlds = Annotated[
    int | None,
    typer.Option(
        min=0, max=512, help="Compare in so many sets of assumptions that fit observed:; 0: worlds.count."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print the tables as JSON.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print neither progress nor table.")]
