"""Choices: what a policy or a world chooses from its families, as compiled verbs call it.

A choice is a branch over all members of its family, made from the family; a member is told by its code, so
that one compiled engine serves every policy.
"""

# mypy: ignore-errors

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from types import ModuleType
from typing import Any

from llvmlite import ir
from numba.core import types, typing
from numba.extending import lower_builtin, models, register_model

from sim.distributions import base as distributions
from sim.family import members
from sim.policies.callback import base as callback
from sim.policies.dialling import base as dialling
from sim.policies.discipline import base as discipline
from sim.policies.outreach import base as outreach
from sim.policies.pace import base as pace
from sim.policies.presence import base as presence
from sim.policies.recovery import base as recovery
from sim.policies.routing import base as routing
from sim.policies.scheduling import base as scheduling
from sim.policies.self_service import base as self_service

FAMILIES: dict[str, tuple[ModuleType, str, type, str]] = {
    "quantile": (distributions, "dist", distributions.Distribution, "quantile"),
    "hold": (pace, "kind", pace.Pace, "hold"),
    "select_agent": (routing, "kind", routing.Routing, "select_agent"),
    "select_contact": (discipline, "kind", discipline.Discipline, "select_contact"),
    "offers": (callback, "kind", callback.Callback, "offers"),
    "callback_is_due": (callback, "kind", callback.Callback, "calls_at"),
    "leads": (self_service, "kind", self_service.SelfService, "leads"),
    "solves": (self_service, "kind", self_service.SelfService, "solves"),
    "job_is_due": (scheduling, "kind", scheduling.Scheduling, "due"),
    "asks": (scheduling, "kind", scheduling.Scheduling, "asks"),
    "keeps": (scheduling, "kind", scheduling.Scheduling, "keeps"),
    "amends": (recovery, "kind", recovery.Recovery, "amends"),
    "reaches": (outreach, "kind", outreach.Outreach, "reaches"),
    "aside": (presence, "kind", presence.Presence, "aside"),
    "calls": (presence, "kind", presence.Presence, "calls"),
    "calls_after": (presence, "kind", presence.Presence, "calls_after"),
    "goes_after": (presence, "kind", presence.Presence, "goes_after"),
    "does_aside": (presence, "kind", presence.Presence, "does"),
    "reserves": (dialling, "kind", dialling.Dialling, "reserves"),
    "prepares": (dialling, "kind", dialling.Dialling, "prepares"),
    "rings_at_once": (dialling, "kind", dialling.Dialling, "rings"),
}
"""Functions of a run's numbers that a family's member chooses: the family, and what they are called there."""


def _members(name: str) -> list[Any]:
    """Return the members of a family by code."""
    base, tag, model, _ = FAMILIES[name]
    return sorted(members(base.PACKAGE, tag, model).values(), key=lambda member: member.code)


def _choose(name: str) -> Callable[..., Any]:
    """Return a branch over the members of a family, by code."""
    choices = {f"m{one.code}": getattr(one.module, FAMILIES[name][-1]) for one in _members(name)}
    arguments = ", ".join(signature(choices["m0"]).parameters)
    last = len(choices) - 1
    lines = [f"    if code == {code}:\n        return m{code}({arguments})" for code in range(last)]
    text = "\n".join([f"def choose(code, {arguments}):", *lines, f"    return m{last}({arguments})"])
    return made(text, choices, "choose")


def made(text: str, known: dict[str, Any], name: str) -> Callable[..., Any]:
    """Return the function that a generated text defines."""
    exec(text, known)  # noqa: S102 - the text is made here, from names of this package
    return known[name]


CHOICES = {name: _choose(name) for name in FAMILIES}


def codes_of(name: str) -> dict[Callable[..., Any], int]:
    """Return the codes of a family's members, by their function."""
    return {getattr(one.module, FAMILIES[name][-1]): one.code for one in _members(name)}


class Chosen(types.Callable):
    """A function that one member of a family has: its value is the member's code."""

    def __init__(self, name: str) -> None:
        self.branch, self.codes = CHOICES[name], codes_of(name)
        super().__init__(f"Chosen({name})")

    def get_call_type(self, context, args, kws):
        """Return the signature of the family's branch."""
        branch = context.resolve_value_type(self.branch)
        found = context.resolve_function_type(branch, (types.int64, *args), kws)
        return found and typing.signature(found.return_type, *found.args[1:], recvr=self)

    def get_call_signatures(self):
        """Return that there is no list of signatures."""
        return (), False

    def get_impl_key(self, sig):  # noqa: ARG002 - numba asks with the signature
        """Return what the call is lowered by."""
        return Chosen

    def word(self, value: Callable[..., Any]) -> int:
        """Return the word that stands for a member's function."""
        return self.codes[value]


@register_model(Chosen)
class _Code(models.PrimitiveModel):
    def __init__(self, known, kind):
        super().__init__(known, kind, ir.IntType(64))


@lower_builtin(Chosen, Chosen, types.VarArg(types.Any))
def _call(context, builder, sig, args):
    branch = context.typing_context.resolve_value_type(sig.args[0].branch)
    whole = context.typing_context.resolve_function_type(branch, (types.int64, *sig.args[1:]), {})
    function = context.get_function(branch, whole)
    context.add_linking_libs(getattr(function, "libs", ()))
    return function(builder, args)
