"""Answer where contacts go: from need to queue, agent and end, and how issues close."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from sim.plots.base import Column, Exhibit, Finding, Table
from sim.plots.grid import grid
from sim.plots.sheet import Box, Sheet
from sim.plots.streams import Plan, Stream, laid_out, merged
from sim.plots.view import View
from sim.plots.words import heads

TOGETHER = 2
"""Policies whose streams are drawn; from three on those of two of them stand above bars of all."""
SHARE = 0.5
"""Share of the room that streams take where bars stand below them."""
FEW = 6
"""Rows of bars on a slide, below streams."""
ORDER = ("origin", "queue", "group", "outcome", "end")
"""Kinds of step from left to right; outcomes stand where groups do."""
COLUMN = {"origin": 0, "queue": 1, "group": 2, "outcome": 2, "end": 3}
LOSSES = ("outcome",)
"""Kinds whose streams are lost contacts."""
CLOSED = "closing"
LEFT = (CLOSED, "given up")
"""The kind and name of issues that customers give up."""
MOST = 14
"""Rows of bars at most."""
BACK = {"repeat": "repeats", "transfer": "transfers"}
"""Origins of contacts that come again."""
WORDS = {"new issue": "New issues", "repeat": "Repeats", "transfer": "Transfers"}
Flow = Mapping[tuple[str, str, str, str], float]
Flows = Mapping[str, Flow]


def find(view: View) -> Finding | str:
    """Return the steps of contacts by policy, per day."""
    table = view.table("flows")
    if table is None:
        return "no paths were counted"
    flows: dict[str, dict[tuple[str, str, str, str], float]] = {policy: {} for policy in view.policies}
    names = ("policy", "from_kind", "from", "to_kind", "to", "per_day")
    for policy, *step, count in table.select(names).iter_rows():
        if policy in flows:
            flows[policy][step[0], step[1], step[2], step[3]] = count
    if not any(flows.values()):
        return "no paths were counted"
    return Finding(
        title=_title(view, flows),
        alt=" ".join(_alt(view, flows)),
        table=_table(view, flows),
        note=f"{_note(view)} {view.sureness()}{view.key}",
        draw=partial(draw, view=view, flows=flows),
        height=5.4 if len(view.policies) <= TOGETHER else 5.6 + 0.27 * len(_rows(flows)),
    )


def _apart(flows: Flows, policy: str, other: str) -> float:
    """Return the differences of all streams between two policies, added up [contacts a day]."""
    steps = {step for found in (flows[policy], flows[other]) for step in found if _is_contact(step)}
    return sum(abs(flows[policy].get(step, 0.0) - flows[other].get(step, 0.0)) for step in steps)


def _furthest(view: View, flows: Flows) -> tuple[str, str, float]:
    """Return the baseline, the policy whose streams differ most from its, and by how much."""
    first, *others = view.policies
    apart = {policy: _apart(flows, policy, first) for policy in others}
    furthest = max(apart, key=lambda policy: apart[policy])
    return first, furthest, apart[furthest]


def _note(view: View) -> str:
    drawn = (
        "Height: contacts a day; hatched: never answered. "
        if len(view.policies) <= TOGETHER
        else f"Streams: of {view.base_label} and the policy whose streams differ most from it, on one scale. "
        "Bars: counts a day, on one scale; a slide has the rows that differ most. Hatched: never answered. "
    )
    return (
        f"{drawn}Means over replications. Contacts count that join a queue in the measured days, issues that "
        "open in them; a transfer joins a queue again."
    )


def _from(flows: Flows, policy: str, kind: str, name: str) -> float:
    return sum(count for step, count in flows[policy].items() if step[:2] == (kind, name))


def _title(view: View, flows: Flows) -> str:
    """Return how many repeats and transfers there are, and what the judge says of repeats."""
    counts = {
        policy: {kind: _from(flows, policy, "origin", kind) for kind in BACK} for policy in view.policies
    }
    kinds = [kind for kind in BACK if any(found[kind] for found in counts.values())]
    if not kinds:
        return "No contact is a repeat or a transfer"
    if len(counts) > TOGETHER:
        told = [_range(view, [found[kind] for found in counts.values()], BACK[kind]) for kind in kinds]
        return f"A day, policies have {' and '.join(told)}"
    told = []
    for policy, found in counts.items():
        parts = [f"{_count_of(view, found[kind])} {BACK[kind]}" for kind in kinds]
        told.append(f"{view.brief(policy)} has {' and '.join(parts)}")
    unclear = len(view.others) == 1 and view.verdict(view.others[0], "recontact_share") == "unclear"
    return f"A day, {'; '.join(told)}{'; which has fewer repeats is unclear' if unclear else ''}"


def _count_of(view: View, count: float) -> str:
    whole = count >= 10.0 or count == 0.0
    return view.theme.number(f"{count:,.0f}" if whole else f"{count:.1f}")


def _range(view: View, counts: Sequence[float], words: str) -> str:
    ends = dict.fromkeys(_count_of(view, end) for end in (min(counts), max(counts)))
    return f"{' to '.join(ends)} {words}"


def _alt(view: View, flows: Flows) -> Iterator[str]:
    yield "Paths of contacts per day, from need to end."
    for policy in view.policies:
        steps = sorted(flows[policy].items(), key=lambda pair: -pair[1])[:5]
        told = [f"{step[1]} to {step[3]} {view.number(count, 'per_day')}" for step, count in steps]
        yield f"{view.labels[policy]}: {'; '.join(told)}."
        if closings := _closings(view, flows[policy]):
            yield f"{closings}."
    if len(view.policies) > TOGETHER:
        first, furthest, apart = _furthest(view, flows)
        words = f"Drawn as streams: {view.labels[first]} and {view.labels[furthest]}"
        yield f"{words}. {_by_how_much(view, apart)}."


def _closings(view: View, found: Flow) -> str:
    """Return in words how many issues a day close in which way, the most frequent first."""
    closings = [(count, step[3]) for step, count in found.items() if step[2] == CLOSED and count > 0.0]
    told = [f"{_count_of(view, count)} {name}" for count, name in sorted(closings, reverse=True)]
    return f"Issues a day: {', '.join(told)}" if told else ""


def _by_how_much(view: View, apart: float) -> str:
    """Return in words how far the streams of the policy that differs most are from the baseline's."""
    if not apart:
        return "The streams of no policy differ"
    return f"Differs most: by {view.number(apart, 'per_day')} contacts a day, all streams added up"


