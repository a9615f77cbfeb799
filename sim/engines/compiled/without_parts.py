"""Without parts: numba's compiler for a centre that lacks some optional parts: asking for one is a no.

What only such a part calls is then never compiled. The pass rests on two of numba's own (`DeadBranchPrune`,
`IRProcessing`), which are not documented; without it everything would be compiled, and nothing else change.
"""

# mypy: ignore-errors

from numba.core import ir
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import FunctionPass, register_pass
from numba.core.ir_utils import guard
from numba.core.untyped_passes import DeadBranchPrune, IRProcessing

from sim.centre.parts import Parts
from sim.centre.records import NO_CALL, NONE, NOT_INTRODUCED
from sim.engines.compiled.supported import SUPPORTED

OPTIONAL = {*Parts.__slots__, "has_churn", "has_joining"} - SUPPORTED
"""What is asked for by these names, and false."""

STANDING = {
    "promised": (NO_CALL, {"callbacks", "amends"}),
    "advice": (0.0, {"conference"}),
    "introduction": (NOT_INTRODUCED, {"conference"}),
    "owner": (NONE, {"conference"}),
    "apart_for": (NONE, {"sticky", "ring_misses"}),
}
"""Fields of a contact that stay as they are cleared unless a world has one of some parts."""


@register_pass(mutates_CFG=False, analysis_only=False)
class Off(FunctionPass):
    """Numba's step that answers questions for parts that no world has.

    optional: what is asked for and false. standing: what a field is, unless a world has one of some parts.
    """

    _name = "optional parts are off"
    optional = OPTIONAL
    standing = STANDING

    def __init__(self):
        FunctionPass.__init__(self)

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
            cleared, parts = self.standing[value.attr]
            return None if parts & SUPPORTED else cleared
        if value.attr not in self.optional:
            return None
        whose = guard(func_ir.get_definition, value.value)
        return False if value.attr.startswith("has_") or getattr(whose, "attr", "") == "parts" else None


class WithoutParts(CompilerBase):
    """Numba's compiler, for which every part that is not supported is off."""

    off = Off

    def define_pipelines(self):
        """Return numba's steps, with ours after its own first ones."""
        passes = DefaultPassBuilder.define_nopython_pipeline(self.state)
        passes.add_pass_after(DeadBranchPrune, IRProcessing)
        passes.add_pass_after(self.off, IRProcessing)
        passes.finalize()
        return [passes]
