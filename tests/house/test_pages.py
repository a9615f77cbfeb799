"""The tracked pages and the JSON Schema are what the code gives."""

import pytest

from tests.house.pages import PAGES, PICTURES, ROOT, pictures


@pytest.mark.parametrize("name", PAGES)
def test_a_tracked_page_is_what_the_code_says_now(name):
    tracked = (ROOT / name).read_text(encoding="utf-8")
    assert tracked == PAGES[name](), "the code changed: run `python -m tests.house.pages`"


@pytest.mark.slow
def test_the_gallery_shows_figures_as_they_are_drawn_now():
    tracked = {one.stem: one.read_bytes() for one in (ROOT / PICTURES).glob("*.svg")}
    assert tracked == pictures(), "the code changed: run `python -m tests.house.pages`"


def test_every_shipped_scenario_names_the_schema_for_editors():
    for folder, up in ((ROOT / "scenarios", ""), (ROOT / "scenarios" / "evidence", "../")):
        for path in folder.glob("*.yaml"):
            first = path.read_text(encoding="utf-8").splitlines()[0]
            assert first == f"# yaml-language-server: $schema={up}scenario.schema.json", path.name
