"""Test that no two names become one file, on any system."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.store import file_name, folder_name, sibling

LIKE = st.text(st.sampled_from("aA bB_.-/\\:*ÄÄäß~\u0301eé\x1b\n"), max_size=6)


@given(st.lists(LIKE | st.text(max_size=300), unique=True, max_size=20))
@settings(derandomize=True, deadline=None, max_examples=300)
def test_other_names_give_other_files_even_where_case_and_form_do_not_count(names):
    files = [unicodedata.normalize("NFC", file_name(name)).lower() for name in names]
    assert len(set(files)) == len(names)
    for file in files:
        assert len(file.encode()) <= 150
        assert not {*file} & {*'/\\:*?"<>|\x00\n '}
        assert not file.startswith(".")
        assert not file.endswith(".")


@pytest.mark.parametrize("name", ["today", "busy-day", "a_b", "größe", "2026.v2", "-x"])
def test_a_plain_name_stands_for_itself(name):
    assert file_name(name) == name


@pytest.mark.parametrize("name", ["a b", "A", "con", "nul.txt", "com1", "..", ".", "", "x/y", "a" * 300])
def test_any_other_name_gets_its_digest(name):
    slug, mark, digest = file_name(name).rpartition("~")
    assert (mark, len(digest)) == ("~", 12)
    assert len(slug) <= 24


@pytest.mark.parametrize("stem", [".", "..", " . ", "x" * 245, "ü" * 120])
def test_a_stem_that_is_no_folder_or_leaves_no_room_beside_it_gets_a_name_of_its_own(tmp_path, stem):
    folder = tmp_path / folder_name(stem)
    assert folder.parent == tmp_path
    folder.mkdir()
    sibling(folder, "unfinished").mkdir()


def test_a_usual_stem_is_the_folder_s_name():
    assert folder_name("Retail bank 2") == "Retail bank 2"
