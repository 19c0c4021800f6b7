"""A worker has a draft translated: by an invited interpreter, by an agency's file, or by a computer."""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, make_response, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import families
from webapp.core import access, clock
from webapp.core import forms as fields
from webapp.core.pages import page
from webapp.plans import looks, queries, words
from webapp.plans.routes import plans
from webapp.plans.translating import checking, files, forms, machine, messages, rules, service
from webapp.plans.translating import queries as own_queries
from webapp.plans.translating.checking import Preview
from webapp.plans.translating.files import BadFile, Returned
from webapp.plans.translating.machine import MachineFailed
from webapp.plans.translating.queries import Text
from webapp.plans.writing import queries as writing_queries
from webapp.plans.writing.policies import may_write_version
from webapp.plans.writing.service import Published, StaleDraft

PAGE = "/plans/<id:version_id>/translating"
TEXT = f"{PAGE}/<string:code>"
FORMATS = {
    "po": ("text/x-gettext-translation", files.po_of),
    "xlf": ("application/x-xliff+xml", files.xliff_of),
}


@plans.get(PAGE, policy=may_write_version)
def show_translations(version_id: uuid.UUID) -> Response:
    """How far each language of this version is."""
    content = queries.content_of(version_id)
    codes = own_queries.languages_of(content, queries.readers(content.child_id))
    looks.note_version(content.family_id, content.child_id, version_id)
    return page(
        "plans/translations.html",
        content=content,
        name=writing_queries.child_name(content.child_id),
        counts=own_queries.counts_by_language(content, codes),
        more=[(code, messages.language_name(code)) for code in own_queries.more_languages(codes)],
        language_name=messages.language_name,
    )


@plans.post(PAGE, policy=may_write_version)
def choose_translation(version_id: uuid.UUID) -> Response:
    """Go to a language that has no words yet."""
    code = fields.chosen("code", rules.COMMON)
    if code is None:
        return redirect(url_for("plans.show_translations", version_id=version_id), 303)
    return redirect(url_for("plans.show_translation", version_id=version_id, code=code), 303)


def _text(version_id: uuid.UUID, code: str) -> Text:
    if not rules.is_code(code):
        abort(404)
    text = own_queries.text_of(version_id, code)
    known = own_queries.languages_of(text.content, queries.readers(text.content.child_id))
    return text if code in (*rules.COMMON, *known) else abort(404)


def _draft(version_id: uuid.UUID, code: str) -> Text:
    """The text, while it can change."""
    text = _text(version_id, code)
    return text if text.is_draft else abort(404)


@plans.get(TEXT, policy=may_write_version)
def show_translation(version_id: uuid.UUID, code: str) -> Response:
    """One language: its lines as a translator sees them, and the three ways to have them translated."""
    text = _text(version_id, code)
    looks.note_version(text.content.family_id, text.content.child_id, version_id)
    return _page(text)


def _page(text: Text, *, status: int = 200, **typed: Any) -> Response:
    content = text.content
    interpreters = families.interpreters(access.reader(), content.child_id)
    values: dict[str, Any] = {"errors": {}, "typed": {}, "failed": ""} | typed
    return page(
        "plans/translation.html",
        status=status,
        text=text,
        content=content,
        code=text.code,
        name=writing_queries.child_name(content.child_id),
        language=messages.language_name(text.code),
        headings=_headings(text),
        states=words.WORDING_STATES,
        hidden=[(token, one.words, messages.who(one)) for token, one in text.hidden],
        interpreters=interpreters,
        until=max((rules.usual_until(clock.today(), one.last_on) for one in interpreters), default=None),
        asked=own_queries.asked_for(access.reader(), content, text.code),
        machine=machine.is_on(),
        **values,
    )


def _headings(text: Text) -> dict[str, str]:
    return {line.part: words.part_heading(line.part, "adult", "[child]") for line in text.lines}


def _back(text: Text, place: str = "") -> Response:
    address = url_for(
        "plans.show_translation", version_id=text.content.id, code=text.code, _anchor=place or None
    )
    return redirect(address, 303)


@plans.post(f"{TEXT}/ask", policy=may_write_version)
def ask_interpreter(version_id: uuid.UUID, code: str) -> Response:
    """An interpreter who is invited for this child may translate the text until a day."""
    text = _draft(version_id, code)
    invited = families.interpreters(access.reader(), text.content.child_id)
    wanted = fields.identifier("person")
    person = next((one for one in invited if one.person_id == wanted), None)
    day = fields.day("until")
    errors = {}
    if person is None:
        errors["person"] = _("Choose who translates.")
    elif day is None or not rules.may_ask_until(day, clock.today(), person.last_on):
        errors["until"] = _("Choose a day from today on, not after the invitation ends.")
    if errors or person is None or day is None:
        return _page(text, status=422, errors=errors, typed={"until": fields.line("until")})
    service.ask(
        text=text, person_id=person.person_id, until=clock.end_of(day), actor_id=access.reader().person_id
    )
    return _back(text, "asked")


