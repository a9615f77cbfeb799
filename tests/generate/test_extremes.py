"""Numbers at the ends of their ranges run; numbers beyond are refused in words."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from sim.errors import ScenarioError
from sim.reporting.simulate import simulate
from sim.scenario.load import check, load_scenario
from sim.scenario.source import dump
from tests.generate.extremes import places, put
from tests.generate.scenarios import numbered

SLOW = [pytest.param(number, marks=pytest.mark.slow) for number in range(1, 30)]


@pytest.mark.parametrize("number", [0, *SLOW])
def test_what_validates_with_a_number_at_its_end_runs(number: int, tmp_path: Path) -> None:
    luck = Random(number)  # noqa: S311 - nothing secret
    scenario = load_scenario(numbered(number).write(tmp_path))
    form, file = scenario.model_dump(mode="json", exclude_none=True), tmp_path / "extreme.yaml"
    for place in luck.sample([*places(scenario)], 2):
        file.write_text(dump(put(form, place.path, luck.choice(place.ends()))), "utf-8")
        try:
            check(file)
        except ScenarioError:
            continue
        assert simulate(load_scenario(file)).complete


@pytest.mark.parametrize("number", [2, *(pytest.param(n, marks=pytest.mark.slow) for n in (5, 9))])
def test_a_number_beyond_its_range_is_refused_at_its_place(number: int, tmp_path: Path) -> None:
    luck = Random(number)  # noqa: S311 - nothing secret
    scenario = load_scenario(numbered(number).write(tmp_path))
    form, file = scenario.model_dump(mode="json", exclude_none=True), tmp_path / "extreme.yaml"
    for place in luck.sample([*places(scenario)], 12):
        file.write_text(dump(put(form, place.path, luck.choice(place.beyond()))), "utf-8")
        with pytest.raises(ScenarioError) as caught:
            check(file)
        assert place.name.partition(".")[0] in str(caught.value)
