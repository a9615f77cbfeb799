"""Test that no number of a scenario or a policy is without a lowest and a highest value."""

from typing import Annotated, get_args

from annotated_types import Ge, Gt, Le, Lt

from sim.frozen import Frozen
from sim.quantities import Family, Share
from sim.scenario.schema import scenario_schema
from tests.generate.values import branches

ELSEWHERE = {
    "Shift.days",  # weekdays, read from their names
    "Campaign.days",
    "Scenario.matters",  # amounts, read in the unit of the measure that each is of
    "Study.until",
    "Study.vary",  # values of what they stand for
}
"""Fields whose numbers are bounded by who reads them, not by their type."""


def bare(hint, notes=()):
    """Yield the kinds of numbers in a type that neither a family nor both limits bound."""
    for kind, own in branches(hint, notes):
        low, high = (any(isinstance(note, pair) for note in own) for pair in ((Ge, Gt), (Le, Lt)))
        if kind in (int, float) and not any(isinstance(note, Family) for note in own) and not (low and high):
            yield kind
        for inner in get_args(kind):
            yield from bare(inner)


def models(model=Frozen):
    for child in model.__subclasses__():
        yield child
        yield from models(child)


def test_every_number_has_a_range():
    assert scenario_schema()  # finds the members of every family
    found = {
        f"{model.__name__}.{name}"
        for model in models()
        if model.__module__.startswith("sim.")
        for name, field in model.model_fields.items()
        if [*bare(field.annotation, tuple(field.metadata))]
    }
    assert found == ELSEWHERE, "take a type of sim/quantities.py, or Field with both ge and le"


def test_a_number_without_a_range_is_noticed():
    assert [*bare(int)] == [int]
    assert [*bare(dict[str, tuple[float, ...]] | None)] == [float]
    assert [*bare(Annotated[int, Ge(1)])] == [int]
    assert not [*bare(Annotated[int, Ge(1), Le(9)] | Share | None)]
