"""Test the load of a daily swing against printed figures and its convolution integral."""

import math

import numpy as np
import pytest
from scipy.integrate import quad

from sim.theory.infinite_server import crest, mean_busy, mean_busy_in_steps

DAY = (2.0, 0.5, 1440.0, 6.0)  # 2 contacts per minute, swing 0.5, minutes
HOUR = (2.0, 0.5, 60.0, 6.0)


@pytest.mark.parametrize(
    ("cycle", "times", "printed"),
    [
        (DAY, (0, 360, 720, 1080), (11.843028, 17.995890, 12.156972, 6.004110)),
        (HOUR, (0, 15, 30, 45), (9.297137, 16.301741, 14.702863, 7.698259)),
    ],
)
def test_the_load_follows_the_printed_curve(cycle, times, printed):
    assert [mean_busy(time, *cycle) for time in times] == pytest.approx(printed, abs=5.1e-7)


@pytest.mark.parametrize(
    ("cycle", "highest", "lag"), [(DAY, 17.997945, 5.998630), (HOUR, 17.080398, 5.356985)]
)
def test_the_crest_comes_after_the_arrivals(cycle, highest, lag):
    assert crest(*cycle) == pytest.approx((highest, lag), abs=5.1e-7)


@pytest.mark.parametrize("time", [0.0, 7.0, 33.3, 58.0])
def test_summing_who_came_and_still_talks_gives_the_same_load(time):
    rate, swing, period, service = HOUR

    def still_here(ago):
        return rate * (1 + swing * math.sin(2 * math.pi * (time - ago) / period)) * math.exp(-ago / service)

    assert mean_busy(time, *HOUR) == pytest.approx(quad(still_here, 0, 300, limit=200)[0], rel=1e-9)


@pytest.mark.parametrize("cycle", [DAY, HOUR])
def test_the_crest_is_the_highest_point_of_the_curve(cycle):
    period = cycle[2]
    times = np.linspace(0.0, period, 20_001)
    curve = np.array([mean_busy(time, *cycle) for time in times])
    highest = crest(*cycle)
    assert curve.max() == pytest.approx(highest.mean_busy, rel=1e-7)
    assert times[curve.argmax()] == pytest.approx(period / 4 + highest.lag, abs=period / 10_000)


def test_a_cycle_far_in_the_future_is_the_same_cycle():
    assert mean_busy(15.0 + 60.0 * 2**20, *HOUR) == pytest.approx(mean_busy(15.0, *HOUR), rel=1e-12)


def test_without_a_swing_the_load_is_the_offered_load():
    assert mean_busy(123.0, 2.0, 0.0, 1440.0, 6.0) == 12.0
    assert crest(2.0, 0.0, 1440.0, 6.0).mean_busy == 12.0


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ((0.0, 0.5, 60.0, 6.0), "arrival_rate"),
        ((2.0, 1.5, 60.0, 6.0), "swing"),
        ((2.0, 0.5, 0.0, 6.0), "period"),
        ((2.0, 0.5, 60.0, 0.0), "mean_service"),
    ],
)
def test_bad_input_names_the_argument(arguments, field):
    with pytest.raises(ValueError, match=rf"^{field}: "):
        crest(*arguments)
    with pytest.raises(ValueError, match=rf"^{field}: "):
        mean_busy(0.0, *arguments)


def test_a_moment_that_is_not_finite_is_refused():
    with pytest.raises(ValueError, match=r"^time: ") as caught:
        mean_busy(math.inf, *HOUR)
    assert str(caught.value) == (
        "time: is not finite (got inf; allowed any finite number). Give a moment in seconds."
    )


def test_steps_of_one_rate_bring_the_offered_load():
    assert mean_busy_in_steps([2.0] * 7, 1.0, 6.0) == pytest.approx([12.0] * 7, rel=1e-12)


def test_two_steps_go_up_and_down_between_two_loads():
    low, high = mean_busy_in_steps([3.0, 1.0], 5.0, 6.0)
    stays = math.exp(-5.0 / 6.0)
    assert high == pytest.approx(low * stays + 18.0 * (1 - stays), rel=1e-12)
    assert low == pytest.approx(high * stays + 6.0 * (1 - stays), rel=1e-12)
    assert 6.0 < low < high < 18.0


def test_ever_shorter_steps_come_to_the_smooth_cycle():
    for steps, near in ((60, 1e-3), (6000, 1e-7)):
        rates = [2.0 * (1 + 0.5 * math.sin(2 * math.pi * (k + 0.5) / steps)) for k in range(steps)]
        found = mean_busy_in_steps(rates, 60.0 / steps, 6.0)
        assert found[steps // 4] == pytest.approx(mean_busy(15.0, *HOUR), rel=near)


@pytest.mark.parametrize(
    ("arguments", "field"),
    [(([], 1.0, 6.0), "rates"), (([1.0, -1.0], 1.0, 6.0), "rates"), (([1.0], 0.0, 6.0), "step")],
)
def test_bad_steps_name_the_argument(arguments, field):
    with pytest.raises(ValueError, match=rf"^{field}: "):
        mean_busy_in_steps(*arguments)
