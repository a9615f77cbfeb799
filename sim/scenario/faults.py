"""Turn what pydantic refuses into problems at their places, in words planners use."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from re import sub
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import ValidationError

from sim.errors import Problem
from sim.family import OneOf, members
from sim.frozen import Frozen, meanings
from sim.quantities import QuantityError, show
from sim.scenario.elsewhere import elsewhere
from sim.scenario.tree import Address, Tree, nearest, problem
from sim.scenario.variant import ALIKE, listed, suggest

_KINDS = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing_size": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a finite number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "list_type": "a list in brackets",
    "tuple_type": "a list in brackets",
    "dict_type": "a mapping of keys",
    "model_type": "a mapping of keys",
    "model_attributes_type": "a mapping of keys",
}
_REMEDIES = {
    "a mapping of keys": "Write key: value pairs below it, or in braces.",
    "a list in brackets": "Put it into brackets, such as [a, b].",
}
_LIMITS = {
    "greater_than": ("is too small", "above {gt}"),
    "greater_than_equal": ("is too small", "{ge} or more"),
    "less_than": ("is too large", "below {lt}"),
    "less_than_equal": ("is too large", "at most {le}"),
    "too_short": ("is too short", "at least {min_length} of them"),
    "too_long": ("is too long", "at most {max_length} of them"),
    "string_too_short": ("is too short", "at least {min_length} characters"),
    "string_too_long": ("is too long", "at most {max_length} characters"),
}
_EXAMPLES: tuple[Any, ...] = ("name", "30%", "4m", 10, "08:00-12:00", "mon-fri", "2026-03-02")
NO_PATIENCE = "Write infinite if nobody hangs up, 0s if nobody waits."
MANY = 3
"""Keys that a value may be offered to."""


class _Fault(NamedTuple):
    """One refusal: where it is, on which branches of unions, words it would allow, its text, what it got."""

    address: Address
    branches: tuple[tuple[Address, str], ...]
    shallow: bool
    words: str
    text: str
    given: Any


def problems_of(error: ValidationError, tree: Tree, root: type[Frozen]) -> list[Problem]:
    """Word every refusal of `error` against the tree that `root` was validated from."""
    faults = _settled([_fault(detail, tree.value, root) for detail in error.errors()])
    first: dict[Address, str] = {}
    for fault in faults:
        first.setdefault(fault.address, fault.text)
    return [problem(nearest(tree.marks, address), address, text) for address, text in first.items()]


def _settled(faults: list[_Fault]) -> list[_Fault]:
    """Keep, of a union with several possible forms, the form that the value comes nearest to."""
    scores: dict[Address, dict[str, tuple[bool, int]]] = {}
    for fault in faults:
        for place, branch in fault.branches:
            forms = scores.setdefault(place, {})
            shallow, count = forms.get(branch, (False, 0))
            whole = (place, branch) == fault.branches[-1] and fault.shallow
            forms[branch] = (shallow or whole, count + 1)
    best = {place: min(forms, key=lambda branch: forms[branch]) for place, forms in scores.items()}
    kept = [fault for fault in faults if all(best[place] == branch for place, branch in fault.branches)]
    words = {fault.address: fault.words for fault in faults if fault.words and fault not in kept}
    return [_allowing(fault, words.get(fault.address, "")) for fault in kept]


def _allowing(fault: _Fault, words: str) -> _Fault:
    """Add to a refusal that words are allowed too, and which of them is near to what it got."""
    if not words:
        return fault
    text = fault.text.replace("; allowed ", f"; allowed {words} or ", 1)
    if "infinite" in words.split(", ") and str(fault.given).lower() in ("none", "no", "off"):
        return fault._replace(text=f"{text.rpartition('). ')[0]}). {NO_PATIENCE}")
    said, _, remedy = text.rpartition("). ")
    return fault._replace(text=f"{said}). {suggest(str(fault.given), words.split(', '), remedy)}")


def _fault(detail: Any, value: Any, root: type[Frozen]) -> _Fault:
    kind, steps = detail["type"], detail["loc"]
    address, branches, hint = _located(steps, value, root, kind)
    cause = (detail.get("ctx") or {}).get("error")
    if isinstance(cause, QuantityError):
        address += cause.path
    text = _text(detail, address, value, hint)
    if kind == "union_tag_invalid" and isinstance(_at(value, address), dict):
        address = (*address, _tag_key(hint))
    words = str(detail["ctx"]["expected"]).replace("'", "") if kind == "literal_error" else ""
    on_branch = bool(branches) and len(branches[-1][0]) == len(steps) - 1
    shallow = on_branch and (bool(words) or kind in _KINDS)
    fault = _Fault(address, branches, shallow, words, text, detail["input"])
    return _allowing(fault, ", ".join(_bare_members(root, address, fault.given)))


def _bare_members(root: type[Frozen], address: Address, given: Any) -> Iterator[str]:
    """Yield the members without settings of a family whose shorthand `given` was taken for."""
    hint: Any = root
    for step in address:
        hint, outer = _into(hint, step), hint
        if hint is outer:
            return
    families = [item for _, metadata in _parts(hint) for item in metadata if isinstance(item, OneOf)]
    if isinstance(given, str) and given.isalpha() and families and families[0].shorthand:
        for name, model in _branches(hint):
            if not _refusals(model, {families[0].tag: name}):
                yield name


def _located(
    steps: tuple[str | int, ...], value: Any, root: type[Frozen], kind: str
) -> tuple[Address, tuple[tuple[Address, str], ...], Any]:
    """Follow a location of pydantic's through the values, leaving out the names of union branches."""
    address: Address = ()
    branches: list[tuple[Address, str]] = []
    hint: Any = root
    node = value
    for index, step in enumerate(steps):
        last = index == len(steps) - 1
        inside = (isinstance(node, dict) and step in node) or (
            isinstance(node, list) and isinstance(step, int) and step < len(node)
        )
        if last and kind in ("extra_forbidden", "missing"):
            return (*address, step), tuple(branches), hint
        hint = _into(hint, step)
        if inside:
            node = node[step]
            address = (*address, step)
        else:
            branches.append((steps[:index], str(step)))
    return address, tuple(branches), hint


