"""Run the claims and write README.md, the table of every row: `python -m tests.claims.table`."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from harness import Claim

HERE = Path(__file__).parent
README = HERE / "README.md"
sys.path.insert(0, str(HERE))

from rows import CLAIMS, UNTESTED  # noqa: E402

HEAD = """# The claims, row by row

Written by `python -m tests.claims.table`, which runs the test of every row. Each claim must show in a
centre run by the engine, and must fail to show once its mechanism is switched off: the 95 % interval of what
is left lies within a fifth of the effect around zero. Effects are paired differences with 95 % intervals.

| row | claim | test and sample | effect seen | without its mechanism |
| --- | --- | --- | --- | --- |
"""
TAIL = "\nNot tested, and why:\n\n"


def seen() -> dict[str, Claim]:
    """Return the claims of this session; `harness` loads `sim`, which pytest wants to load itself."""
    from harness import CLAIMS_SEEN

    return CLAIMS_SEEN


def row_of(name: str) -> str | None:
    """Return the row that a test is named by."""
    found = re.match(r"test_d(\d+)_(\d+)_", name)
    return f"D{found[1]}.{found[2]}" if found else None


def written() -> dict[str, list[tuple[str, str]]]:
    """Return the tests of each row, in the order of the files: name and stated sample."""
    found: dict[str, list[tuple[str, str]]] = {}
    for path in sorted(HERE.glob("test_*.py")):
        pattern = r'^def (test_d\d+_\d+_\w+)\(.*?\).*?:\n\s+"""(.*?)"""'
        for name, sample in re.findall(pattern, path.read_text("utf-8"), re.MULTILINE | re.DOTALL):
            found.setdefault(row_of(name) or "", []).append((name, " ".join(sample.split())))
    return found


def stale(table: str) -> list[str]:
    """Return what was seen in this session that the table contradicts: intervals that do not meet."""
    interval = r"[-+.\de]+ \[([-+.\de]+), ([-+.\de]+)\]"
    found = []
    for name, claim in seen().items():
        line = next((line for line in table.splitlines() if f"`{name}`" in line), "")
        for note in claim.seen + claim.without:
            what = re.sub(f" {interval}$", "", note)
            then = re.search(f"(?:; |[|] ){re.escape(what)} {interval}", line)
            now = re.search(f" {interval}$", note)
            if then and now and not (float(then[1]) <= float(now[2]) and float(now[1]) <= float(then[2])):
                found.append(f"{name}: {note}, in the table {then[0]}")
    return found


def text() -> str:
    """Return the table."""
    lines = [HEAD.rstrip("\n")]
    for row, claim in CLAIMS.items():
        for name, sample in written().get(row, []):
            claimed = seen().get(name)
            notes = ("; ".join(claimed.seen), "; ".join(claimed.without)) if claimed else ("a contract", "")
            cells = (row, claim, f"`{name}`: {sample}", *notes)
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n" + TAIL + "".join(f"- {row}: {why}.\n" for row, why in UNTESTED.items())


if __name__ == "__main__":
    code = pytest.main(["-q", "-p", "no:cacheprovider", "-k", "test_d", str(HERE)])
    if code == pytest.ExitCode.OK:
        README.write_text(text(), encoding="utf-8")
    sys.exit(code)
