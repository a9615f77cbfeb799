"""Test that every module, class and function that others may use says what it is."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "sim").rglob("*.py"))
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def public(tree):
    """Yield a module with its public classes, methods and functions, each with its dotted name."""
    yield "the module", tree
    yield from _inside(tree, "")


def _inside(node, prefix):
    for child in node.body:
        if isinstance(child, (*FUNCTIONS, ast.ClassDef)) and not child.name.startswith("_"):
            yield f"{prefix}{child.name}", child
            if isinstance(child, ast.ClassDef):
                yield from _inside(child, f"{child.name}.")


def undocumented(text):
    """Return what has no docstring, or one whose first paragraph is not a sentence on its own lines."""
    found = []
    for name, node in public(ast.parse(text)):
        first = (ast.get_docstring(node) or "").split("\n\n")[0]
        if not first.endswith((".", ":")) or not (
            first[0].isupper() or first[0].isdigit() or first[0] in "`'\""
        ):
            found.append(name)
    return found


def test_modules_classes_and_functions_say_what_they_are_in_a_sentence():
    found = {path.relative_to(ROOT).as_posix(): undocumented(path.read_text("utf-8")) for path in SOURCES}
    assert {where: names for where, names in found.items() if names} == {}


def test_silence_and_half_sentences_are_noticed():
    text = '"""Be."""\ndef f():\n "Half a"\nclass C:\n """Be."""\n def g(self): pass\n def _h(self): pass'
    assert undocumented(text) == ["f", "C.g"]
