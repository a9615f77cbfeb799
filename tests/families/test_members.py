"""Test every member of every family alike: what it is called, how it is written, what its verbs take."""

import importlib
import inspect
import pkgutil
import re
from itertools import product
from pathlib import Path
from typing import Literal, get_args, get_origin, get_type_hints

import pytest
import yaml
from pydantic import TypeAdapter, ValidationError

from sim.distributions.base import PACKAGE as DISTRIBUTIONS
from sim.distributions.base import AnyShare, AnyTime, Distribution, ShareDistribution, law, quantile_of
from sim.family import members
from sim.frozen import Frozen, meanings
from sim.policies.callback.base import AnyCallback, Callback
from sim.policies.dialling.base import AnyDialling, Dialling
from sim.policies.discipline.base import AnyDiscipline, Discipline
from sim.policies.handoff.base import AnyHandoff, Handoff
from sim.policies.outreach.base import AnyOutreach, Outreach
from sim.policies.pace.base import AnyPace, Held, Pace
from sim.policies.presence.base import AnyPresence, Presence
from sim.policies.recovery.base import AnyRecovery, Recovery
from sim.policies.routing.base import AnyRouting, Routing
from sim.policies.scheduling.base import AnyScheduling, Scheduling
from sim.policies.self_service.base import AnySelfService, SelfService
from sim.rule import RULES

EXAMPLES = yaml.safe_load((Path(__file__).parent / "examples.yaml").read_text())
# package -> tag, base, the field that holds a member, verbs
FAMILIES = {
    DISTRIBUTIONS: ("dist", Distribution, AnyTime, ("quantile",)),
    "sim.policies.callback": ("kind", Callback, AnyCallback, ("offers", "calls_at")),
    "sim.policies.dialling": ("kind", Dialling, AnyDialling, ("reserves", "prepares", "rings")),
    "sim.policies.discipline": ("kind", Discipline, AnyDiscipline, ("select_contact",)),
    "sim.policies.handoff": ("kind", Handoff, AnyHandoff, ("style",)),
    "sim.policies.outreach": ("kind", Outreach, AnyOutreach, ("reaches", "calls_within")),
    "sim.policies.pace": ("kind", Pace, AnyPace, ("hold",)),
    "sim.policies.presence": (
        "kind",
        Presence,
        AnyPresence,
        ("aside", "calls", "calls_after", "goes_after", "does"),
    ),
    "sim.policies.recovery": ("kind", Recovery, AnyRecovery, ("amends", "calls_within")),
    "sim.policies.routing": ("kind", Routing, AnyRouting, ("select_agent",)),
    "sim.policies.scheduling": ("kind", Scheduling, AnyScheduling, ("due", "asks", "keeps")),
    "sim.policies.self_service": ("kind", SelfService, AnySelfService, ("leads", "solves")),
}
MEMBERS = [
    (package, name) for package, (tag, base, *_) in FAMILIES.items() for name in members(package, tag, base)
]
WRITTEN = [
    pytest.param(package, name, settings, id=f"{package.split('.')[-1]}-{name}-{number}")
    for package, name in MEMBERS
    for number, settings in enumerate(EXAMPLES[package].get(name, []))
]
every_member = pytest.mark.parametrize(("package", "name"), MEMBERS)
every_example = pytest.mark.parametrize(("package", "name", "settings"), WRITTEN)


def member_of(package, name):
    tag, base, *_ = FAMILIES[package]
    return members(package, tag, base)[name]


def field_of(package, model):
    """Return the reader of a field that holds this member."""
    field = AnyShare if issubclass(model, ShareDistribution) else FAMILIES[package][2]
    return TypeAdapter(field)


def load(package, name, settings):
    return field_of(package, member_of(package, name).model).validate_python(
        {FAMILIES[package][0]: name, **settings}
    )


def test_every_family_in_the_house_is_tested():
    found = {
        f"sim.policies.{entry.name}"
        for entry in pkgutil.iter_modules(importlib.import_module("sim.policies").__path__)
        if entry.ispkg
    }
    assert found | {DISTRIBUTIONS} == FAMILIES.keys()


