"""Forge a file: what somebody, a broken disk or another program may leave in its place.

Each forgery takes the file's path and a place outside the result; `ALL` lists them by name.
"""

import os
import shutil

DEEP = b"[" * 100_000


def deleted(path, _):
    path.unlink()


def cut(path, _):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def one_bit(path, _):
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 1
    path.write_bytes(content)


def with_more(path, _):
    path.write_bytes(path.read_bytes() + b"\nmore")


def in_utf_16(path, _):
    path.write_bytes(path.read_bytes().decode("latin-1").encode("utf-16"))


def folder(path, _):
    path.unlink()
    path.mkdir()
    (path / "thesis.txt").write_text("years of work")


def pipe(path, _):
    path.unlink()
    os.mkfifo(path)


def link_into_nowhere(path, _):
    path.unlink()
    path.symlink_to("no/where")


def link_to_itself(path, _):
    path.unlink()
    path.symlink_to(path.name)


def link_to_another_file(path, outside):
    path.unlink()
    path.symlink_to(outside / "thesis.txt")


def link_to_a_folder(path, outside):
    path.unlink()
    path.symlink_to(outside)


def link_to_itself_moved_away(path, outside):
    shutil.move(path, outside / path.name)
    path.symlink_to(outside / path.name)


def _text(content):
    return lambda path, _: path.write_bytes(content)


TEXTS = {
    "empty": b"",
    "words": b"somebody else's words",
    "null": b"null",
    "list": b"[]",
    "mapping": b"{}",
    "deep": DEEP,
    "deep but closed": b"[" * 800 + b"]" * 800,
    "long number": b"9" * 10_000,
    "another manifest": b'{"schema_version": 99, "scenario_sha256": null, "versions": NaN}',
    "another list": b"0" * 64 + b"  ../thesis.txt\n",
}
KINDS = (
    deleted,
    cut,
    one_bit,
    with_more,
    in_utf_16,
    folder,
    pipe,
    link_into_nowhere,
    link_to_itself,
    link_to_another_file,
    link_to_a_folder,
    link_to_itself_moved_away,
)
ALL = {one.__name__: one for one in KINDS} | {name: _text(content) for name, content in TEXTS.items()}
