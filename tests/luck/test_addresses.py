"""Test that every draw has an address, and that the address alone decides it."""

import itertools
import subprocess
import sys

import numpy as np
import pytest
from numpy.random import Philox

from sim.luck import (
    COUNT,
    ISSUE,
    LEG,
    PURPOSES,
    STAY,
    WORDS,
    Luck,
    declare,
    entity_of,
    key_of,
    name_of,
    uniforms_of,
)

M64 = 2**64 - 1
SEEDS = [(1, 0), (7, 3), (2**63 - 1, 99_999)]
NAME = name_of("type", "balance")
ADDRESSES = [(1, 0, 0), (2, 0, 0), (1, 1, 0), (1, 0, 1), (5, 7, 3), (2**63 + 11, 8, 2)]


def philox(counter, key):
    """Return the four words of Philox 4x64-10 for a counter and a key, as the paper has it (its figure 2)."""
    c, k = list(counter), list(key)
    for _ in range(10):
        low, high = c[0] * 0xD2E7470EE14C6C93, c[2] * 0xCA5A826395121157
        c = [high >> 64 ^ c[1] ^ k[0], high & M64, low >> 64 ^ c[3] ^ k[1], low & M64]
        k = [k[0] + 0x9E3779B97F4A7C15 & M64, k[1] + 0xBB67AE8584CAA73B & M64]
    return c


def uniforms(words):
    """Return the uniforms of raw words, computed with whole numbers: odd multiples of 2**-53."""
    return [(2 * (word // 2**12) + 1) / 2**53 for word in words]


@pytest.mark.parametrize(("seed", "replication"), SEEDS)
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_draw_is_the_block_of_its_key_and_address(seed, replication, address):
    drawn = Luck(seed, replication).at(STAY, NAME, *address)
    assert list(drawn) == uniforms(philox((*address, 0), key_of(seed, replication, STAY, NAME)))


@pytest.mark.parametrize("address", ADDRESSES)
def test_numpy_draws_the_block_after_the_counter_it_is_given(address):
    key = key_of(1, 0, STAY, NAME)
    entity, attempt, leg = address
    raw = Philox(key=np.array(key, np.uint64), counter=np.array([entity - 1, attempt, leg, 0], np.uint64))
    words = raw.random_raw(WORDS).tolist()
    assert words == philox((*address, 0), key)
    assert list(Luck(1, 0).at(STAY, NAME, *address)) == uniforms(words)


def test_a_block_holds_the_first_attempts_of_entities_one_after_the_other():
    block = Luck(3, 5).block(ISSUE, NAME, 41, 60)
    assert block.shape == (60, 4)
    assert block.tolist() == [list(Luck(3, 5).at(ISSUE, NAME, 41 + k)) for k in range(60)]


def test_draws_do_not_depend_on_what_was_drawn_before():
    luck, places = Luck(1, 0), list(itertools.product((ISSUE, LEG), ("", NAME), (1, 9, 2), (0, 4), (0, 1)))
    forwards = [luck.at(*place) for place in places]
    luck.block(LEG, NAME, 3, 1000)
    backwards = [luck.at(*place) for place in reversed(places)]
    assert backwards[::-1] == forwards
    assert len(set(forwards)) == len(places)


def test_a_new_purpose_moves_no_draw():
    places = [(purpose, NAME, entity) for purpose in PURPOSES.values() for entity in (1, 77)]
    luck = Luck(1, 0)
    before = [luck.at(*place) for place in places]
    fresh = declare("a purpose of tomorrow", "whatever it decides")
    try:
        between = []
        for place in places:
            assert luck.at(fresh, NAME, 1) not in before
            between.append(luck.at(*place))
        assert between == before
        assert [Luck(1, 0).at(*place) for place in places] == before
    finally:
        del PURPOSES[fresh.name]


def test_a_purpose_is_declared_once_and_has_at_most_four_words():
    with pytest.raises(ValueError, match="'stay' is declared twice"):
        declare("stay", "another patience")
    with pytest.raises(ValueError, match="more than 4 words"):
        declare("greedy", "1", "2", "3", "4", "5")
    assert "greedy" not in PURPOSES


def test_the_key_depends_on_seed_replication_purpose_and_name_and_nothing_else():
    places = itertools.product(SEEDS, PURPOSES.values(), ("", NAME, name_of("touchpoint", "balance")))
    keys = [key_of(*run, purpose, name) for run, purpose, name in places]
    assert len(set(keys)) == len(keys)
    assert key_of(1, 11, STAY, NAME) != key_of(11, 1, STAY, NAME)
    assert all(0 <= half < 2**64 for key in keys for half in key)
    assert keys[0] == key_of(1, 0, COUNT._replace(words=("other words",)), "")


def test_the_key_is_the_same_in_every_process():
    command = "from sim.luck import STAY, key_of, name_of; print(*key_of(1, 0, STAY, name_of('type', 'ü')))"
    options = {"capture_output": True, "text": True, "check": True}
    runs = [
        subprocess.run(
            [sys.executable, "-c", command], env={"PYTHONHASHSEED": seed}, **options
        ).stdout.split()
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1] == [str(half) for half in key_of(1, 0, STAY, name_of("type", "ü"))]


def test_no_two_things_share_a_name_whatever_they_are_called():
    things = [("agents", "a b", "c"), ("agents", "a", "b c"), ("agents", "a b c"), ("agents a", "b c")]
    things += [("agents", 'a", "b', "c"), ("agents", "a", 'b", "c'), ("agents", "a|b"), ("type", "a|b")]
    assert len({name_of(*thing) for thing in things}) == len(things)


def test_thousands_of_names_have_luck_of_their_own():
    names = [name_of("agents", f"group {g}", f"shift {s}") for g in range(24) for s in range(94)]
    luck = Luck(1, 0)
    assert len({luck.at(STAY, name, 1) for name in names}) == 24 * 94


def test_needs_of_one_interval_have_consecutive_entities_and_reach_no_other_interval():
    assert [entity_of(17, k) for k in range(5)] == [entity_of(17) + k for k in range(5)]
    assert entity_of(17, 2**20 - 1) + 1 == entity_of(18)
    assert entity_of(0) == 1


def test_uniforms_stay_strictly_between_zero_and_one_at_the_extreme_words():
    words = np.array([0, 2**12 - 1, 2**63, 2**64 - 2**12, 2**64 - 1], dtype=np.uint64)
    assert uniforms_of(words).tolist() == [2**-53, 2**-53, 0.5 + 2**-53, 1 - 2**-53, 1 - 2**-53]


def test_uniforms_fill_the_unit_interval_evenly():
    drawn = np.sort(Luck(1, 0).block(STAY, NAME, 1, 25_000).ravel())
    distance = np.abs(drawn - (np.arange(drawn.size) + 0.5) / drawn.size).max()
    assert distance < 1.95 / np.sqrt(drawn.size)  # Kolmogorov: exceeded once in a thousand seeds
    words = Luck(1, 0).block(STAY, NAME, 1, 25_000)
    assert np.abs(np.corrcoef(words.T) - np.eye(4)).max() < 5 / np.sqrt(25_000)
