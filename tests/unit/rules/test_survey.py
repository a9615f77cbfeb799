"""Test who answers a survey, and who would recommend the firm."""

import pytest

from sim.rules.survey import answers, recommends, response_chance
from sim.scenario.survey import Survey

N = Survey().numbers()


@pytest.mark.parametrize(
    ("quality", "chance"), [(0.0, 0.3), (0.25, 0.2), (0.5, 0.1), (0.9, 0.26), (1.0, 0.3)]
)
def test_the_delighted_and_the_angry_answer_more_often_than_the_indifferent(quality, chance):
    assert response_chance(N, quality) == pytest.approx(chance)
    assert answers(N, quality, chance - 0.001)
    assert not answers(N, quality, chance + 0.001)


def test_a_chance_does_not_pass_one():
    assert response_chance(N._replace(response=0.9), 1.0) == 1.0


@pytest.mark.parametrize(("goodwill", "says"), [(0.669, 1), (0.668, 0), (0.5, 0), (0.468, 0), (0.467, -1)])
def test_promoters_and_detractors_lie_either_side_of_the_passive(goodwill, says):
    assert recommends(N, goodwill) == says
