"""Numba's compiler for a floor without optional parts: every question for one is answered with no."""

from numba.core.compiler_machinery import register_pass

from sim.engines.compiled import without_parts


@register_pass(mutates_CFG=False, analysis_only=False)
class AllOff(without_parts.Off):
    """Numba's step, as the compiled engine has it, for a floor that has no part at all."""

    _name = "all optional parts are off"
    optional = without_parts.optional_without(set())
    standing = {}


class WithoutParts(without_parts.WithoutParts):
    """Numba's compiler, for which every optional part is off."""

    off = AllOff
