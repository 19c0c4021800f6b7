"""A record's pages as PDF/A-3u (ISO 19005-3), tagged, by WeasyPrint; it needs the system's Pango."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from flask import current_app

from webapp.core import pages

VARIANT = "pdf/a-3u"
# All that a page may fetch: fonts that we built and pictures it was given, under addresses of our own.
FONTS, PICTURES = "heard-font:", "heard-picture:"
ATKINSON, NASTALIQ = "atkinson-hyperlegible", "noto-nastaliq-urdu"
FACES = (
    ("Heard", f"{ATKINSON}-latin-400-normal.woff2", 400),
    ("Heard", f"{ATKINSON}-latin-700-normal.woff2", 700),
    ("Heard more", f"{ATKINSON}-latin-ext-400-normal.woff2", 400),
    ("Heard more", f"{ATKINSON}-latin-ext-700-normal.woff2", 700),
    ("Heard Urdu", f"{NASTALIQ}-arabic-400-normal.woff2", 400),
)


@cache
def is_there() -> bool:
    """Whether PDFs can be made here: WeasyPrint loads, and with it the system's Pango."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):
        return False
    return True


def made_of(html: str, pictures: Mapping[str, bytes] | None = None) -> bytes | None:
    """The pages as a PDF; None where it cannot be made: the JSON holds everything all the same.

    `pictures`: JPEGs by the name after heard-picture: in the pages.
    """
    if not is_there():
        return None
    try:
        return _render(html, pictures or {})
    except Exception as error:  # whatever a text does to a layout must not keep the JSON back
        current_app.logger.error("the council's record: no PDF: %s", type(error).__name__)
        return None


def faces() -> list[tuple[str, str, int]]:
    """For @font-face in a record's page: the family, the address, the weight."""
    return [(family, FONTS + name, weight) for family, name, weight in FACES]


def day(value: str | None) -> str:
    """A day of a record's JSON in words."""
    return pages.day_words(date.fromisoformat(value)) if value else ""


def moment(value: str | None) -> str:
    """A moment of a record's JSON in words."""
    return pages.moment_words(datetime.fromisoformat(value)) if value else ""


def _render(html: str, pictures: Mapping[str, bytes]) -> bytes:
    from weasyprint import HTML

    def fetched(url: str, *_rest: object, **_options: object) -> Any:
        return fetch(url, pictures)

    pdf: bytes = HTML(string=html, url_fetcher=fetched).write_pdf(pdf_variant=VARIANT, pdf_tags=True)
    return pdf


def fetch(url: str, pictures: Mapping[str, bytes]) -> Any:
    """Our fonts and the pictures that were given: no file, no network, whatever a text says. ValueError."""
    from weasyprint.urls import URLFetcherResponse

    if url.startswith(PICTURES) and url.removeprefix(PICTURES) in pictures:
        data = pictures[url.removeprefix(PICTURES)]
        return URLFetcherResponse(url, data, {"Content-Type": "image/jpeg"})
    name = url.removeprefix(FONTS)
    if not url.startswith(FONTS) or name not in {file for _family, file, _weight in FACES}:
        raise ValueError("a record's page fetches its fonts and nothing else")
    font = pages.dist_folder() / Path(pages.asset(name)).name
    return URLFetcherResponse(url, font.read_bytes(), {"Content-Type": "font/woff2"})