def _table(view: View, flows: Flows) -> Table:
    columns = [Column("From"), Column("Kind"), Column("To"), Column("Kind")]
    columns += [Column(view.labels[policy], "per_day") for policy in view.policies]
    steps = dict.fromkeys(step for policy in view.policies for step in flows[policy])
    ordered = sorted(steps, key=lambda step: (*ORDER, "issue").index(step[0]))
    rows: list[tuple[str | float | None, ...]] = [
        (
            *(step[1], step[0], step[3], step[2]),
            *(flows[policy].get(step, 0.0) for policy in view.policies),
        )
        for step in ordered
    ]
    return Table(columns, rows)


SMALLER = (1.0, 0.88, 0.76)
"""Sizes of words beside a node, as shares of small letters; the first that fits is taken."""
TWO_LINES = 2.2
"""Lines of room that two lines of words take beside a node."""


def draw(sheet: Sheet, *, view: View, flows: Flows) -> None:
    """Draw streams of up to two policies; of more those of two, and bars of all below them."""
    if len(view.policies) <= TOGETHER:
        _streams(sheet, view, flows, [(policy, _closings(view, flows[policy])) for policy in view.policies])
        return
    first, furthest, apart = _furthest(view, flows)
    body = sheet.body
    below = body.height * (1.0 - SHARE)
    sheet.body = body.inset(bottom=below)
    _streams(sheet, view, flows, [(first, ""), (furthest, _by_how_much(view, apart))])
    sheet.body = body.inset(top=body.height - below + 0.1)
    _bars(sheet, view, flows)


def _streams(sheet: Sheet, view: View, flows: Flows, drawn: Sequence[tuple[str, str]]) -> None:
    """Draw streams beside each other, on one scale; drawn: policies, each with words below its label."""
    body, count = sheet.body, len(drawn)
    each = body.width / count
    policies = [policy for policy, _ in drawn]
    looks = heads(view, policies)
    filled = [sheet.fill(words, each - 0.3, weight="bold", most=2) for words, _ in looks]
    beside = [sheet.fill(words, each - 0.3, sheet.small, most=2) for _, words in drawn]
    under = max(sheet.high(words, sheet.small) if words else 0.0 for words in beside)
    top = body.top - max(sheet.high(words) for words in filled) - under - 0.1
    boxes = [Box(body.left + each * n, body.bottom, each - 0.25, top - body.bottom) for n in range(count)]
    line = sheet.small * 1.35 / 72.0
    streams = merged([_of(flows[policy]) for policy in policies], boxes[0].height, line)
    scale = min(laid_out(found, boxes[0].height, line).scale for found in streams)
    for place, box in enumerate(boxes):
        colour = looks[place][1]
        sheet.put(box.left, box.top + 0.06 + under, filled[place], colour=colour, weight="bold", up="bottom")
        if beside[place]:
            sheet.put(
                box.left, box.top + 0.06, beside[place], sheet.small, colour=view.theme.muted, up="bottom"
            )
        ax = sheet.panel(box)
        ax.set_axis_off()
        ax.set_xlim(0.0, box.width)
        ax.set_ylim(0.0, box.height)
        _nodes(ax, sheet, view, box, laid_out(streams[place], box.height, line, scale), line)


def _is_contact(step: tuple[str, str, str, str]) -> bool:
    """Return whether a step is one of contacts, not of issues."""
    return step[0] in COLUMN and step[2] in COLUMN