@plans.post(f"{TEXT}/end", policy=may_write_version)
def end_asked(version_id: uuid.UUID, code: str) -> Response:
    """One tap, at once."""
    text = _text(version_id, code)
    asked_id = fields.identifier("asked")
    row = own_queries.row_of(version_id, asked_id) if asked_id else None
    if row is None:
        abort(404)
    service.end(row=row, content=text.content, actor_id=access.reader().person_id)
    return _back(text, "asked")


@plans.post(f"{TEXT}/hide", policy=may_write_version)
def hide_words(version_id: uuid.UUID, code: str) -> Response:
    """More words that no translator sees."""
    text = _text(version_id, code)
    found, errors = forms.hidden_words()
    if errors:
        return _page(text, status=422, errors=errors, typed={"words": fields.words("words")})
    service.hide_words(text=text, words=found, actor_id=access.reader().person_id)
    return _back(text, "hidden")


@plans.post(f"{TEXT}/file", policy=may_write_version)
def save_file(version_id: uuid.UUID, code: str) -> Response:
    """The lines as a file for an agency; written down, as what leaves the house."""
    text = _text(version_id, code)
    kind = fields.chosen("format", tuple(FORMATS)) or "po"
    media, made = FORMATS[kind]
    service.keep_placeholders(text=text)
    service.record(text.content, "translate.export", access.reader().person_id)
    notes = [f"{token}: {messages.who(one)}" for token, one in text.hidden]
    answer = make_response(made(text.lines, str(version_id), code, notes))
    answer.headers["Content-Type"] = f"{media}; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="text-{code}.{kind}"'
    return answer


@plans.post(f"{TEXT}/bring", policy=may_write_version)
def bring_translation(version_id: uuid.UUID, code: str) -> Response:
    """What a file that came back would change; nothing is written."""
    text = _draft(version_id, code)
    try:
        words_of_file, found = forms.returned()
        shown = _preview(found, text)
    except BadFile as error:
        return _page(text, status=422, errors={"file": messages.bad_file(error)})
    return _preview_page(text, words_of_file, shown, forms.agency(), 200)


def _preview(found: Returned, text: Text) -> Preview:
    return checking.preview(
        found, text.lines, version=str(text.content.id), code=text.code, known=text.hiding
    )


def _preview_page(text: Text, returned: str, shown: Preview, agency: forms.Agency, status: int) -> Response:
    return page(
        "plans/translation_back.html",
        status=status,
        content=text.content,
        code=text.code,
        name=writing_queries.child_name(text.content.child_id),
        language=messages.language_name(text.code),
        returned=returned,
        shown=shown,
        taken=[(line, shown.given[line.key]) for line in text.lines if line.key in shown.given],
        remarks=[(one, messages.remark(one)) for one in shown.remarks],
        agency=agency,
        errors=agency.errors if status == 422 else {},
    )


@plans.post(f"{TEXT}/take", policy=may_write_version)
def take_translation(version_id: uuid.UUID, code: str) -> Response:
    """Take every good line of a file, all in one change."""
    text = _draft(version_id, code)
    agency = forms.agency()
    try:
        words_of_file, found = forms.returned()
        shown = _preview(found, text)
    except BadFile as error:
        return _page(text, status=422, errors={"file": messages.bad_file(error)})
    if agency.errors:
        return _preview_page(text, words_of_file, shown, agency, 422)
    made = checking.wordings(
        shown, text.lines, text.before(), text.hiding, reference=agency.reference, on=agency.on
    )
    return _kept(text, made, "translate.import")


def _kept(text: Text, made: dict[rules.LineKey, Any], act: str) -> Response:
    try:
        service.save(text=text, words=made, actor_id=access.reader().person_id, act=act)
    except (StaleDraft, Published):
        failed = _("Someone saved this plan at the same moment. Nothing was changed. Do it again.")
        return _page(own_queries.text_of(text.content.id, text.code), status=409, failed=failed)
    return _back(text, "lines")


@plans.post(f"{TEXT}/machine", policy=may_write_version)
def translate_by_machine(version_id: uuid.UUID, code: str) -> Response:
    """Have the computer translate what has no words, and what it translated before its English changed."""
    text = _draft(version_id, code)
    if not machine.is_on():
        abort(404)
    wanted = [
        line for line in text.lines if line.state == "none" or (line.out_of_date and line.state == "machine")
    ]
    asked = [(line, name, english) for line in wanted for name, english in line.english.items()]
    try:
        back = machine.translate([english for _line, _name, english in asked], code)
    except MachineFailed as error:
        return _page(text, status=503 if error.code == "away" else 422, failed=messages.machine(error))
    found = Preview()
    for (line, name, english), said in zip(asked, back, strict=True):
        if said.strip() and rules.fault_in(english, said, code) is None:
            found.given.setdefault(line.key, {})[name] = said
    made = checking.wordings(found, text.lines, text.before(), text.hiding)
    return _kept(text, made, "translate.machine")
