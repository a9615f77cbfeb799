"""Test how members of a family are discovered, and how a field reads one."""

import sys
from typing import Annotated

import pytest
from pydantic import TypeAdapter, ValidationError

from sim.distributions.base import PACKAGE, Distribution, ShareDistribution, TimeDistribution
from sim.family import OneOf, members
from sim.frozen import Frozen
from sim.policies.pace.base import AnyPace
from sim.policies.pace.quality_time import QualityTime

MEMBER = '''
"""A colour."""
from typing import Literal
from colours.base import Colour

class {name}(Colour):
    """One colour."""
    kind: Literal["{tag}"]
    depth: float = 1.0
    """How deep."""
'''


@pytest.fixture
def colours(tmp_path, monkeypatch):
    """Return the function that makes a family of colours on disk, and its base class."""
    folder = tmp_path / "colours"

    def make(**tags):
        folder.mkdir()
        (folder / "__init__.py").write_text('"""Colours."""')
        (folder / "base.py").write_text(
            "from sim.frozen import Frozen\nclass Colour(Frozen):\n    '''A colour.'''\n"
        )
        for name, tag in tags.items():
            (folder / f"{name.lower()}.py").write_text(MEMBER.format(name=name, tag=tag))
        monkeypatch.syspath_prepend(tmp_path)
        from colours.base import Colour

        return Colour

    yield make
    for name in [name for name in sys.modules if name.split(".")[0] == "colours"]:
        del sys.modules[name]
    members.cache_clear()


def test_every_file_but_the_base_is_a_member_and_codes_follow_the_names(colours):
    base = colours(Red="zinnober", Blue="azure")
    found = members("colours", "kind", base)
    assert [(m.name, m.code, m.model.__name__, m.module.__name__) for m in found.values()] == [
        ("azure", 0, "Blue", "colours.blue"),
        ("zinnober", 1, "Red", "colours.red"),
    ]


def test_two_members_with_one_name_are_refused(colours):
    base = colours(Red="red", Rouge="red")
    with pytest.raises(TypeError, match="two members of colours are called 'red'"):
        members("colours", "kind", base)


@pytest.mark.parametrize("names", [{"Red": "red"}, {"Red": "red", "Blue": "blue"}])
def test_a_field_takes_a_mapping_a_bare_name_or_a_member(colours, names):
    base = colours(**names)
    reader = TypeAdapter(Annotated[base, OneOf("colours")])
    made = reader.validate_python({"kind": "red", "depth": 2.0})
    assert (made.kind, made.depth) == ("red", 2.0)
    assert reader.validate_python("red") == reader.validate_python({"kind": "red"})
    assert reader.validate_python(made) == made


@pytest.mark.parametrize("raw", ["green", {"kind": "green"}, {"depth": 2.0}, 7, None, ["red"]])
def test_anything_else_is_refused(colours, raw):
    base = colours(Red="red", Blue="blue")
    with pytest.raises(ValidationError):
        TypeAdapter(Annotated[base, OneOf("colours")]).validate_python(raw)


def test_a_text_that_names_no_member_is_the_value_of_the_shorthand():
    reader = TypeAdapter(Annotated[TimeDistribution, OneOf(PACKAGE, "dist", shorthand=("constant", "value"))])
    assert reader.validate_python("90s").model_dump() == {"dist": "constant", "value": 90.0}
    with pytest.raises(ValidationError, match="is not a time"):
        reader.validate_python("90")


def test_a_family_may_be_split_by_bases_without_changing_codes():
    everything = members(PACKAGE, "dist", Distribution)
    times, shares = (members(PACKAGE, "dist", base) for base in (TimeDistribution, ShareDistribution))
    assert times.keys() | shares.keys() == everything.keys()
    assert not times.keys() & shares.keys()


def test_a_members_problem_is_reported_at_the_members_field():
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(AnyPace).validate_python({"kind": "quality_time", "rapport": "long"})
    assert caught.value.errors()[0]["loc"] == ("quality_time", "rapport")


def test_members_are_frozen():
    made = QualityTime(kind="quality_time")
    assert isinstance(made, Frozen)
    with pytest.raises(ValidationError, match="frozen"):
        made.rapport = 3.0
