"""Test that no table is taken but the one that was kept under its name."""

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from sim.store import sealed

TABLE = pl.DataFrame({"kpi": ["asa", "aht"], "numerator": [30.0, 200.0]})


def test_a_table_is_read_back(tmp_path):
    sealed.write(tmp_path / "a.parquet", TABLE)
    assert_frame_equal(sealed.read(tmp_path / "a.parquet"), TABLE)
    assert [path.name for path in tmp_path.iterdir()] == ["a.parquet"]


@settings(
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_a_table_of_which_any_byte_was_changed_is_dropped(data, tmp_path):
    path = tmp_path / "a.parquet"
    sealed.write(path, TABLE)
    content = bytearray(path.read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)
    assert sealed.read(path) is None
    assert not path.exists()


def test_a_table_in_anothers_place_is_dropped(tmp_path):
    sealed.write(tmp_path / "a.parquet", TABLE)
    (tmp_path / "a.parquet").rename(tmp_path / "b.parquet")
    assert sealed.read(tmp_path / "b.parquet") is None
    assert not [*tmp_path.iterdir()]
