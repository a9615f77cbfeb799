"""The page of levers and distributions is the one their documentation gives."""

from pathlib import Path

from sim.scenario.reference import page

ROOT = Path(__file__).resolve().parents[2]


def test_the_tracked_page_is_what_the_code_says_now():
    tracked = (ROOT / "docs" / "levers.md").read_text(encoding="utf-8")
    assert tracked == page(), "levers changed: run `python run_sim.py levers > docs/levers.md`"
