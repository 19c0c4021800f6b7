"""A sheet as a PDF, in the language it was asked for."""

from __future__ import annotations

from dataclasses import dataclass

import segno
from flask import current_app, url_for
from markupsafe import Markup

from webapp import record
from webapp.core import language, pages
from webapp.feedback import rules
from webapp.feedback.models import Sheet
from webapp.feedback.paper import queries
from webapp.feedback.paper import rules as paper
from webapp.feedback.questions import Question
from webapp.feedback.screens import plain_line


@dataclass(frozen=True)
class Item:
    """A question on paper; `line` is ours, above an item of the standard."""

    question: Question
    line: str
    is_named: bool


def pdf_of(sheet: Sheet, code: str) -> bytes | None:
    """The sheet to print; None where no PDF can be made."""
    return record.made_of(page_of(sheet, code))


def page_of(sheet: Sheet, code: str) -> str:
    """The pages before they are laid out. No name stands on them."""
    asked = queries.asked(sheet)
    with language.speaking(sheet.language):
        items = [Item(one, plain_line(one.code), one.code in rules.SSD) for one in asked]
        # Not render_template(): the frame of a page asks who reads.
        return current_app.jinja_env.get_template("feedback/sheet.html").render(
            lang=sheet.language,
            band=sheet.band,
            is_child=sheet.person_id == sheet.child_id,
            worker_types=sheet.worker_types,
            items=items,
            named=sum(one.is_named for one in items),
            has_safety=any(one.code in rules.ALARMS for one in asked),
            code=paper.shown(code),
            pattern=_pattern(code),
            closes_on=pages.day_words(sheet.closes_on),
            faces=record.faces(),
        )


def _pattern(code: str) -> Markup:
    base = current_app.extensions["heard_settings"].base_url
    address = f"{base}{url_for('feedback.find_sheet', code=code)}"
    drawn = segno.make(address, error="m").svg_inline(
        scale=4, border=2, dark="#000", light="#fff", omitsize=True
    )
    return Markup(drawn)  # noqa: S704 - drawn by us from our own address
