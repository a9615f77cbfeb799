"""Open the report in a browser with the network cut: no request, no error, no overflow, the right numbers.

Skipped where there is no Chromium or no Playwright.
"""

import json
import shutil
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli import app
from sim.wording import short_value

api = pytest.importorskip("playwright.sync_api", reason="needs playwright")
BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(BROWSER is None, reason="needs chromium on the PATH"),
]
PRINTED_WIDTH, PRINTED_HEIGHT = 718, 1047
"""A4 with margins of 1 cm, in pixels of 1/96 inch."""
BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
sys.path[:0] = [str(Path(__file__).parents[1] / "unit" / folder) for folder in ("report", "cli")]


def of_the_shop(folder):
    """Write a small centre of hostile names and texts; return its file and what else its run is told."""
    from hostile_shop import hostile

    (folder / "shop.yaml").write_text(hostile(), "utf-8")
    return folder / "shop.yaml", ()


def of_the_bank(_folder):
    """Return the file of five policies in three scenarios, and what makes its run a short one."""
    days = ("clock.days=2", "clock.warm_up=1d", "clock.drain=1d", "run.replications=2")
    settings = (word for one in days for word in ("--set", one))
    return BENCHMARKS / "retail_bank_five.yaml", (*settings, "--engine", "compiled")


@pytest.fixture(scope="module", params=[of_the_shop, of_the_bank])
def result(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("browser")
    file, more = request.param(folder)
    usual = ("--scenario", "all", "--jobs", "1", "--figures", "none", "--no-equal-service", "--quiet")
    words = ["run", str(file), "--out", str(folder / "results"), "--report", *usual, *more]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    return folder / "results" / file.stem


@pytest.fixture(scope="module")
def browser():
    with api.sync_playwright() as play:
        one = play.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield one
        one.close()


@pytest.fixture
def opened(browser, result):
    """Return a function that opens the page at a width, and what the page asked for and complained of."""
    asked, said = [], []

    def at(width=1440, scheme="light"):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, offline=True, color_scheme=scheme
        )
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto((result / "report.html").as_uri())
        return page

    at.asked, at.said = asked, said
    return at


@pytest.mark.parametrize("width", [360, 500, 768, 1440])
def test_the_page_fits_asks_for_nothing_and_complains_of_nothing(opened, width):
    page = opened(width)
    over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(over) <= 0
    assert len(opened.asked) == 1, opened.asked
    assert opened.asked[0].startswith("file:")
    assert opened.said == []


def test_no_sign_of_two_policies_is_cut_on_a_small_screen(opened):
    page = opened(500)
    for box in page.locator("input.policy").all()[2:]:
        box.uncheck()
    cut = page.evaluate(
        """() => [...document.querySelectorAll("#answer .sign")].filter(one => one.offsetParent).filter(one =>
            one.getBoundingClientRect().right > one.closest(".wide").getBoundingClientRect().right).length"""
    )
    assert page.locator("#answer .sign:visible").count() > 5
    assert cut == 0


def test_switches_show_the_numbers_of_the_result(opened, result):
    page = opened()
    content = json.loads((result / "result.json").read_text("utf-8"))
    known = {
        (row["scenario"], row["policy"], row["kpi"]): row["value"]
        for row in content["estimates"]
        if row["dimension"] == "all"
    }
    policies = [content["baseline"], *(one for one in content["policies"] if one != content["baseline"])]
    for place, scenario in enumerate(content["scenarios"]):
        page.select_option("#scene", str(place))
        assert page.locator(".scene:visible").count() == page.locator(f".scene[data-scene='{place}']").count()
        for kpi in ("csat", "offered", "aht"):
            cells = page.locator(f"#all tr[data-kpi={kpi}] td").all()
            shown = [cell.evaluate("node => node.firstChild.textContent") for cell in cells]
            unit = content["measures"][kpi]["unit"]
            expected = [short_value(known[scenario, policy, kpi], unit, "EUR") for policy in policies]
            assert [text.replace("\u00a0", " ") for text in shown] == expected
    page.locator("input.policy").nth(1).uncheck()
    assert page.locator("#all thead th").count() == len(policies)  # one less, and the measures
    assert page.locator("main [data-p='1']:visible").count() == 0
    assert page.locator("main .spread:visible").count() == 0
    page.check("#spreads")
    assert page.locator("main .spread:visible").count() > 20
    page.select_option("#queue", index=1)
    assert page.locator("tbody[data-queue]:visible").count() == 1


def test_the_keyboard_reaches_the_answer_first_and_dark_colours_change_the_ground(opened):
    page = opened(scheme="dark")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(21, 24, 28)"
    page.select_option("#colours", "light")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"


def test_the_keyboard_goes_down_the_page_and_to_every_switch(opened):
    page = opened()
    place = """() => {
        const one = document.activeElement
        const top = one.getBoundingClientRect().top + scrollY
        return one === document.body ? null : [one.id || one.tagName, top]
    }"""
    visited = []
    for _ in range(400):
        page.keyboard.press("Tab")
        found = page.evaluate(place)
        if found is None:
            break
        visited.append(found)
    names, tops = zip(*visited[1:], strict=True)  # the first is the link that skips to the answer
    assert {"scene", "queue", "spreads", "colours"} <= set(names)
    assert len(visited) < 400
    same_line = 60.0
    assert all(after > before - same_line for before, after in pairwise(tops)), visited


def test_no_figure_is_cut_in_print(opened):
    page = opened(width=PRINTED_WIDTH)
    page.emulate_media(media="print")
    sizes = page.evaluate(
        """() => [...document.querySelectorAll("figure")].filter(one => one.offsetParent).map(one => [
            one.id, one.getBoundingClientRect().height, getComputedStyle(one).breakInside,
            Math.max(...[...one.querySelectorAll("svg")].map(svg => svg.getBoundingClientRect().right)),
        ])"""
    )
    assert len(sizes) >= 5
    for name, height, breaks, right in sizes:
        assert height <= PRINTED_HEIGHT, name
        assert breaks == "avoid", name
        assert right <= PRINTED_WIDTH, name
    assert page.locator(".switches:visible").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault(opened, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    found = axe.Axe().run(opened(scheme=scheme)).response["violations"]
    serious = [
        (one["id"], [node["html"][:120] for node in one["nodes"][:3]])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    assert serious == []
