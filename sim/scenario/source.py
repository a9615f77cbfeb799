"""Read scenario files from disk: the only module that knows YAML, and where every value stood.

Scalars are those of the YAML 1.2 core schema. Duplicate keys, nulls, tags, second documents and
keys that are not text are refused; aliases are expanded up to a limit. No text ends in anything
but a `Tree` or problems.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from sim.errors import Problem, ScenarioError
from sim.quantities import show
from sim.scenario.reading import read_beside, read_text
from sim.scenario.syntax import filled, in_words, parted
from sim.scenario.tree import Address, Mark, Source, Tree, merge, nearest, problem
from sim.spelling import decimals

NODES = 50_000
DEPTH = 40
WIDE = 250
"""Characters of a line that holds a number with its source."""
LINE = 80
"""Characters behind an empty value in which a colour is looked for."""

_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_SPECIAL = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
}


def read(path: Path) -> Tree:
    """Read a scenario file with the base file it extends.

    Raises:
        ScenarioError: with every problem of syntax in it.
    """
    source = scan(path)
    if source.problems:
        raise ScenarioError(source.problems)
    return source.tree


def scan(path: Path) -> Source:
    """Read a scenario file with the base file it extends, collecting problems instead of raising."""
    child = parse(read_text(path, str(path)), str(path))
    if not isinstance(child.tree.value, dict) or "extends" not in child.tree.value:
        return child
    mark = nearest(child.tree.marks, ("extends",))
    try:
        base = _base(path, child.tree.value["extends"], mark)
    except ScenarioError as error:
        base = Source(Tree({}, {}), error.problems)
    own = {key: value for key, value in child.tree.value.items() if key != "extends"}
    below = base.tree.value if isinstance(base.tree.value, dict) else {}
    tree = Tree(merge(below, own), {**base.tree.marks, **child.tree.marks})
    return Source(tree, (*child.problems, *base.problems), (*child.doubts, *base.doubts))


def _base(path: Path, name: Any, mark: Mark) -> Source:
    text, shown = read_beside(path, name, mark, ("extends",))
    base = parse(text, shown)
    if not isinstance(base.tree.value, dict) or "extends" not in base.tree.value:
        return base
    where = nearest(base.tree.marks, ("extends",))
    wrong = f"extends a third file (got {show(base.tree.value['extends'])}; allowed one base file)."
    raise ScenarioError([problem(where, ("extends",), f"{wrong} Write what is needed into {shown}.")])


def parse(text: str, file: str) -> Source:
    """Parse one YAML document whose root is a mapping."""
    source = _parse(text, file)
    value = source.tree.value
    if source.problems or isinstance(value, dict):
        return source
    text = f"is not a scenario (got {show(value)}; allowed a mapping of keys). Start with version: 1."
    return Source(source.tree, (problem(Mark(file, 1, 1), (), text),))


def parse_value(text: str, label: str) -> Any:
    """Parse the value of a `--set`, such as `12`, `4m30s` or `{multiply: 1.1}`.

    Raises:
        ScenarioError: the text is not a YAML value.
    """
    source = _parse(text, label)
    if source.problems:
        faults = [Problem("--set", 0, 0, label, fault.text) for fault in source.problems]
        raise ScenarioError(faults)
    return source.tree.value


def _parse(text: str, file: str) -> Source:
    builder = _Builder(file, text)
    value: Any = None
    try:
        value = builder.document()
    except _StopError as stop:
        builder.problems.append(stop.args[0])
    except yaml.reader.ReaderError as error:
        mark = Mark(file, text.count("\n", 0, error.position) + 1, 1)
        builder.problems.append(_invalid(mark, (), "a control character", text))
    except yaml.MarkedYAMLError as error:
        begun = error.context == "while scanning a simple key"
        place = error.context_mark if begun else error.problem_mark or error.context_mark
        mark = Mark(file, place.line + 1, place.column + 1) if place else Mark(file, 1, 1)
        reason = error.problem or error.context or "a mistake"
        builder.problems.append(_invalid(mark, builder.here, reason, text))
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
        mark = nearest(builder.marks, builder.here)
        builder.problems.append(_invalid(mark, builder.here, "an unreadable value after this place", text))
    return Source(Tree(value, builder.marks), tuple(builder.problems), tuple(builder.doubts))


def _invalid(mark: Mark, address: Address, reason: str, text: str) -> Problem:
    lines = text.splitlines()
    line = lines[mark.line - 1].strip() if mark.line <= len(lines) else "the end of the file"
    words, remedy = in_words(reason)
    wrong = f"is not valid YAML: {words} (got {show(line)}; allowed YAML 1.2)."
    return problem(mark, address, f"{wrong} {remedy}")


class _StopError(Exception):
    """End the reading of a document; carries the problem."""


class _Anchor(NamedTuple):
    """A finished anchored value: its address and the stretch of the trail that its marks take."""

    value: Any
    address: Address
    start: int
    stop: int


class _Builder:
    """Build a tree from YAML events; depth and size are bounded before anything is built."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.events: Iterator[Any] = yaml.parse(text, Loader=yaml.SafeLoader)
        self.problems: list[Problem] = []
        self.doubts: list[Problem] = []
        self.marks: dict[Address, Mark] = {(): Mark(file, 1, 1)}
        self.here: Address = ()
        self._trail: list[tuple[Address, Mark]] = []
        self._anchors: dict[str, _Anchor | None] = {}

    def document(self) -> Any:
        next(self.events)
        if isinstance(next(self.events), yaml.StreamEndEvent):
            self._say(
                Mark(self.file, 1, 1), (), "is empty (got nothing; allowed a mapping of keys). Write it."
            )
            return None
        value = self._node(next(self.events), ())
        next(self.events)
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            wrong = "is followed by a second document (got ---; allowed one document)."
            self._say(self._mark(after), (), f"{wrong} Put each scenario into its own file.")
        return value

    def _node(self, event: Any, address: Address) -> Any:
        self.here = address
        if len(address) > DEPTH:
            self._stop(
                event, "is nested too deeply (got more than {0} levels; allowed {0}). Flatten it.", DEPTH
            )
        if len(self._trail) > NODES:
            self._stop(event, "holds too many values (got more than {0}; allowed {0}). Shorten it.", NODES)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, address)
        if event.tag is not None:
            wrong = f"carries a tag (got {show(event.tag)}; allowed plain values)."
            self._say(self._mark(event), address, f"{wrong} Remove the tag.")
        start = len(self._trail)
        if event.anchor:
            self._anchors[event.anchor] = None
        value = self._content(event, address)
        if event.anchor:
            self._anchors[event.anchor] = _Anchor(value, address, start, len(self._trail))
        return value

    def _content(self, event: Any, address: Address) -> Any:
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(address)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(address)
        value = scalar(event.value) if event.style is None else event.value
        if isinstance(value, int | float) and event.value[:1] == "+" and _is_of_change(address):
            return event.value
        if isinstance(value, float) and (doubt := parted(event.value)):
            self.doubts.append(problem(nearest(self.marks, address), address, doubt))
        if value is None:
            wrong = f"is empty (got {event.value or 'nothing'}; allowed a value)."
            behind = self.text[event.end_mark.index :][:LINE]
            remedy = filled(str(address[-1]) if address else "", behind)
            self._say(self._mark(event), address, f"{wrong} {remedy}")
        if not event.value.isascii() and any("\ud800" <= char <= "\udfff" for char in event.value):
            wrong = "holds half a character (got a surrogate; allowed whole characters)."
            self._say(self._mark(event), address, f"{wrong} Write the character itself.")
        return value

    def _mapping(self, address: Address) -> dict[str, Any]:
        built: dict[str, Any] = {}
        last: tuple[Address, Any] = (), None
        for event in iter(self._next, None):
            mark, known = self._mark(event), len(self.problems)
            key = self._key(event, address)
            inner = (*address, key)
            self._place(inner, mark)
            if key in built:
                first = self.marks[inner].line
                wrong = f"is written twice (got it again after line {first}; allowed once)."
                self._say(mark, inner, f"{wrong} Remove or rename one of the two.")
            beginning = next(self.events)
            value = self._node(beginning, inner)
            if cut := _cut_by_a_comma(last[1], event, beginning):
                self.problems[known:] = [_not_one_number(self.marks[last[0]], last[0], cut)]
                continue
            built.setdefault(key, value)
            last = inner, beginning
        return built

    def _sequence(self, address: Address) -> list[Any]:
        built: list[Any] = []
        for event in iter(self._next, None):
            inner = (*address, len(built))
            self._place(inner, self._mark(event))
            built.append(self._node(event, inner))
        return built

    def _next(self) -> Any:
        event = next(self.events)
        return None if isinstance(event, yaml.CollectionEndEvent) else event

    def _key(self, event: Any, address: Address) -> str:
        known = len(self.problems)
        leaf = isinstance(event, yaml.ScalarEvent | yaml.AliasEvent)
        key = self._node(event, address if leaf else (*address, "?"))
        if len(self.problems) == known and (not isinstance(key, str) or key == "<<"):
            wrong = f"has a key that is not a name (got {show(key)}; allowed text)."
            remedy = "Write the keys out." if key == "<<" else "Put it into quotes, or give it a name."
            self._say(self._mark(event), address, f"{wrong} {remedy}")
        return key if isinstance(key, str) else show(key)

    def _alias(self, event: Any, address: Address) -> Any:
        anchor = self._anchors.get(event.anchor)
        if anchor is None:
            inside = "the value it stands in" if event.anchor in self._anchors else "an unknown name"
            wrong = f"refers to {inside} (got *{event.anchor}; allowed an anchor finished above)."
            self._say(self._mark(event), address, f"{wrong} Write the value out.")
            return None
        if len(self._trail) + anchor.stop - anchor.start > NODES:
            wrong = "expands to too many values (got more than {0}; allowed {0})."
            self._stop(event, f"{wrong} Use fewer aliases.", NODES)
        for inner, mark in self._trail[anchor.start : anchor.stop]:
            self._place(address + inner[len(anchor.address) :], mark)
        return anchor.value

    def _place(self, address: Address, mark: Mark) -> None:
        self._trail.append((address, mark))
        self.marks.setdefault(address, mark)

    def _mark(self, event: Any) -> Mark:
        return Mark(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _say(self, mark: Mark, address: Address, text: str) -> None:
        self.problems.append(problem(mark, address, text))

    def _stop(self, event: Any, text: str, limit: int) -> None:
        short = self.here if len(self.here) <= 6 else self.here[:6]
        raise _StopError(problem(self._mark(event), short, text.format(limit)))


def _is_of_change(address: Address) -> bool:
    """Return whether a value stands where changes do; +2 means something else there than 2."""
    return address[:1] == ("variations",) or "changes" in address[:3]


def _cut_by_a_comma(value: Any, key: Any, after: Any) -> str:
    """Return a number, or a list, that a comma within braces cut into a value and a key without one."""
    plain = all(isinstance(event, yaml.ScalarEvent) and event.style is None for event in (value, key, after))
    if not (plain and value.value[-1:].isdigit() and key.value[:1].isdigit() and not after.value):
        return ""
    touching = key.start_mark.index == value.end_mark.index + 1
    return f"{value.value},{key.value}" if touching else f"{value.value}, {key.value}"


def _not_one_number(mark: Mark, address: Address, cut: str) -> Problem:
    wrong = f"is not one number (got {show(cut)}; allowed digits with a point, or a list in brackets)."
    remedy = f"[{cut}] for a list" if " " in cut else " or ".join(decimals(cut))
    return problem(mark, address, f"{wrong} Write {remedy}.")


def scalar(text: str) -> str | int | float | bool | None:
    """Resolve an unquoted scalar by the YAML 1.2 core schema."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        sign_free = text.lstrip("+-")
        if len(sign_free) > 40:
            return float("inf")
        base = {"0o": 8, "0x": 16}.get(text[:2], 10)
        return int(text[2:] if base != 10 else text, base)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _SPECIAL.fullmatch(text):
        return float(text.replace(".", "").lower())
    return text


class _Dumper(yaml.SafeDumper):
    """Write plain YAML whose unquoted texts no schema, 1.1 or core, takes for something else."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's signature
        return True


for _pattern in (_INTEGER, _FLOAT):
    _Dumper.add_implicit_resolver("!core", re.compile(rf"(?:{_pattern.pattern})$"), list("-+.0123456789"))


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    plain = text.replace("\n", " ").isprintable() and "::" not in text and "##" not in text
    style = None if plain else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


class _InLines(_Dumper):
    """Write a mapping of single values and lists of them, such as a number with its source, on one line."""

    def represent_mapping(self, tag: str, mapping: Any, flow_style: bool | None = None) -> yaml.MappingNode:
        node = super().represent_mapping(tag, mapping, flow_style)
        node.flow_style = all(_is_short(value) for _, value in node.value)
        return node


def _is_short(node: yaml.Node) -> bool:
    if isinstance(node, yaml.SequenceNode):
        node.flow_style = all(isinstance(item, yaml.ScalarNode) for item in node.value)
        return node.flow_style
    return isinstance(node, yaml.ScalarNode)


def dump(value: Any, *, in_lines: bool = False) -> str:
    """Write a tree of plain values as YAML that `parse` reads back to the same values.

    in_lines: whether a number with its source stands on one line.
    """
    dumper, width = (_InLines, WIDE) if in_lines else (_Dumper, 100)
    return str(yaml.dump(value, Dumper=dumper, sort_keys=False, allow_unicode=True, width=width))
