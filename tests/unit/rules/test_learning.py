"""Test how near a beginner comes to those who know the work."""

import pytest

from sim.rules.learning import learned, part_of


def test_half_of_the_lack_is_gone_after_each_half_life():
    shares = [learned(0.6, half_lives * 100.0, 100.0) for half_lives in (0, 1, 2)]
    assert shares == pytest.approx([0.6, 0.8, 0.9])


def test_a_share_of_the_full_skill_is_a_part_of_it():
    assert part_of(0.5, 0.8) == 0.4