def _into(hint: Any, step: str | int) -> Any:
    """Return the type behind one step of a location: a field, an item, or a branch of a union."""
    for model in _models(hint):
        if step in model.model_fields:
            field = model.model_fields[str(step)]
            return Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
    chosen = dict(_branches(hint)).get(str(step))
    if chosen is not None:
        return chosen
    named = str(step).partition("[")[0]
    several = list(_containers(hint))
    if len(several) > 1:  # a union names its branches as in "dict[str,Proficiency]"
        return next((part for part in several if get_origin(part).__name__ == named), hint)
    inner = next(iter(several), None)
    return hint if inner is None else get_args(inner)[-1 if get_origin(inner) is dict else 0]


def _parts(hint: Any) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """Yield the plain types in a hint, with their annotations."""
    metadata: tuple[Any, ...] = ()
    if get_origin(hint) is Annotated:
        hint, *rest = get_args(hint)
        metadata = tuple(rest)
    if get_origin(hint) in (Union, types.UnionType):
        for part in get_args(hint):
            yield from _parts(part)
    else:
        yield hint, metadata


def _branches(hint: Any) -> Iterator[tuple[str, type[Frozen]]]:
    for part, metadata in _parts(hint):
        family = next((item for item in metadata if isinstance(item, OneOf)), None)
        if family:
            found = members(family.package, family.tag, part)
            yield from ((name, member.model) for name, member in found.items())
        elif isinstance(part, type) and issubclass(part, Frozen):
            yield part.__name__, part


def _models(hint: Any) -> list[type[Frozen]]:
    """Return the model a hint stands for, if there is no choice."""
    found = [model for _, model in _branches(hint)]
    return found if len(found) == 1 else []


def _containers(hint: Any) -> Iterator[Any]:
    return (part for part, _ in _parts(hint) if get_origin(part) in (dict, list, tuple))


def _tag_key(hint: Any) -> str:
    families = [item for _, metadata in _parts(hint) for item in metadata if isinstance(item, OneOf)]
    return families[0].tag if families else "kind"


def _text(detail: Any, address: Address, value: Any, hint: Any) -> str:
    kind, context = detail["type"], detail.get("ctx") or {}
    if kind == "missing":
        return _missing(str(address[-1]), value, hint)
    if kind == "extra_forbidden":
        fields = sorted({name for model in _models(hint) for name in model.model_fields})
        name = str(address[-1])
        remedy = _about(suggest(name, fields, elsewhere(name)), name, hint)
        return f"is an unknown key (got {show(address[-1])}; allowed {listed(fields, 30)}). {remedy}"
    if kind == "union_tag_not_found":
        names = ", ".join(name for name, _ in _branches(hint))
        key = _tag_key(hint)
        given = _at(value, address)
        remedy = "Write one of these."
        if isinstance(given, dict):
            fits = [name for name, model in _branches(hint) if not _refusals(model, {**given, key: name})]
            remedy = f"Add {key}: {' or '.join(fits) or 'with one'}."
        return f"does not say its {key} (got {show(given)}; allowed {names}). {remedy}"
    if kind == "union_tag_invalid":
        known = [name for name, _ in _branches(hint)]
        tag = context.get("tag")
        remedy = suggest(str(tag), known, "Write one of these.")
        return f"is no known {_tag_key(hint)} (got {show(tag)}; allowed {listed(known)}). {remedy}"
    if kind == "value_error":
        return str(context.get("error", detail["msg"]))
    if _KINDS.get(kind) == "a mapping of keys" and (short := _section(address, detail["input"], hint)):
        return f"is not a mapping of keys (got {show(detail['input'])}; allowed a mapping of keys). {short}"
    return _plain_text(kind, context, detail["input"], detail["msg"])


