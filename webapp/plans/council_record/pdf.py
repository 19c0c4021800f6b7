"""The record's pages as PDF/A-3u (ISO 19005-3), tagged, by WeasyPrint; it needs the system's Pango."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from flask import current_app

from webapp.core import pages
from webapp.plans import words

VARIANT = "pdf/a-3u"
# The only thing that a page may fetch: fonts that we built, under an address of our own.
FONTS = "heard-font:"
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


def made_of(body: dict[str, Any], *, copy: int, at: datetime) -> bytes | None:
    """The record as a PDF; None where it cannot be made: the JSON holds everything all the same."""
    if not is_there():
        return None
    try:
        return _render(page_of(body, copy=copy, at=at))
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


def _render(html: str) -> bytes:
    from weasyprint import HTML

    pdf: bytes = HTML(string=html, url_fetcher=fetch).write_pdf(pdf_variant=VARIANT, pdf_tags=True)
    return pdf


def fetch(url: str, *_rest: object, **_options: object) -> Any:
    """Our own fonts and nothing else: no file, no network, whatever stands in a text. ValueError."""
    from weasyprint.urls import URLFetcherResponse

    name = url.removeprefix(FONTS)
    if not url.startswith(FONTS) or name not in {file for _family, file, _weight in FACES}:
        raise ValueError("a record's page fetches its fonts and nothing else")
    font = pages.dist_folder() / Path(pages.asset(name)).name
    return URLFetcherResponse(url, font.read_bytes(), {"Content-Type": "font/woff2"})
