"""Test that figures look alike, keep their bytes, and touch nobody else's matplotlib."""

import subprocess
import sys
from itertools import combinations

import matplotlib
import pytest

from sim.plots import policy_differences, service_by_interval, style


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_baseline_is_always_grey_and_solid_wherever_it_stands():
    for order in (["base", "a", "b"], ["a", "b", "base"]):
        looks = style.looks(order, "base")
        assert looks["base"] == (style.GREY, "o", "-")
        assert looks["a"].colour == style.OKABE_ITO[0]


def test_up_to_five_policies_differ_in_colour_shape_and_line_each():
    looks = style.looks(["base", "a", "b", "c", "d"], "base")
    for one, other in combinations(looks.values(), 2):
        assert one.colour != other.colour
        assert one.marker != other.marker
        assert one.line != other.line


def test_grey_words_have_the_contrast_accessibility_asks_for():
    assert 1.05 / (luminance(style.GREY) + 0.05) >= 4.5


@pytest.mark.parametrize("name", ["differences", "two_policies", "week"])
def test_svg_and_png_keep_their_bytes(name, request):
    data = request.getfixturevalue(name)
    draw = service_by_interval.figure if name == "week" else policy_differences.figure
    assert style.svg(draw(data)) == style.svg(draw(data))
    assert style.png(draw(data)) == style.png(draw(data))
    assert style.png(draw(data)).startswith(b"\x89PNG")


def test_svg_carries_no_date(differences):
    assert b"<dc:date>" not in style.svg(policy_differences.figure(differences))


def test_a_reader_s_own_settings_change_no_bytes(differences):
    plain = style.svg(policy_differences.figure(differences))
    with matplotlib.rc_context({"font.size": 20.0, "axes.facecolor": "pink", "svg.hashsalt": "mine"}):
        assert style.svg(policy_differences.figure(differences)) == plain
        assert matplotlib.rcParams["font.size"] == 20.0


def test_drawing_leaves_pyplot_alone():
    code = "import sys; import sim.plots.policy_differences, sim.plots.service_by_interval; "
    code += "sys.exit('matplotlib.pyplot' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
