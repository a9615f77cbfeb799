"""Test that names come from the glossary, and that no text tells where it was written."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "sim").rglob("*.py"))
NOT_USED = {"user", "ticket", "server", "util", "utils", "manager", "helper"}
PLACE = re.compile(r"(?<![\w.~-])/(?:work|tmp|home|root|Users|mnt|opt|var)/[\w.]|[A-Z]:\\Users\\", re.ASCII)
TOOL = re.compile(r"pythonhoste[d]|artifactor[y]|--index-ur[l]|\bissues sho[w]\b", re.IGNORECASE)
UNFINISHED = re.compile(r"\b(?:TO[D]O|FIX[M]E|XX[X]|HAC[K])\b")


def tracked():
    """Return the lines of the text files that are, or are about to be, part of the project."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    for path in (ROOT / name for name in names):
        if path.is_file() and b"\0" not in path.read_bytes()[:4096]:
            for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1):
                yield f"{path.relative_to(ROOT)}:{number}", line


@pytest.fixture(scope="module")
def lines():
    found = list(tracked())
    assert len(found) > 1000
    return found


def names_given(tree):
    """Yield the names a module gives to modules, classes, functions, arguments, variables and fields."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr
        elif isinstance(node, ast.alias) and node.asname:
            yield node.asname


def words(name):
    """Return the words of a name, in small letters."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def outside_glossary(text, stem):
    """Return the names in a text that hold a word the glossary does not use."""
    names = {*names_given(ast.parse(text)), stem}
    return sorted(name for name in names if words(name) & NOT_USED)


def test_names_come_from_the_glossary():
    found = {}
    for path in SOURCES:
        names = outside_glossary(path.read_text("utf-8"), path.stem)
        if "theory" in path.parts:  # queueing theory has servers
            names = [name for name in names if words(name) & NOT_USED != {"server"}]
        found[path.relative_to(ROOT).as_posix()] = names
    assert {where: names for where, names in found.items() if names} == {}


def test_a_name_outside_the_glossary_is_noticed():
    assert outside_glossary("class UserManager:\n    def f(self, old_ticket, user_id): manages = 1", "x") == [
        "UserManager",
        "old_ticket",
        "user_id",
    ]


@pytest.mark.parametrize("pattern", [PLACE, TOOL, UNFINISHED], ids=["place", "tool", "unfinished"])
def test_no_text_tells_where_it_was_written_or_that_it_is_unfinished(pattern, lines):
    assert [f"{place}: {line.strip()[:80]}" for place, line in lines if pattern.search(line)] == []


def test_a_place_on_a_machine_is_noticed():
    slash = "/"
    assert PLACE.search(f"see {slash}home{slash}me/notes.txt")
    assert not PLACE.search("see docs/home/index.html or https://example.org/home/x")
    assert UNFINISHED.search("TO" + "DO: write")