def _of(flows: Flow) -> list[Stream]:
    """Return the streams of contacts, without those of issues."""
    return [
        Stream(COLUMN[step[0]], step[1], COLUMN[step[2]], step[3], count, step[2] in LOSSES)
        for step, count in flows.items()
        if _is_contact(step) and count > 0.0
    ]


def _nodes(ax: Axes, sheet: Sheet, view: View, box: Box, plan: Plan, line: float) -> None:
    """Draw nodes with their words, and the streams between them."""
    columns = 1 + max(column for column, _ in plan.nodes)
    each = box.width / columns
    bar = 0.1
    for stream in plan.streams:
        x0, x1 = each * stream.start + bar, each * stream.end
        colour = view.theme.worse if stream.lost else view.theme.colours[0]
        ax.add_patch(_ribbon(x0, x1, stream.y0, stream.y1, stream.high, colour, stream.lost))
    for (column, name), (bottom, high, count) in plan.nodes.items():
        x = each * column
        ax.bar([x], [high], width=bar, bottom=bottom, align="edge", color=view.theme.baseline)
        what = WORDS[name].lower() if name in WORDS else name
        words = f"{view.number(count, 'per_day')} {what}"  # the number first, as it is never cut off
        text, size = _fitted(sheet, words, each - bar - 0.1, 2 if high > TWO_LINES * line else 1)
        sheet.put(box.left + x + bar + 0.04, box.bottom + bottom + high / 2.0, text, size, over=True)


def _fitted(sheet: Sheet, words: str, room: float, most: int) -> tuple[str, float]:
    """Return words in at most so many lines, and the size of their letters [points]: one that fits."""
    for share in SMALLER:
        size = sheet.small * share
        text = sheet.fill(words, room, size, most=most)
        if not text.endswith("…"):
            break
    return text, size


def _ribbon(x0: float, x1: float, y0: float, y1: float, high: float, colour: str, lost: bool) -> PathPatch:
    """Return the band between two nodes."""
    middle = (x0 + x1) / 2.0
    points = [(x0, y0), (middle, y0), (middle, y1), (x1, y1)]
    points += [(x1, y1 + high), (middle, y1 + high), (middle, y0 + high), (x0, y0 + high), (x0, y0)]
    curve = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    hatch = "////" if lost else None
    return PathPatch(Path(points, curve), facecolor=colour, alpha=0.3, linewidth=0.0, hatch=hatch)


def _rows(flows: Flows) -> list[tuple[str, str, str]]:
    """Return the rows of bars: words, kind and name of where a step begins (origins) or ends."""
    every = {step for found in flows.values() for step in found}
    rows = [
        (WORDS.get(name, name), "origin", name)
        for name in WORDS
        if any(s[:2] == ("origin", name) for s in every)
    ]
    for kind, words in (("outcome", "{}, never answered"), ("end", "Conversation {}"), (CLOSED, "Issue {}")):
        names = dict.fromkeys(step[3] for found in flows.values() for step in found if step[2] == kind)
        rows += [(words.format(name), kind, name) for name in names]
    closed = [row for row in rows if row[1] == CLOSED]
    return [*[row for row in rows if row[1] != CLOSED][: MOST - len(closed)], *closed]


def _count(found: Flow, kind: str, name: str) -> float:
    starts = kind == "origin"
    return sum(count for step, count in found.items() if (step[:2] if starts else step[2:]) == (kind, name))


def _most_different(flows: Flows, rows: list[tuple[str, str, str]], most: int) -> list[tuple[str, str, str]]:
    """Return at most so many rows, issues given up and those that differ most, in their order."""

    def apart(row: tuple[str, str, str]) -> float:
        counts = [_count(found, *row[1:]) for found in flows.values()]
        return max(counts) - min(counts)

    chosen = sorted(rows, key=lambda row: (row[1:] == LEFT, apart(row)), reverse=True)[:most]
    return [row for row in rows if row in chosen]


def _bars(sheet: Sheet, view: View, flows: Flows) -> None:
    """Draw a row for each kind of step and a column for each policy, a bar in each cell."""
    rows = _rows(flows)
    if sheet.is_slide:
        rows = _most_different(flows, rows, FEW)
    counts = {
        policy: [_count(flows[policy], kind, name) for _, kind, name in rows] for policy in view.policies
    }
    most = max(max(found) for found in counts.values()) or 1.0
    labels = [words[:1].upper() + words[1:] for words, _, _ in rows]
    laid = grid(sheet, labels, heads(view, view.policies), 0.42, axis=False, first=0.26)
    for column, policy in enumerate(view.policies):
        for hatch in (None, "////"):
            rows_of = [place for place, (_, kind, _) in enumerate(rows) if (kind in LOSSES) == bool(hatch)]
            spans = [(float(place), 0.0, counts[policy][place]) for place in rows_of]
            laid.bars(column, (0.0, most), spans, view.looks[policy].colour, hatch, 0.5)
        for place, count in enumerate(counts[policy]):
            laid.word(column, place, view.number(count, "per_day"))
    laid.write()


EXHIBIT = Exhibit(100, "Where do contacts go, and how do issues close?", find, {"flows": "goodwill run FILE"})