def _missing(name: str, value: Any, hint: Any) -> str:
    choice = name == "baseline" and isinstance(value.get("policies"), dict)
    allowed = listed(value["policies"]) if choice else "a value"
    return f"is missing (got nothing; allowed {allowed}). Add {name}: here{_meaning(name, hint)}."


def _about(remedy: str, wrong: str, hint: Any) -> str:
    """Return what the name means that `remedy` suggests, if it is not merely another spelling of `wrong`."""
    name = remedy.removeprefix("Did you mean ").removesuffix("?")
    another = name != remedy and SequenceMatcher(None, wrong, name).ratio() < ALIKE
    return f"Did you mean {name}{_meaning(name, hint)}?" if another else remedy


def _meaning(name: str, hint: Any) -> str:
    """Return the first sentence of a field's documentation, in brackets."""
    texts = [meanings(model).get(name, "") for model in _models(hint)]
    about = "".join(sub(r"\s*\(.*?\)", "", text).partition(". ")[0].rstrip(".") for text in texts)
    return f" ({about[:1].lower()}{about[1:]})" if about else ""


def _section(address: Address, given: Any, hint: Any) -> str:
    """Word the smallest sound section for one that was only switched on, or given as one value."""
    name = str(address[-1]) if address else ""
    for model in _models(hint):
        if given in (False, "no", "off", "none"):
            return f"Leave {name} out."
        if given in (True, "yes", "on"):
            return _smallest(name, model, {})
        choosy = (key for key in model.model_fields if not _takes(model, key, "?"))
        fits = [key for key in choosy if _takes(model, key, given)]
        needed = [key for key in fits if model.model_fields[key].is_required()]
        if len(needed) == 1:
            return _smallest(name, model, {needed[0]: show(given)})
        if 0 < len(fits) <= MANY:
            return f"Write {' or '.join(f'{name}: {{{key}: {show(given)}}}' for key in fits)}."
    if isinstance(given, str | int | float) and any(get_origin(part) is dict for part in _containers(hint)):
        return f"Say for what it is by name, as in {name}: {{NAME: {show(given)}}}."
    return ""


def _smallest(name: str, model: type[Frozen], given: Mapping[str, str]) -> str:
    needed = [key for key, field in model.model_fields.items() if field.is_required()]
    if not needed:
        keys = listed(model.model_fields)
        return f"Write {name}: {{}} to take its defaults, or give some of {keys} in the braces."
    examples = {key: _example(model, key) for key in needed}
    found = ", ".join(f"{key}: {value}" for key, value in {**examples, **given}.items())
    own = "" if given.keys() == examples.keys() else " with your own values"
    return f"Write {name}: {{{found}}}{own}."


def _example(model: type[Frozen], key: str) -> str:
    hint = model.model_fields[key].annotation
    if get_origin(hint) is Literal:
        return " or ".join(map(str, get_args(hint)))
    return next((show(one) for one in _EXAMPLES if _takes(model, key, one)), "...")


def _takes(model: type[Frozen], key: str, given: Any) -> bool:
    """Return whether a field of a model would take a value; what else the model needs is no matter."""
    refusals = _refusals(model, {key: given})
    return all(detail["type"] == "missing" and detail["loc"] != (key,) for detail in refusals)


def _refusals(model: type[Frozen], values: dict[str, Any]) -> list[Any]:
    try:
        model.model_validate(values)
    except ValidationError as error:
        return list(error.errors())
    return []


def _plain_text(kind: str, context: Mapping[str, Any], given: Any, message: str) -> str:
    got = show(given)
    if kind == "literal_error":
        expected = str(context.get("expected", "")).replace("'", "")
        remedy = suggest(str(given), expected.replace(" or ", ", ").split(", "), f"Write {expected}.")
        remedy = "Leave the quotes out." if str(given) == expected else remedy
        return f"is not allowed here (got {got}; allowed {expected}). {remedy}"
    if kind in _KINDS:
        wanted = _KINDS[kind]
        remedy = _REMEDIES.get(wanted, f"Write {wanted}.")
        if wanted == "a list in brackets" and isinstance(given, str):
            remedy = f"Put it into brackets: [{got}]."
        return f"is not {wanted} (got {got}; allowed {wanted}). {remedy}"
    if kind in _LIMITS:
        wrong, allowed = _LIMITS[kind]
        limit = allowed.format(**context)
        return f"{wrong} (got {got}; allowed {limit}). Write {limit}."
    return f"is not valid (got {got}; allowed: {message}). Correct it."


def _at(value: Any, address: Address) -> Any:
    for step in address:
        value = value[step]
    return value
