"""Check what the textbook files expect, and their page says, against the closed forms; nothing is run."""

from pathlib import Path

import pytest
import yaml

from sim.theory import erlang, erlang_a
from sim.theory.n_model import n_model
from sim.theory.priority import cobham

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "scenarios" / "textbook"
PAGE = (ROOT / "docs" / "textbook.md").read_text(encoding="utf-8")
RATE, MINUTE = 100 / 3600, 60.0
M_M_7, M_M_5_M = erlang.mmn(RATE, 180.0, 7), erlang_a.erlang_a(RATE, 180.0, 180.0, 5)
URGENT, OTHER = cobham((60 / 3600, 120 / 3600), MINUTE, 4).mean_waits
N = n_model(48 / 3600, 24 / 3600, MINUTE)
EXACT = {
    "mmn": {
        "service_level": erlang.service_level(RATE, 180.0, 7, 20.0),
        "wait_mean": M_M_7.mean_wait,
        "occupancy": M_M_7.occupancy,
    },
    "mmn_m": {
        "service_level": erlang_a.service_level(RATE, 180.0, 180.0, 5, 20.0),
        "abandoned_share": M_M_5_M.p_abandon,
        "asa": M_M_5_M.mean_wait_served,
        "occupancy": M_M_5_M.occupancy,
    },
    "priority": {
        "wait_mean{queue=urgent}": URGENT,
        "wait_mean{queue=other}": OTHER,
        "occupancy": 3 / 4,
    },
    "n_model": {
        "wait_mean{queue=easy}": N.mean_wait_either,
        "wait_mean{queue=hard}": N.mean_wait_one,
        "occupancy": 1.2 / 2,
    },
}  # fmt: skip
ROUNDING = 0.07  # limits have one decimal
CASES = [(name, measure, exact) for name, own in EXACT.items() for measure, exact in own.items()]


def limits(name):
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))["expectations"]["measures"]


def test_every_textbook_file_expects_what_its_closed_form_gives():
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(EXACT)
    assert {name: set(limits(name)) for name in EXACT} == {name: set(own) for name, own in EXACT.items()}


@pytest.mark.parametrize(("name", "measure", "exact"), CASES)
def test_the_range_lies_around_the_exact_value_as_wide_as_the_page_says(name, measure, exact):
    low, high = limits(name)[measure].split("..")
    unit, factor = ("%", 100.0) if "%" in low else ("s", 1.0)
    below, above = (exact * factor - float(low.rstrip(unit)), float(high.rstrip(unit)) - exact * factor)
    row = next(
        line for line in PAGE.splitlines() if f"`{measure}`" in line and f"{exact * factor:.2f}" in line
    )
    wide = row.split("±")[1].split("|")[0].strip()
    number = float(wide.split()[0])
    reach = number if wide.endswith("pp") else number / 100.0 * exact
    assert (below, above) == (pytest.approx(reach, abs=ROUNDING), pytest.approx(reach, abs=ROUNDING))
