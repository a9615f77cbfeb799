"""Build the forms of a report that are asked for, one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from sim.commands import Ran
from sim.errors import GoodwillError
from sim.plots.base import Lacking, Made
from sim.report.board import ONE_OF_MANY
from sim.report.browser import BROWSERS, found, printed
from sim.report.content import Book, Exhibit, Missing, Scene
from sim.report.exhibits import made_of, shown
from sim.report.forms import FIGURES, FILES
from sim.report.gather import gather, spoken_of
from sim.report.look import Look, theme_of
from sim.report.markdown import text_of
from sim.report.page import page
from sim.report.voice import Voice
from sim.reporting.by_product import Say, by_product
from sim.reporting.given import given_of
from sim.reporting.stored import open_result
from sim.scenario.variant import listed, suggest
from sim.store import file_name

FORMATS = (*FILES, "svg", "png")
"""Forms of a report, in the order in which they are made."""
USUAL = ("html", "md", "xlsx")
"""What is made where nothing is asked for."""
EVERY = "all"
DRAWN = {"html", "pdf", "pptx", "svg", "png"}
"""Forms that show figures."""
PAGED = {"html", "pdf"}
"""Forms that lay them out on a page."""
WORLDS = "worlds"
"""The exhibit whose finding every form begins with."""
SIZES = {"svg": "page", "png": "slide", "pdf": "page"}
"""Size in which figures are saved in each form."""
NO_SLIDES = "pptx: needs python-pptx: pip install 'goodwill-sim[slides]'. Other forms are made without it."


def wanted(text: str | None) -> list[str]:
    """Return the forms that a text such as "html,xlsx" asks for.

    Raises: GoodwillError for a form that there is not.
    """
    names = [part.strip().lower() for part in (text or ",".join(USUAL)).split(",") if part.strip()]
    if names == [EVERY]:
        return list(FORMATS)
    for one in names:
        if one not in FORMATS:
            remedy = suggest(one, FORMATS, "Write one or more of these, separated by commas, or all.")
            raise GoodwillError(
                f"--formats: is no form of a report (got {one}; allowed {listed(FORMATS)}). {remedy}"
            )
    return [one for one in FORMATS if one in names] or list(USUAL)


class Studio(NamedTuple):
    """What figures are made of: the result, the theme, and the exhibits of each scenario."""

    book: Book
    made: Mapping[str, Sequence[Made | Lacking]]


def studio_of(folder: Path, say: Say, forms: Sequence[str], look: Look) -> Studio:
    """Return everything that a report of a result folder tells, figures included where a form shows them.

    Raises: ResultError when the folder holds no whole result of this version.
    """
    opened = open_result(folder)
    given, book = given_of(opened), gather(opened, say, look.voice)
    only = None if DRAWN & {*forms} else (WORLDS,)
    if only and not any(WORLDS in studies for studies in given.studies.values()):
        return Studio(book, {})
    made = {one.key: list(made_of(given, theme_of(look), one.key, say, only)) for one in book.scenes}
    book = book._replace(scenes=tuple(worlds_first(one, made[one.key]) for one in book.scenes))
    if not PAGED & {*forms}:
        return Studio(book, made)
    voice = spoken_of(opened, look.voice)
    told = (on_page(one, made[one.key], book.ran.about(one.key), voice, say) for one in book.scenes)
    return Studio(book._replace(scenes=tuple(told)), made)


def worlds_first(scene: Scene, made: Sequence[Made | Lacking]) -> Scene:
    """Return a scenario whose answer begins with that of all worlds, where several were compared."""
    titles = [f"{one.title}." for one in made if isinstance(one, Made) and one.name == WORLDS]
    return scene._replace(answer=(*titles, ONE_OF_MANY, *scene.answer)) if titles else scene


def on_page(scene: Scene, made: Sequence[Made | Lacking], ran: Ran, voice: Voice, say: Say) -> Scene:
    """Return a scenario with what a page shows of its exhibits, and which cannot be made of this result."""
    found = list(shown(ran, voice, made, say))
    exhibits = tuple(one for one in found if isinstance(one, Exhibit))
    missing = tuple(one for one in found if isinstance(one, Missing))
    return scene._replace(exhibits=exhibits, missing=missing)


def files_of(
    studio: Studio, forms: Sequence[str], look: Look, say: Say, scenario: str | None = None
) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a report: name and content.

    scenario: the one that slides are about, the first one where None.
    Raises: GoodwillError for one that the result does not hold.
    """
    book = studio.book
    if scenario is not None and scenario not in book.scenarios:
        known = [*book.scenarios]
        raise GoodwillError(
            f"--scenario: is none of this result (got {scenario}; allowed {listed(known)}). "
            f"{suggest(scenario, known, 'Write one of these, or run it first.')}"
        )
    for form in forms:
        if form == "html":
            yield FILES[form], page(book, look).encode("utf-8")
        elif form == "md":
            yield FILES[form], text_of(book, look.prefix).encode("utf-8")
        elif form == "xlsx":
            from sim.report.workbook import workbook

            yield FILES[form], workbook(book, look)
        elif form == "pptx":
            yield from _slides(studio, look, say, scenario)
        elif form == "pdf":
            yield from _printed(studio, look, say)
        else:
            yield from _figures(studio, form, look, say)


def _slides(studio: Studio, look: Look, say: Say, scenario: str | None) -> Iterator[tuple[str, bytes]]:
    """Yield the slides; where the library that makes them is missing, say so."""
    try:
        from sim.report.slides import slides
    except ModuleNotFoundError as fault:
        if fault.name != "pptx":
            raise
        say(NO_SLIDES)
        return
    scenario = scenario or studio.book.scenes[0].key
    yield FILES["pptx"], slides(studio.book, look, studio.made.get(scenario, ()), scenario)


def _printed(studio: Studio, look: Look, say: Say) -> Iterator[tuple[str, bytes]]:
    """Yield the page as a browser prints it; without a browser the figures, and say so."""
    browser = found()
    content = printed(page(studio.book, look), browser) if browser else None
    if content is not None:
        yield FILES["pdf"], content
        return
    why = f"{browser} printed nothing" if browser else f"no browser is on the PATH ({', '.join(BROWSERS)})"
    say(f"pdf: figures only, because {why}. Open report.html in a browser and print it there.")
    yield from _figures(studio, "pdf", look, say)


def _figures(studio: Studio, form: str, look: Look, say: Say) -> Iterator[tuple[str, bytes]]:
    """Yield every exhibit as a file: pages of text as SVG and PDF, slides as PNG.

    Each title begins with the words of the house, as a file stands alone.
    """
    for place, scene in enumerate(studio.book.scenes):
        suffix = f".{file_name(scene.key)}" if place else ""
        drawn = [one.under(look.prefix) for one in studio.made[scene.key] if isinstance(one, Made)]
        pictures = [by_product(say, f"Exhibit {one.name}", getattr(one, form), SIZES[form]) for one in drawn]
        named = zip(drawn, pictures, strict=True)
        yield from ((f"{FIGURES}/{one.name}{suffix}.{form}", made) for one, made in named if made is not None)
