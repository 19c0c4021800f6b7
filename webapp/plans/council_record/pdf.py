"""The record's pages as PDF/A-3u (ISO 19005-3), tagged, by WeasyPrint; it needs the system's Pango."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from flask import current_app

from webapp.core import pages
from webapp.plans import words

VARIANT = "pdf/a-3u"
# All that a page may fetch: fonts that we built and photos it was given, under addresses of our own.
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


def made_of(
    body: dict[str, Any], *, copy: int, at: datetime, pictures: Mapping[str, bytes] | None = None
) -> bytes | None:
    """The record as a PDF; None where it cannot be made: the JSON holds everything all the same.

    `pictures`: JPEGs by the name after heard-picture: in the pages.
    """
    if not is_there():
        return None
    try:
        return _render(page_of(body, copy=copy, at=at), pictures or {})
    except Exception as error:  # whatever a text does to a layout must not keep the JSON back
        current_app.logger.error("the council's record: no PDF: %s", type(error).__name__)
        return None


def page_of(body: dict[str, Any], *, copy: int, at: datetime) -> str:
    """The pages before they are laid out, in English: the council's record is kept in English."""
    # Not render_template(): there is no request here, and nobody who reads.
    return current_app.jinja_env.get_template("plans/record.html").render(
        body=body,
        copy=copy,
        at=at.isoformat(),
        pictures=PICTURES,
        day=_day,
        moment=_moment,
        faces=[(family, FONTS + name, weight) for family, name, weight in FACES],
        states=words.WORDING_STATES,
        step_states=words.STEP_STATES,
        step_said=words.STEP_SAID,
        positions=words.POSITIONS,
        outcomes=words.SENTENCE_OUTCOMES,
        asked=words.ASKED,
    )


def _day(value: str | None) -> str:
    return pages.day_words(date.fromisoformat(value)) if value else ""


def _moment(value: str | None) -> str:
    return pages.moment_words(datetime.fromisoformat(value)) if value else ""


def _render(html: str, pictures: Mapping[str, bytes]) -> bytes:
    from weasyprint import HTML

    def fetched(url: str, *_rest: object, **_options: object) -> Any:
        return fetch(url, pictures)

    pdf: bytes = HTML(string=html, url_fetcher=fetched).write_pdf(pdf_variant=VARIANT, pdf_tags=True)
    return pdf


def fetch(url: str, pictures: Mapping[str, bytes]) -> Any:
    """Our fonts and the photos that were given: no file, no network, whatever a text says. ValueError."""
    from weasyprint.urls import URLFetcherResponse

    if url.startswith(PICTURES) and url.removeprefix(PICTURES) in pictures:
        data = pictures[url.removeprefix(PICTURES)]
        return URLFetcherResponse(url, data, {"Content-Type": "image/jpeg"})
    name = url.removeprefix(FONTS)
    if not url.startswith(FONTS) or name not in {file for _family, file, _weight in FACES}:
        raise ValueError("a record's page fetches its fonts and nothing else")
    font = pages.dist_folder() / Path(pages.asset(name)).name
    return URLFetcherResponse(url, font.read_bytes(), {"Content-Type": "font/woff2"})
