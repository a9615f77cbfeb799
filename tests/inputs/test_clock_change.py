"""Test recorded calls over the night on which clocks change: as on standard time, hour by hour.

Read without a time zone, 131 calls of two hours fell into one, and its service level was 10 %.
"""

import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from sim.scenario.load import load_scenario
from sim.world.build import build

BERLIN, UTC, DAY, HOUR = ZoneInfo("Europe/Berlin"), datetime.UTC, datetime.timedelta(1), 3600.0
STANDARD = datetime.timedelta(hours=1)
MEASURES = ("offered", "service_level", "asa")
AUTUMN = ["00:00", "01:00", "02:00", "02:00 again", *(f"{hour:02d}:00" for hour in range(3, 24))]
SPRING = [f"{hour:02d}:00" for hour in range(24) if hour != 2]
CENTRE = """
version: 1
name: a night on which clocks change
clock: {{start: {date}, days: 1, warm_up: 6h, drain: 0d, open: "00:00-24:00", interval: 1h{zone}}}
queues: {{line: {{service_level: 80/20, short_abandon: 0s, patience: infinite}}}}
contacts: {{call: {{queue: line, volume: {{trace: calls.csv}}, work: {work}, acw: 0s}}}}
groups: {{agents: {{skills: [line], skill: 100%, wage: 10}}}}
on_duty: {{agents: 6}}
customers: {{count: 20000}}
behaviour: {{work: {{congestion_pressure: 0}}, recontact: {{chance: 0%}}}}
policies: {{usual: {{pace: none}}}}
baseline: usual
"""


def stamps(date, form, seed, hours):
    """Yield 60 calls an hour (Poisson) from 16:00 UTC before a date, as the clock of Berlin shows.

    form: local, with an offset from UTC, or by a standard time that never changes.
    """
    begins = datetime.datetime.combine(date - DAY, datetime.time(16), UTC)
    luck = np.random.default_rng(seed)
    for second in np.unique(luck.integers(0, hours * HOUR, luck.poisson(60 * hours))).tolist():
        moment = begins + datetime.timedelta(seconds=second)
        if form == "standard":
            yield f"{moment + STANDARD:%Y-%m-%d %H:%M:%S}"
        else:
            local = moment.astimezone(BERLIN)
            yield local.isoformat() if form == "offset" else f"{local:%Y-%m-%d %H:%M:%S}"


@pytest.fixture
def night(tmp_path):
    """Return the function that reads a date with recorded calls in the form named."""

    def function(date, form, work="4m", seed=1, hours=20):
        (tmp_path / "calls.csv").write_text("\n".join(["arrived", *stamps(date, form, seed, hours)]))
        zone = "" if form == "standard" else ", timezone: Europe/Berlin"
        file = tmp_path / "centre.yaml"
        file.write_text(CENTRE.format(date=date, zone=zone, work=work))
        return load_scenario(file)

    return function


@pytest.mark.parametrize(
    ("date", "hours", "first"), [("2026-10-25", AUTUMN, 1), ("2026-03-29", SPRING, 0)], ids=["25", "23"]
)
def test_a_day_of_23_or_25_hours_is_that_of_standard_time(night, measured, date, hours, first):
    """Until noon; conversations are all as long, so that nothing but the moments of arrival decides."""
    day = datetime.date.fromisoformat(date)
    local = night(day, "local")
    found, standard = measured(local), measured(night(day, "standard"))
    for place, hour in enumerate(hours[first:][:12]):
        for measure in MEASURES:
            same = standard["interval", f"sun {place:02d}:00", measure]
            assert found["interval", f"{date} {hour}", measure] == pytest.approx(same, abs=1e-4), hour
    assert found["all", "", "staff_cost"][0] == pytest.approx(6 * 10 * len(hours))
    assert standard["all", "", "staff_cost"][0] == pytest.approx(6 * 10 * 24)
    assert build(night(day, "offset"), "usual").types == build(local, "usual").types


@pytest.mark.slow
def test_the_hours_around_the_change_are_served_as_any_other(night, measured):
    """24 recordings, each run once: M/M/6 at 4 erlang has 75.9 % and 34 s, within about 4 standard errors."""
    sums = {measure: np.zeros(2) for measure in MEASURES}
    for seed in range(24):
        work = "{dist: exponential, mean: 4m}"
        found = measured(night(datetime.date(2026, 10, 25), "local", work, seed, 12), seed=seed)
        for hour in ("01:00", "02:00", "02:00 again", "03:00"):
            for measure in MEASURES:
                sums[measure] += found["interval", f"2026-10-25 {hour}", measure]
    offered, level, speed = (over / under for over, under in sums.values())
    print(offered, level, speed)
    assert 55 < offered < 65
    assert 0.67 < level < 0.84
    assert 22 < speed < 46
