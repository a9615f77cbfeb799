"""Test that figures look alike, keep their bytes, and touch nobody else's matplotlib."""

import subprocess
import sys
from itertools import combinations

import matplotlib
import pytest

from sim.plots import style
from sim.plots.sheet import SIZES, Sheet
from sim.plots.style import Theme


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_baseline_is_always_grey_and_solid_wherever_it_stands():
    for order in (["base", "a", "b"], ["a", "b", "base"]):
        looks = style.looks(order, "base")
        assert looks["base"] == (style.GREY, "o", "-")
        assert looks["a"].colour == style.OKABE_ITO[0]


def test_up_to_six_policies_differ_in_colour_shape_and_line_each():
    looks = style.looks(["base", "a", "b", "c", "d", "e"], "base")
    for one, other in combinations(looks.values(), 2):
        assert one.colour != other.colour
        assert one.marker != other.marker
        assert one.line != other.line


@pytest.mark.parametrize("name", ["baseline", "muted", "text"])
def test_grey_words_have_the_contrast_accessibility_asks_for(name):
    assert 1.05 / (luminance(getattr(Theme(), name)) + 0.05) >= 4.5


def test_a_reader_s_own_settings_change_no_bytes(made):
    plain = made[2]["answer"].svg("page")
    with matplotlib.rc_context({"font.size": 20.0, "axes.facecolor": "pink", "svg.hashsalt": "mine"}):
        assert made[2]["answer"].svg("page") == plain
        assert matplotlib.rcParams["font.size"] == 20.0


@pytest.mark.slow
def test_drawing_leaves_pyplot_alone():
    code = "import sys; from sim.plots.base import members; members(); "
    code += "sys.exit('matplotlib.pyplot' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_labels_of_a_figure_are_short_and_their_key_tells_them_whole():
    short, key = style.keyed({"a": "brief", "b": "b" * 99, "c": "c] " * 33, "d": "two\nlines\x1b"}, 60)
    assert (short["a"], short["d"]) == ("brief", "two lines\\x1b")
    assert [len(short[name]) <= 60 for name in "bc"] == [True, True]
    assert short["b"].endswith("b … [1]")
    assert short["c"].endswith("… [2]")
    assert key.startswith(f" [1] {'b' * 99}. [2] c]")


@pytest.mark.parametrize(
    ("theme", "written", "shown"),
    [
        (Theme(), "1,234.50", "1,234.50 EUR"),
        (Theme(decimal=",", thousands="."), "−1,234.50", "−1.234,50 EUR"),
        (Theme(thousands=" ", currency_first=True), "+1,234", "+EUR 1 234"),
    ],
)
def test_a_theme_writes_money_its_own_way(theme, written, shown):
    assert theme.money(written, "EUR") == shown


def test_a_theme_leaves_words_as_they_are():
    assert (
        Theme(decimal=",", thousands=".").number("unclear, 1,200 would tell.") == "unclear, 1.200 would tell."
    )
    assert Theme(currency_first=True).money("12", "€") == "€12"


@pytest.mark.parametrize("words", ["+9.2 pp", "9.2 %", "1,840 EUR", "235 s", "24.0 ±3.7"])
def test_no_line_is_broken_between_a_number_and_its_unit(words):
    sheet = Sheet(SIZES["page"], Theme(), 3.0)
    text = f"A title that says much ({words}) and more"
    for wide in range(10, 60):
        filled = sheet.fill(text, wide / 10.0)
        assert words in filled.replace("\u00a0", " "), filled
        assert " ".join(filled.replace("\u00a0", " ").split()) == text
