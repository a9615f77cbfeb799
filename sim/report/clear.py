"""Choose what a policy changes beyond luck, so that nothing that gets worse is left out."""

from __future__ import annotations

from sim.report.content import Cell, Row, Scene
from sim.report.voice import name


def whole_of(scene: Scene) -> list[Row]:
    """Return the headline measures over all contacts."""
    grid = next((one for one in scene.grids.get("change", ()) if one.key == "headline"), None)
    return list(grid.parts[0][1]) if grid else []


def clear_of(scene: Scene) -> tuple[list[Row], list[Row]]:
    """Return the measures that get worse beyond luck under some policy, and those that only get better.

    A measure of one queue is among those that get worse where all queues together do not.
    """
    rows = whole_of(scene)
    whole = {row.kpi: row for row in rows}
    worse = [row for row in rows if any(cell.verdict == "worse" for cell in row.cells)]
    for grid in scene.grids.get("service", ()):
        for row in (row for _, some in grid.parts if len(grid.parts) > 1 for row in some):
            above = whole[row.kpi].cells if row.kpi in whole else (Cell(""),) * len(row.cells)
            pairs = zip(row.cells, above, strict=True)
            if any(cell.verdict == "worse" and over.verdict != "worse" for cell, over in pairs):
                worse.append(row._replace(label=f"{row.label}, {name(row.member)}"))
    good = [row for row in rows if row not in worse and any(cell.verdict == "better" for cell in row.cells)]
    return worse, good


def aside_of(scene: Scene) -> list[Row]:
    """Return the headline measures that are higher or lower beyond luck, and nowhere better or worse."""
    return [row for row in whole_of(scene) if _is_aside({cell.verdict for cell in row.cells})]


def _is_aside(verdicts: set[str]) -> bool:
    return bool(verdicts & {"higher", "lower"}) and not verdicts & {"better", "worse"}
