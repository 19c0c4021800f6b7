"""Asking an interpreter, keeping what they and others translate. Keyword-only; flush, never commit."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from webapp import audit
from webapp.core import clock, ids, sealing
from webapp.core.database import session
from webapp.plans.content import VersionContent, Words
from webapp.plans.models import Plan, TranslatorAsked
from webapp.plans.translating import hiding as placeholders
from webapp.plans.translating.queries import Text, text_of
from webapp.plans.translating.rules import LineKey
from webapp.plans.writing import service as writing


def ask(*, text: Text, person_id: uuid.UUID, until: datetime, actor_id: uuid.UUID) -> uuid.UUID:
    """An invited interpreter may translate this text until then. Returns its id."""
    keep_placeholders(text=text)
    row = TranslatorAsked(
        id=ids.new(),
        version_id=text.content.id,
        person_id=person_id,
        language=text.code,
        asked_by=actor_id,
        asked_at=clock.now(),
        until_at=until,
    )
    session().add(row)
    session().flush()
    record(text.content, "translate.ask", actor_id, row.id)
    return row.id


def ask_translator(
    *, version_id: uuid.UUID, code: str, person_id: uuid.UUID, until: datetime, actor_id: uuid.UUID
) -> uuid.UUID:
    """The same by the version and the language."""
    return ask(text=text_of(version_id, code), person_id=person_id, until=until, actor_id=actor_id)


def end(*, row: TranslatorAsked, content: VersionContent, actor_id: uuid.UUID) -> None:
    """At once: the interpreter sees the text no more."""
    row.ended_at = row.ended_at or clock.now()
    session().flush()
    record(content, "translate.end", actor_id, row.id)


def say_known(*, row: TranslatorAsked, content: VersionContent, is_known: bool) -> None:
    """The interpreter says whether they know this family (practice §4); who does sees nothing of it."""
    row.says, row.said_at = "known" if is_known else "not_known", clock.now()
    if is_known:
        row.ended_at = clock.now()
    session().flush()
    record(content, "translate.known" if is_known else "translate.not_known", row.person_id, row.id)


def finish(*, row: TranslatorAsked, content: VersionContent) -> None:
    """The interpreter has done what they can; the text closes for them."""
    row.finished_at = clock.now()
    session().flush()
    record(content, "translate.finish", row.person_id, row.id)


def save(
    *, text: Text, words: Mapping[LineKey, Words], actor_id: uuid.UUID, act: str = "translate.save"
) -> int:
    """Put these translations into the draft, in one change. Returns how many differ from what was kept.

    Published, StaleDraft as for a save by a worker.
    """
    before = text.before()
    changed = {key: one for key, one in words.items() if one != before.get(key) and any(one.typed)}
    keep_placeholders(text=text)
    if changed:
        writing.save_translations(
            version_id=text.content.id, code=text.code, words=changed, actor_id=actor_id
        )
        record(text.content, act, actor_id)
    return len(changed)


def keep_placeholders(*, text: Text) -> None:
    """Keep which placeholder stands for what, for as long as the plan lives."""
    plan = session().get_one(Plan, text.content.plan_id)
    box = sealing.family_box(text.content.family_id)
    packed = placeholders.pack(text.hiding.kept)
    if packed != box.text(plan, "placeholders"):
        box.put(plan, placeholders=packed)
        session().flush()


def hide_words(*, text: Text, words: list[str], actor_id: uuid.UUID) -> None:
    """More words that no translator sees, from now on."""
    for one in words:
        text.hiding.hide_word(one)
    keep_placeholders(text=text)
    record(text.content, "translate.hide", actor_id)


def record(content: VersionContent, act: str, actor_id: uuid.UUID, item_id: uuid.UUID | None = None) -> None:
    """Who did it, to which version, or to which text someone was asked for."""
    audit.record(
        actor_id=actor_id,
        act=act,
        family_id=content.family_id,
        subject_id=content.child_id,
        item_kind="plan_translator" if item_id else "plan_version",
        item_id=item_id or content.id,
    )
