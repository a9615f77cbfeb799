"""Test that a theme is read strictly: faults with their place, no file outside its folder, contrast."""

import re

import pytest

from sim.errors import ScenarioError
from sim.report.look import look_of, on_dark
from sim.scenario.theme import contrast, read_theme

PNG = b"\x89PNG\r\n\x1a\n and more"
FAULTS = {
    'colour: "#123456"': r"theme.yaml:1:1: colour: is an unknown key \(got colour; .*Did you mean colours\?",
    "colours:\n  better: red": r"theme.yaml:2:3: colours.better: is not a colour \(got red;",
    "colours:\n  accent: '#ffff00'": r"theme.yaml:2:3: colours.accent: cannot be seen well on white "
    r"\(got #ffff00, contrast 1.1; allowed 4.5 or more\)",
    "colours:\n  accent: #7a1f5c": r"theme.yaml:2:10: colours.accent: is empty .* "
    r"Put the colour into quotes, as in '#7a1f5c': without them, # begins a comment.",
    "font: 'x; } body {'": r"theme.yaml:1:1: font: is not a list of fonts",
    "numbers: {decimal: ','}": r"theme.yaml:1:1: numbers: has one sign for two things \(got , for both;",
    "logo: ../secret.png": r"theme.yaml:1:1: logo: leads out of the theme's folder \(got ../secret.png;",
    "logo: link.png": r"theme.yaml:1:1: logo: leads out of the theme's folder",
    "logo: words.png": r"theme.yaml:1:1: logo: does not begin as a picture \(got words.png;",
    "logo: page.svg": r"theme.yaml:1:1: logo: is no picture \(got page.svg; allowed PNG or JPEG\)",
    "logo: none.png": r"theme.yaml:1:1: logo: none.png cannot be read",
}


@pytest.fixture
def house(tmp_path):
    (tmp_path / "secret.png").write_bytes(PNG)
    folder = tmp_path / "house"
    folder.mkdir()
    (folder / "logo.png").write_bytes(PNG)
    (folder / "words.png").write_text("no picture")
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    return folder


@pytest.mark.parametrize("text", FAULTS, ids=lambda text: text.split(":")[0])
def test_a_fault_is_named_with_its_place(house, text):
    (house / "theme.yaml").write_text(text, "utf-8")
    with pytest.raises(ScenarioError) as error:
        read_theme(house / "theme.yaml")
    assert re.search(FAULTS[text], str(error.value)), str(error.value)


def test_a_theme_changes_numbers_money_colours_and_logo(house):
    text = "logo: logo.png\nnumbers: {decimal: ',', thousands: '.'}\ncurrency: {symbol: €, place: before}\n"
    (house / "theme.yaml").write_text(text + "colours: {accent: '#7a1f5c'}\n", "utf-8")
    look = look_of(read_theme(house / "theme.yaml"))
    voice = look.voice._replace(currency="EUR")
    assert look.picture == PNG
    assert look.logo.startswith("data:image/png;base64,")
    assert look.accent == "#7a1f5c"
    told = voice.sentence("Plan 2.5 costs 12,588 EUR a day (+22 ±4 EUR), 88.9 % in 3m30s", ["Plan 2.5"])
    assert told == "Plan 2.5 costs €12.588 a day (+€22 ±4), 88,9 % in 3m30s"


def test_colours_on_a_dark_ground_can_be_read_and_contrast_is_as_defined():
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)  # the usual example of too little
    for colour in ("#000000", "#7a1f5c", "#005a9c", "#a34700"):
        assert contrast(on_dark(colour), "#1f2329") >= 4.5
