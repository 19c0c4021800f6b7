"""Changing the glossary. Keyword-only; flush, never commit."""

from __future__ import annotations

import csv
import uuid
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, update

from webapp import audit
from webapp.core import ids
from webapp.core.database import session
from webapp.plans.glossary import queries
from webapp.plans.glossary.rules import ENGLISH
from webapp.plans.models import Glossary, GlossaryTerm, KeptTerm

HERE = Path(__file__).parent
OURS = HERE / "glossary.csv"
# Words in another language are ours too, made by a computer and checked by nobody.
TRANSLATED = {"ur": HERE / "glossary_ur.csv"}


@dataclass(frozen=True)
class Given:
    """A term as it is typed or read from our file; `look_for`: the spellings, one a line."""

    term: str
    look_for: str
    adult: str
    child: str
    state: str = "english_only"


def fill() -> None:
    """Put our terms into a glossary that was never filled; what an authority has changed stays as it is."""
    if queries.is_filled():
        return
    english = {row["term"]: _add(_given(row), ENGLISH, None) for row in _rows(OURS)}
    for language, file in TRANSLATED.items():
        for row in _rows(file):
            _add(_given(row, "machine"), language, english[row["english"]])
    _changed()


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def _given(row: dict[str, str], state: str = "english_only") -> Given:
    look_for = "\n".join(one.strip() for one in row["look_for"].split(";"))
    return Given(row["term"], look_for, row["adult"], row["child"], state)


def add_term(*, given: Given, actor_id: uuid.UUID) -> uuid.UUID:
    """A new English term. Returns its id."""
    row = _add(given, ENGLISH, None)
    _changed()
    _record("glossary.add", row.id, actor_id)
    return row.id


def change_term(*, term_id: uuid.UUID, given: Given, actor_id: uuid.UUID) -> None:
    """Other words for an English term. Its translations are out of date when the plain words changed."""
    row = session().get_one(GlossaryTerm, term_id)
    if (row.adult, row.child) != (given.adult, given.child):
        others = update(GlossaryTerm).where(GlossaryTerm.english_id == term_id)
        session().execute(others.values(out_of_date=True))
        session().expire_all()
    _put(row, given)
    _changed()
    _record("glossary.change", term_id, actor_id)


def translate_term(*, term_id: uuid.UUID, language: str, given: Given, actor_id: uuid.UUID) -> None:
    """A term's words in another language; without a term in it, there are none."""
    row = queries.translations(term_id).get(language)
    if row is not None and not given.term:
        session().delete(row)
    elif row is not None:
        _put(row, given)
        row.out_of_date = False
    elif given.term:
        _add(given, language, session().get_one(GlossaryTerm, term_id))
    _changed()
    _record("glossary.translate", term_id, actor_id)


def remove_term(*, term_id: uuid.UUID, actor_id: uuid.UUID) -> None:
    """Take a term out, in every language."""
    session().execute(delete(KeptTerm).where(KeptTerm.term_id == term_id))
    session().execute(delete(GlossaryTerm).where(GlossaryTerm.english_id == term_id))
    session().execute(delete(GlossaryTerm).where(GlossaryTerm.id == term_id))
    session().expire_all()
    _changed()
    _record("glossary.remove", term_id, actor_id)


def keep_term(*, plan_id: uuid.UUID, term_id: uuid.UUID) -> None:
    """A worker keeps this word in a plan; twice is once."""
    if term_id not in queries.kept_terms(plan_id):
        session().add(KeptTerm(plan_id=plan_id, term_id=term_id))
        session().flush()


def _add(given: Given, language: str, english: GlossaryTerm | None) -> GlossaryTerm:
    row = GlossaryTerm(id=ids.new(), language=language, english_id=english.id if english else None)
    _put(row, given)
    session().add(row)
    session().flush()
    return row


def _put(row: GlossaryTerm, given: Given) -> None:
    row.term, row.look_for = given.term, given.look_for
    row.adult, row.child, row.state = given.adult, given.child, given.state


def _changed() -> None:
    """Another stamp: every process reads the glossary again."""
    row = session().get(Glossary, 1)
    if row is None:
        session().add(Glossary(id=1, stamp=ids.new()))
    else:
        row.stamp = ids.new()
    session().flush()


def _record(act: str, term_id: uuid.UUID, actor_id: uuid.UUID) -> None:
    audit.record(actor_id=actor_id, act=act, item_kind="glossary_term", item_id=term_id)
