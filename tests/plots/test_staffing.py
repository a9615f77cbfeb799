"""Test what the figure of staffing says of goals."""

from dataclasses import replace

import polars as pl
import pytest

from sim.plots.base import exhibits


def _staffing(case, held):
    studies = {
        scenario: {
            name: one._replace(about={**one.about, "hold": [held]})
            if name in ("frontier", "equal_service")
            else one
            for name, one in found.items()
        }
        for scenario, found in case.studies.items()
    }
    (one,) = exhibits(replace(case, studies=studies), names=["staffing"])
    return one


@pytest.mark.parametrize("held", ["service_level >= 80%", "service_level >= 80.0 %"])
def test_a_goal_is_written_as_people_write_it_and_numbers_stand_before_labels(cases, held):
    one = _staffing(cases[2], held)
    first, second = (column for column in [row[0] for row in one.table.rows[:: len(one.table.rows) // 2]][:2])
    assert one.title == (
        f"FTE that hold service level ≥ 80 %: 8.1 ±0.1 under {first}, 8.1 ±0.1 under {second}"
    )


@pytest.mark.parametrize(("goal", "words"), [("70%", "Framed: holds 70 %"), ("99%", "No cell holds 99 %")])
def test_the_note_says_whether_a_cell_holds_the_goal(cases, goal, words):
    assert (
        f" {words} as surely as its interval tells." in _staffing(cases[2], f"service_level >= {goal}").note
    )


def test_each_row_shows_as_many_digits_as_the_title(cases):
    one = _staffing(cases[2], "service_level >= 80%")
    drawn = [text.get_text() for text in one.sheet("slide").figure.texts]
    assert drawn.count("8.1") == 2


def test_a_cell_that_is_not_drawn_is_not_said_to_be_framed(cases):
    found = next(iter(cases[2].studies.values()))["frontier"]
    many = [found.table.with_columns(staffing=pl.lit(0.9 + 0.001 * place)) for place in range(12)]
    high = found.table.with_columns(pl.lit(3.0).alias("staffing"), low=pl.lit(0.999))
    studies = {
        name: {**of, "frontier": found._replace(table=pl.concat([*many, high]))}
        for name, of in cases[2].studies.items()
    }
    one = _staffing(replace(cases[2], studies=studies), "service_level >= 99%")
    assert "No cell holds 99 %" in one.note
