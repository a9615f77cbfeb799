"""Keep the table of claims true: every row is there, and every test of it."""

from rows import CLAIMS
from table import README, stale, written


def test_every_row_has_a_test_and_every_claim_a_row():
    assert set(written()) == set(CLAIMS)


def test_the_table_shows_every_test_with_its_sample():
    table = README.read_text("utf-8")
    for row, found in written().items():
        for name, sample in found:
            assert f"| {row} | {CLAIMS[row]} | `{name}`: {sample} |" in table, (
                "run python -m tests.claims.table"
            )


def test_the_table_shows_what_was_seen():
    """Of the claims judged before this test in the same session."""
    assert not stale(README.read_text("utf-8")), "run python -m tests.claims.table"
