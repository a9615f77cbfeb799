"""Keep the table of claims true: every row is there, and every test of it."""

from table import README, stale


def test_the_table_shows_what_was_seen():
    """Of the claims judged before this test in the same session."""
    assert not stale(README.read_text("utf-8")), "run python -m tests.claims.table"
