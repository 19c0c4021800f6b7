"""Changing what may be asked, and how big a child wants the page. Keyword-only; flush, never commit."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from typing import Any

from webapp import audit
from webapp.core import clock, ids
from webapp.core.database import session
from webapp.core.language import LANGUAGES
from webapp.houses.asking import queries, rules
from webapp.houses.asking.queries import ENGLISH
from webapp.houses.asking.rules import Template
from webapp.houses.models import OwnLook, TemplateSwitch, TemplateVersion, TemplateWords


def new_key(kind: str) -> str:
    """A key for an authority's own template ("t") or part ("p"): no other has it."""
    return f"{kind}{ids.new().hex[-16:]}"


def keep_version(*, wanted: Template, actor_id: uuid.UUID) -> TemplateVersion:
    """A new version in these English words. Words in other languages come along, to be looked at again."""
    others = {code: queries.in_language(wanted.key, code) for code in LANGUAGES if code != ENGLISH}
    row = TemplateVersion(
        id=ids.new(),
        key=wanted.key,
        version=queries.last_version(wanted.key) + 1,
        parts=_json([{"key": one.key, "sign": one.sign, "aside": one.aside} for one in wanted.parts]),
        made_at=clock.now(),
        made_by=actor_id,
    )
    session().add(row)
    session().flush()
    _put_words(row.id, ENGLISH, wanted, "english_only")
    for code, one in others.items():
        if one is not None:
            state = "checked" if one.state == "checked" else "machine"
            _put_words(row.id, code, one, state, out_of_date=True)
    session().flush()
    _record("template.change", row.id, actor_id)
    return row


def translate(*, wanted: Template, code: str, state: str, actor_id: uuid.UUID) -> None:
    """The newest version's words in another language. state: machine, checked."""
    version_id = queries.version_id(wanted.key)
    if version_id is None:
        # Ours is not kept yet: its English is, so that there is something to stand beside.
        english = queries.in_language(wanted.key, ENGLISH)
        assert english is not None
        version_id = keep_version(wanted=english, actor_id=actor_id).id
    _put_words(version_id, code, wanted, state)
    session().flush()
    _record("template.translate", version_id, actor_id)


def offer_to(*, key: str, audiences: Iterable[str], actor_id: uuid.UUID) -> None:
    """From now on these audiences may choose it; nobody when there are none."""
    row = session().get(TemplateSwitch, key) or TemplateSwitch(key=key)
    row.audiences = " ".join(one for one in rules.AUDIENCES if one in set(audiences))
    session().add(row)
    session().flush()
    _record("template.offer", None, actor_id)


def choose_band(*, child_id: uuid.UUID, band: str) -> None:
    """How the child wants the houses' pages."""
    row = session().get(OwnLook, child_id) or OwnLook(child_id=child_id)
    row.band = band
    session().add(row)
    session().flush()


def _put_words(
    version_id: uuid.UUID, code: str, wanted: Template, state: str, *, out_of_date: bool = False
) -> None:
    row = session().get(TemplateWords, (version_id, code)) or TemplateWords(
        version_id=version_id, language=code
    )
    parts = {one.key: {"names": one.names, "questions": one.questions} for one in wanted.parts}
    row.words, row.state, row.out_of_date = _json({"name": wanted.name, "parts": parts}), state, out_of_date
    session().add(row)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _record(act: str, version_id: uuid.UUID | None, actor_id: uuid.UUID) -> None:
    audit.record(actor_id=actor_id, act=act, item_kind="house_template", item_id=version_id)