@pytest.mark.parametrize("package", FAMILIES)
def test_examples_name_the_members_and_nobody_else(package):
    tag, base, *_ = FAMILIES[package]
    assert EXAMPLES[package].keys() == members(package, tag, base).keys()


@every_member
def test_a_member_is_named_by_its_tag_and_lives_in_a_file_of_its_own(package, name):
    found, tag = member_of(package, name), FAMILIES[package][0]
    hint = get_type_hints(found.model)[tag]
    assert get_origin(hint) is Literal
    assert get_args(hint) == (name,)
    assert found.module.__name__ == f"{package}.{name}"


@every_member
def test_a_member_says_what_it_is_and_what_its_numbers_mean(package, name):
    found, tag = member_of(package, name), FAMILIES[package][0]
    assert found.module.__doc__.split("\n\n")[0].rstrip().endswith(".")
    assert found.model.__doc__.split("\n\n")[0].rstrip().endswith(".")
    for field in found.model.model_fields:
        assert field == tag or meanings(found.model).get(field), f"{name}.{field} has no text under it"


@every_member
def test_a_members_verbs_are_rules_with_the_familys_signature(package, name):
    module = member_of(package, name).module
    for verb in FAMILIES[package][3]:
        function = getattr(module, verb)
        assert RULES[f"{module.__name__}.{verb}"] is function
        base = importlib.import_module(f"{package}.base").__doc__
        stated = re.search(rf"{verb}\(([^)]*)\) ->", base)
        expected = stated[1].split(", ") if stated else ["numbers", "u"]
        assert list(inspect.signature(function).parameters) == expected


@every_example
def test_a_member_loads_and_its_machine_form_loads_back_the_same(package, name, settings):
    made = load(package, name, settings)
    assert type(made) is member_of(package, name).model
    assert isinstance(made, Frozen)
    form = made.model_dump(mode="json", exclude_none=True)
    assert field_of(package, type(made)).validate_python(form) == made
    assert yaml.safe_load(yaml.safe_dump(form)) == form


@every_example
def test_a_members_numbers_are_plain_floats(package, name, settings):
    made = load(package, name, settings)
    given = {Pace: ("specialists",), Discipline: ({"vip": 20.0, "service": 30.0},), SelfService: (["vip"],)}
    numbers = made.numbers(*next((args for base, args in given.items() if isinstance(made, base)), ()))
    assert isinstance(numbers, tuple)
    assert {type(number) for number in numbers} <= {float}


@every_member
def test_a_member_refuses_a_key_it_does_not_know(package, name):
    settings = next(iter(EXAMPLES[package][name]))
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        load(package, name, {**settings, "surprise": 1})


def test_codes_count_the_members_in_order_of_name():
    for package, (tag, base, *_) in FAMILIES.items():
        found = members(package, tag, base)
        assert [member.code for member in found.values()] == list(range(len(found)))
        assert list(found) == sorted(found)


def test_a_law_leads_back_to_its_quantile():
    for package, name in MEMBERS:
        if package == DISTRIBUTIONS:
            made = load(package, name, EXAMPLES[package][name][0])
            assert quantile_of(law(made).code) is member_of(package, name).module.quantile


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        (parameter.values[1], parameter.values[2])
        for parameter in WRITTEN
        if parameter.values[0] == "sim.policies.pace"
    ],
)
def test_a_pace_never_talks_longer_than_the_work_wants_and_leaves_unsaid_what_it_cuts(name, settings):
    made = load("sim.policies.pace", name, settings)
    hold = member_of("sim.policies.pace", name).module.hold
    uniforms = (2**-53, 0.31, 0.5, 0.97, 1 - 2**-53)
    for case in product((1e-3, 40.0, 240.0, 5000.0), (0.0, 0.8, 6.0), uniforms):
        wanted, crowd, u = case
        held = hold(made.numbers("generalists"), wanted, crowd, 0.5, u)
        talk, rapport, missing, pressure, end = held
        assert len(held) == len(get_args(Held))
        assert 0.0 < talk <= wanted, case
        assert talk + missing == pytest.approx(wanted), case
        assert rapport >= 0.0, case
        assert pressure >= 0.5 * crowd, case
        assert end in (0, 1, 2), case
        assert missing == 0.0 or (end == 1 and rapport == 0.0), case
