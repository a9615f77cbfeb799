"""Without parts: numba's compiler for a centre that lacks some optional parts: asking for one is a no.

What only such a part calls is then never compiled. The pass rests on two of numba's own (`DeadBranchPrune`,
`IRProcessing`), which are not documented; without it everything would be compiled, and nothing else change.
`Unfinished` and `Whole` rest on how numba's library of code is finished; without them compiling takes several
times as long.
"""

# mypy: ignore-errors

from numba.core import ir
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import FunctionPass, register_pass
from numba.core.ir_utils import guard
from numba.core.untyped_passes import DeadBranchPrune, IRProcessing

from sim.centre.parts import Parts
from sim.centre.records import NO_CALL, NONE, NOT_INTRODUCED
from sim.engines.compiled.supported import FULL, SUPPORTED

ASKED = {name: {name} for name in Parts.__slots__} | {"has_churn": {"loyalty"}, "has_joining": {"loyalty"}}
"""What is asked for by these names, and false where a variant has none of these parts."""

STANDING = {
    "promised": (NO_CALL, {"callbacks", "amends"}),
    "advice": (0.0, {"conference"}),
    "introduction": (NOT_INTRODUCED, {"conference"}),
    "owner": (NONE, {"conference"}),
    "apart_for": (NONE, {"sticky", "ring_misses"}),
}
"""Fields of a contact that stay as they are cleared unless a world has one of some parts."""


def optional_without(supported):
    """Return what is asked for in vain where a world may have these parts and no other."""
    return {name for name, parts in ASKED.items() if not parts & supported}


def standing_without(supported):
    """Return what fields of a contact are where a world may have these parts and no other."""
    return {name: cleared for name, (cleared, parts) in STANDING.items() if not parts & supported}


@register_pass(mutates_CFG=False, analysis_only=False)
class Off(FunctionPass):
    """Numba's step that answers questions for parts that no world has.

    optional: what is asked for and false. standing: what a field is, unless a world has one of some parts.
    """

    _name = "optional parts are off"
    optional = optional_without(SUPPORTED[FULL])
    standing = standing_without(SUPPORTED[FULL])

    def __init__(self):
        FunctionPass.__init__(self)

    @classmethod
    def compile_for(cls, variant):
        """Set the variant whose worlds are compiled from now on."""
        of = SUPPORTED[variant]
        cls.optional, cls.standing = optional_without(of), standing_without(of)

    def run_pass(self, state):
        """Replace each question by its answer; return whether anything changed."""
        changed = False
        for block in state.func_ir.blocks.values():
            for assign in block.find_insts(ir.Assign):
                answer = self.answer(state.func_ir, assign.value)
                if answer is not None:
                    assign.value = ir.Const(answer, assign.loc)
                    state.func_ir._definitions[assign.target.name] = [assign.value]
                    changed = True
        return changed

    def answer(self, func_ir, value):
        """Return what an expression is in every world that is supported, None where worlds differ."""
        if not (isinstance(value, ir.Expr) and value.op == "getattr"):
            return None
        if value.attr in self.standing:
            return self.standing[value.attr]
        if value.attr not in self.optional:
            return None
        whose = guard(func_ir.get_definition, value.value)
        return False if value.attr.startswith("has_") or getattr(whose, "attr", "") == "parts" else None


class WithoutEnvironment:
    """Numba's generator of code, for functions that Python never calls: they need nothing of Python's."""

    def __init__(self, codegen):
        self._own = codegen

    def __getattr__(self, name):
        return getattr(self._own, name)

    def set_env(self, name, value):
        """Set nothing: the function has no place in memory yet."""


@register_pass(mutates_CFG=False, analysis_only=True)
class Unfinished(FunctionPass):
    """Numba's step that leaves the code of a verb as it is: the entry optimises all of it at once.

    Otherwise every verb would be linked, optimised and made machine code of once for each verb above it.
    """

    _name = "verbs are left as they are"

    def __init__(self):
        FunctionPass.__init__(self)

    def run_pass(self, state):
        """Add an unfinished library for the function; return that nothing changed."""
        library = state.library = state.targetctx.codegen().create_library(state.func_id.func_qualname)
        library._codegen = WithoutEnvironment(library._codegen)
        library.finalize = lambda: setattr(library, "_finalized", True)
        state.flags.no_cfunc_wrapper = True  # nobody calls it from outside: a quarter of the time
        return False


@register_pass(mutates_CFG=False, analysis_only=True)
class Whole(FunctionPass):
    """Numba's step that links an entry with all that it needs, each library once, callers first."""

    _name = "an entry is linked with all verbs"

    def __init__(self):
        FunctionPass.__init__(self)

    def run_pass(self, state):
        """Add a library that includes all others; return that nothing changed."""
        library = state.library = state.targetctx.codegen().create_library(state.func_id.func_qualname)
        library.enable_object_caching()
        finalize = library.finalize

        def link_all():
            needed = dict.fromkeys(library._linking_libraries)
            waiting = [*needed]
            for one in waiting:
                waiting += [other for other in one._linking_libraries if other not in needed]
                needed.update(dict.fromkeys(one._linking_libraries))
            library._linking_libraries[:] = waiting
            finalize()

        library.finalize = link_all
        return False


class WithoutParts(CompilerBase):
    """Numba's compiler, for which every part that is not supported is off."""

    off = Off

    def define_pipelines(self):
        """Return numba's steps, with ours after its own first ones."""
        passes = DefaultPassBuilder.define_nopython_pipeline(self.state)
        passes.add_pass_after(DeadBranchPrune, IRProcessing)
        passes.add_pass_after(self.off, IRProcessing)
        self.change(passes)
        passes.finalize()
        return [passes]

    def change(self, passes):
        """Link all at once."""
        passes.add_pass_after(Whole, self.off)


class Within(WithoutParts):
    """The same compiler for a verb, whose code becomes part of an entry."""

    def change(self, passes):
        """Leave optimising to the entry."""
        passes.add_pass_after(Unfinished, self.off)
