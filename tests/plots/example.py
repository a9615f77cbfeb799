"""Answer how busy agents are: the occupancy of each policy as a bar."""

from __future__ import annotations

from functools import partial

from sim.plots.base import Column, Exhibit, Finding, Table
from sim.plots.sheet import Sheet
from sim.plots.view import View

KPI = "occupancy"


def find(view: View) -> Finding | str:
    """Return the occupancy of each policy."""
    found = {policy: view.value(policy, KPI) for policy in view.policies}
    if all(one.value is None for one in found.values()):
        return "nobody was there to be busy"
    unit, label = view.kpis[KPI].unit, view.kpis[KPI].label
    said = {policy: view.said(one.value, unit) for policy, one in found.items()}
    columns = Column("Policy"), Column(label, unit), Column("Half-width", unit)
    rows = [(view.labels[policy], one.value, one.half_width) for policy, one in found.items()]
    return Finding(
        title=f"{label} under {view.base_label}: {said[view.policies[0]]}",
        alt=" ".join(f"{label} under {view.labels[policy]}: {said[policy]}." for policy in found),
        table=Table(columns, rows),
        note=f"{view.kpis[KPI].definition}. {view.sureness()}{view.key}",
        draw=partial(draw, view=view, said=said),
        height=2.2 + 0.4 * len(rows),
    )


def draw(sheet: Sheet, *, view: View, said: dict[str, str]) -> None:
    """Draw a bar for each policy, with its name on the left and its value on the right."""
    body = sheet.body
    ax = sheet.panel(body.inset(left=body.width * 0.4, right=body.width * 0.16))
    ax.set_axis_off()
    ax.set_ylim(len(said) - 0.5, -0.5)
    for row, (policy, words) in enumerate(said.items()):
        one, middle = view.value(policy, KPI), body.top - body.height * (row + 0.5) / len(said)
        ax.barh(row, one.value or 0.0, 0.6, xerr=one.half_width, color=view.looks[policy].colour)
        label = sheet.fill(view.labels[policy], body.width * 0.38, sheet.small, most=2)
        sheet.put(body.left, middle, label, sheet.small)
        sheet.put(body.right, middle, words, across="right")


EXHIBIT = Exhibit(125, "How busy are agents?", find)
