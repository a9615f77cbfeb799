"""Test that rows added up by cells are what each dimension's rows add up to, however cells are packed."""

from math import prod

import numpy as np
import pytest

from sim.kpis import account
from sim.kpis.account import ALL, ALONE, BINS, Account, Cells, Taken, bins_of
from sim.kpis.intervals import places
from sim.kpis.rows import _bits, _kept

MEMBERS = {ALL: 1, "queue": 3, "contact": 5, "segment": 2, ALONE: 40}
ROWS = 2_000


def drawn(seed):
    """Return columns, one of values for bins, and the members of each row; intervals in long runs."""
    luck = np.random.default_rng(seed)
    keys = {name: luck.integers(0, many, ROWS) for name, many in MEMBERS.items() if many > 1}
    keys[ALONE] = np.sort(keys[ALONE])
    keys["queue"][keys["queue"] == 1] = 2  # a member without rows
    counted = luck.random((10, ROWS)) < 0.3
    rows = {f"counts {k}": column.view(np.uint8) for k, column in enumerate(counted)}
    rows["seconds"] = luck.exponential(100.0, ROWS)
    values = np.maximum(luck.exponential(60.0, ROWS), account.SMALLEST)
    return rows, np.where(luck.random(ROWS) < 0.4, 0.0, values), keys


@pytest.mark.parametrize("most", [1, 6, 1024], ids=["each alone", "by two", "together"])
@pytest.mark.parametrize("ways", [1, 64, 1 << 14])
def test_cells_tell_of_every_dimension_what_its_own_rows_add_up_to(monkeypatch, most, ways):
    monkeypatch.setattr(account, "CELLS", most)
    monkeypatch.setattr(account, "WAYS", ways)
    rows, values, keys = drawn(seed=most + ways)
    cells = Cells(MEMBERS, rows, ["wait"])
    for part in (slice(0, 700), slice(700, ROWS)):
        cells.add(
            Taken({name: column[part] for name, column in rows.items()}),
            {"wait": bins_of(values[part])},
            {name: key[part] for name, key in keys.items()},
        )
    of, bins = bins_of(values)
    for dimension, many in MEMBERS.items():
        key, found = keys.get(dimension, np.zeros(ROWS, dtype=int)), Account(many, rows)
        cells.add_to(found, dimension)
        for name, column in rows.items():
            np.testing.assert_allclose(found.sum(name), np.bincount(key, column, many), rtol=1e-12)
        assert found.seen.tolist() == (np.bincount(key, minlength=many) > 0).tolist()
        if dimension != ALONE:
            wanted = np.bincount(key[of] * BINS + bins, minlength=many * BINS).reshape(many, BINS)
            np.testing.assert_array_equal(cells.counts(dimension, "wait"), wanted)


def test_a_dimension_that_rows_do_not_have_adds_nothing():
    cells, found = Cells({ALL: 1}, ["seconds"], ["wait"]), Account(4, ["seconds"])
    cells.add(Taken({"seconds": np.ones(3)}), {"wait": bins_of(np.ones(3))}, {})
    cells.add_to(found, "group")
    assert not found.seen.any()
    assert not found.sum("seconds").any()
    assert cells.counts("group", "wait") == 0


@pytest.mark.parametrize("span", [(0.0, 1.0), (3.0, 9.0), (-5.0, 60.0), (100.0, 101.0)])
def test_places_are_those_of_a_search(span):
    edges = np.arange(50.0)
    values = np.append(np.random.default_rng(3).uniform(*span, 300), [span[0], 5.0])
    np.testing.assert_array_equal(places(edges, values), np.searchsorted(edges, values))
    assert not len(places(edges, values[:0]))


def test_a_choice_by_bits_is_that_of_numpy():
    luck = np.random.default_rng(4)
    values = np.array([np.nan, -0.0, np.inf, -3.5, *luck.normal(size=60)])
    where = luck.random(len(values)) < 0.5
    where[:3] = False
    for chosen in (where, ~where):
        found, wanted = _kept(_bits(chosen), values), np.where(chosen, values, 0.0)
        assert found.tobytes() == wanted.tobytes()


@pytest.mark.parametrize(("most", "packs"), [(1, 5), (6, 4), (1024, 2)])
def test_cells_of_a_pack_are_few(monkeypatch, most, packs):
    monkeypatch.setattr(account, "CELLS", most)
    found = account._packs(MEMBERS)
    assert sorted(one for pack in found for one in pack) == sorted(MEMBERS)
    sizes = [prod(MEMBERS[one] for one in pack) for pack in found if len(pack) > 1]
    assert (len(found), all(size <= most for size in sizes)) == (packs, True)


def test_dimensions_of_one_member_take_no_cells_of_their_own():
    assert account._packs({ALL: 1, "queue": 1, ALONE: 5_000}) == [(ALL, "queue", ALONE)]
