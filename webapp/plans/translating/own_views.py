"""An invited interpreter translates the text they were asked for: the words, no names, no other page."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import families
from webapp.core import access
from webapp.core import forms as fields
from webapp.core.pages import page
from webapp.plans import words
from webapp.plans.models import TranslatorAsked
from webapp.plans.routes import plans
from webapp.plans.translating import forms, messages, queries, service
from webapp.plans.translating.forms import TypedLines
from webapp.plans.translating.policies import may_translate
from webapp.plans.translating.queries import Asked, Text
from webapp.plans.writing.service import Published, StaleDraft


@plans.get("/translating", policy=may_translate)
def show_own_text() -> Response:
    """The text to translate; first whether they know the family; or why there is none."""
    asked = queries.own_open(access.reader())
    if asked is None:
        latest = next(iter(queries.own_texts(access.reader())), None)
        return page("plans/translator_none.html", ended=latest.ended if latest else "")
    if not asked.is_unknown:
        return page(
            "plans/translator_first.html", asked=asked, language=messages.language_name(asked.language)
        )
    return _page(asked, _text(asked))


def _text(asked: Asked) -> Text:
    return queries.text_of(asked.version_id, asked.language)


def _page(
    asked: Asked, text: Text, *, status: int = 200, typed: TypedLines | None = None, failed: str = ""
) -> Response:
    if not text.is_draft:
        return page("plans/translator_none.html", ended="published")
    access.note_read(
        "translate.read",
        chain=f"family:{text.content.family_id}",
        subject_id=text.content.child_id,
        item_kind="plan_version",
        item_id=text.content.id,
    )
    return page(
        "plans/translator.html",
        status=status,
        asked=asked,
        text=text,
        language=messages.language_name(text.code),
        hidden=[(token, messages.who(one)) for token, one in text.hidden],
        heading=_heading,
        for_whom=_for_whom(text),
        field_of=forms.field_of,
        typed=typed,
        errors=typed.errors if typed else {},
        failed=failed,
    )


def _heading(part: str, audience: str) -> str:
    return words.part_heading(part, audience, "[child]")


def _for_whom(text: Text) -> dict[Any, str]:
    """By reader: how they are related, for a language in which "you" has a gender."""
    members = families.members(text.content.family_id)
    return {one.person_id: one.relation for one in members}


def _own(asked_id: Any) -> tuple[Asked, TranslatorAsked]:
    asked = queries.own_open(access.reader(), asked_id) if asked_id else None
    row = queries.own_row(access.reader(), asked.id) if asked else None
    if asked is None or row is None:
        abort(404)
    return asked, row


@plans.post("/translating/begin", policy=may_translate)
def begin_own_text() -> Response:
    """ "I do not know this family", or that they do: then it ends at once."""
    asked, row = _own(fields.identifier("asked"))
    says = fields.chosen("says", ("not_known", "known"))
    if says is None:
        return page(
            "plans/translator_first.html",
            status=422,
            asked=asked,
            language=messages.language_name(asked.language),
            errors={"says": _("Say which it is.")},
        )
    service.say_known(row=row, content=_text(asked).content, is_known=says == "known")
    return redirect("/translating", 303)


@plans.post("/translating", policy=may_translate)
def save_own_text() -> Response:
    """Keep what was typed; tick by tick, or all at once, what they checked; or finish."""
    asked, row = _own(fields.identifier("asked"))
    if not asked.is_unknown:
        abort(404)
    text = _text(asked)
    if not text.is_draft:
        return _page(asked, text)
    invitation = families.own_invitation(access.reader())
    typed, made = forms.typed_lines(
        text.lines,
        text.before(),
        text.hiding,
        code=text.code,
        reference=invitation.reference if invitation else "",
    )
    if typed.errors:
        return _page(asked, text, status=422, typed=typed)
    try:
        service.save(text=text, words=made, actor_id=access.reader().person_id)
    except (StaleDraft, Published):
        failed = _("Someone saved at the same moment. Your words are still here. Press Save again.")
        return _page(asked, _text(asked), status=409, typed=typed, failed=failed)
    if forms.doing() == "finish":
        service.finish(row=row, content=text.content)
    return redirect("/translating", 303)
