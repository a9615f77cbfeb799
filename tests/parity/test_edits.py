"""Test that an edit of any text that is compiled counts at once, and in both engines alike."""

import ast
import shutil
from functools import cache as cached
from importlib import import_module
from importlib.util import find_spec
from inspect import isfunction
from types import CodeType

import pytest

from sim.engines.compiled import cache
from tests.parity.test_engines import ROOT, digests_of

EDITS = {
    "sim/rules/recontact.py": ("return u < chance", "return u < 0.5 * chance"),
    "sim/policies/pace/quality_time.py": ("wanted, numbers[0] * exp", "wanted, 2.0 * numbers[0] * exp"),
    "sim/centre/ledger.py": ("run.issues[slot].explained += 1", "run.issues[slot].explained += 2"),
}
"""In a rule, in a policy and in a verb: three that show in every run of `POLICY`."""
POLICY = "quality_time"
GLUE = "sim/engines/compiled/loop.py", "clock.serial += 1", "clock.serial += 2"


class Copied:
    """The project in a folder of its own, and what its engines make of the small day."""

    def __init__(self, folder):
        self.root, self.kept = folder / "project", folder / "kept"
        for name in ("sim", "tests/house", "tests/parity"):
            shutil.copytree(ROOT / name, self.root / name)
        (self.root / "scenarios").mkdir()
        shutil.copy(ROOT / "scenarios" / "small_day.yaml", self.root / "scenarios")

    def edit(self, path, old, new):
        file = self.root / path
        text = file.read_text("utf-8")
        assert text.count(old) == 1
        file.write_text(text.replace(old, new), "utf-8")

    def run(self, *options):
        """Return what SimPy and the compiled engine make of it."""
        path = self.root / "scenarios" / "small_day.yaml"
        found = digests_of([path], self.kept, root=self.root, options=options, PYTHONPATH=str(self.root))
        _, simpy, compiled = found[str(path)][POLICY]
        return simpy, compiled


@pytest.mark.slow
def test_an_edit_of_a_rule_a_policy_or_a_verb_counts_at_once_and_one_of_a_glue_is_seen(tmp_path):
    project = Copied(tmp_path)
    project.edit(*GLUE)
    first, other = project.run()
    assert other != first
    (compiled,) = (one.name.removeprefix("compiled-") for one in project.kept.iterdir())
    project.edit(GLUE[0], *GLUE[:0:-1])
    seen = {str(first)}
    for path, (old, new) in EDITS.items():
        project.edit(path, old, new)
        edited, stale = project.run("--kept", compiled)
        assert stale == other  # numba by itself does not see it
        assert str(edited) not in seen
        seen.add(str(edited))
    assert project.run() == (edited, edited)


def names_in(code):
    """Yield the names that code uses, and that of what it encloses."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from names_in(constant)


@cached
def imported(module):
    """Return by name where a module takes it from: (module, name there)."""
    found = {}
    for node in ast.walk(ast.parse(cache.text_of(module))):
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            found |= {one.asname or one.name: (node.module, one.name) for one in node.names}
    return found


def is_module(name):
    """Return whether there is a module of this name."""
    package = name.rpartition(".")[0]
    return bool(find_spec(package).submodule_search_locations and find_spec(name))


def sources(module, name):
    """Yield the modules of this project that a name of `module` comes from, the one where it is made last."""
    while module.startswith("sim"):
        if not hasattr(import_module(module), "__path__"):
            yield module
        if name not in imported(module):
            return
        module, name = imported(module)[name]
        if module.startswith("sim") and is_module(f"{module}.{name}"):
            yield f"{module}.{name}"
            return


def test_whatever_compiled_code_takes_from_is_in_the_name_of_its_folder():
    pytest.importorskip("numba")
    from sim.engines.compiled import layout, program

    used = {(layout.__name__, name) for name in imported(layout.__name__)}
    for function in program.functions_known():
        if function.__module__ in ("builtins", None) or not isfunction(function):
            continue
        used |= {(function.__module__, name) for name in names_in(function.__code__)}
    found = {source for module, name in used for source in sources(module, name)}
    assert {"sim.centre.ledger", "sim.rules.work", "sim.scenario.contacts", "sim.scenario.queues"} <= found
    assert found - {*cache.modules()} == set()


@pytest.mark.parametrize("name", ["sim.rules.work", "sim.policies.pace.quality_time", "sim.centre.ledger"])
def test_an_edit_of_any_text_gives_compiled_code_another_name(name, monkeypatch):
    pytest.importorskip("llvmlite")
    before, text_of = cache.digest.__wrapped__(), cache.text_of
    monkeypatch.setattr(cache, "text_of", lambda of: text_of(of) + ("\n" if of == name else ""))
    assert cache.digest.__wrapped__() != before


def test_code_that_checks_indices_has_another_name(monkeypatch):
    pytest.importorskip("llvmlite")
    before = cache.digest.__wrapped__()
    monkeypatch.setenv(cache.CHECKS, "1")
    assert cache.digest.__wrapped__() != before
