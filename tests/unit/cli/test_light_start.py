"""Check that the commands which compute nothing load nothing that computes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SCENARIO = ROOT / "tests" / "cases" / "valid" / "full.yaml"
HEAVY = ("scipy.stats", "matplotlib", "polars", "simpy")
ERLANG = ["erlang", "--volume", "100/h", "--handle-time", "3m", "--patience", "2m"]
PROGRAM = """
import sys
sys.argv = ["goodwill", *{arguments!r}]
from sim.cli import main
try:
    main()
except SystemExit as stop:
    code = stop.code or 0
print("loaded:", *[name for name in {heavy!r} if name in sys.modules])
sys.exit(code)
"""


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["run", "--help"], ["validate", str(SCENARIO)], ["show", str(SCENARIO)], ["schema"], ERLANG],
    ids=lambda arguments: " ".join(arguments[:1]),
)
@pytest.mark.slow
def test_help_validate_show_and_schema_load_neither_statistics_nor_figures_nor_tables(
    arguments: list[str],
) -> None:
    program = PROGRAM.format(arguments=arguments, heavy=HEAVY)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "loaded:"
