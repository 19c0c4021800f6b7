"""Reading the glossary. A process keeps it, and knows by the stamp when a term changed."""

from __future__ import annotations

import uuid
from typing import Any

from flask import current_app
from sqlalchemy import ScalarSelect, select

from webapp.core.database import FIRST, session
from webapp.plans.glossary.rules import ENGLISH, Term, Words, spellings
from webapp.plans.models import Glossary, GlossaryTerm, KeptTerm

NO_WORDS = Words({})


def stamp_column() -> ScalarSelect[Any]:
    """SQL: the stamp, for a statement that is sent anyway; None before the glossary is filled."""
    return select(Glossary.stamp).limit(FIRST).scalar_subquery()


def stamp() -> uuid.UUID | None:
    """Another after each change of a term; None before the glossary is filled."""
    return session().scalar(select(Glossary.stamp))


def words() -> Words:
    """The glossary as it is now."""
    return words_at(stamp())


def words_at(stamp: uuid.UUID | None) -> Words:
    """The glossary at this stamp, which was read just now; kept until another stamp is asked for."""
    if stamp is None:
        return NO_WORDS
    kept: tuple[uuid.UUID, Words] | None = current_app.extensions.get("heard_glossary")
    if kept is None or kept[0] != stamp:
        kept = current_app.extensions["heard_glossary"] = (stamp, _read())
    return kept[1]


def _read() -> Words:
    """Translations that are out of date explain nothing: their English does."""
    found: dict[str, list[Term]] = {}
    for row in rows():
        if not row.out_of_date:
            term = Term(
                id=row.english_id or row.id,
                language=row.language,
                term=row.term,
                look_for=spellings(row.look_for),
                adult=row.adult,
                child=row.child,
                state=row.state,
            )
            found.setdefault(row.language, []).append(term)
    return Words(found)


def rows() -> list[GlossaryTerm]:
    """Every term of every language, by its words."""
    return sorted(
        session().scalars(select(GlossaryTerm).order_by(GlossaryTerm.id)), key=lambda row: row.term.casefold()
    )


def english_rows() -> list[GlossaryTerm]:
    """The English terms, by their words."""
    return [row for row in rows() if row.language == ENGLISH]


def english_row(term_id: uuid.UUID) -> GlossaryTerm | None:
    """One English term."""
    row = session().get(GlossaryTerm, term_id)
    return row if row is not None and row.language == ENGLISH else None


def translations(term_id: uuid.UUID) -> dict[str, GlossaryTerm]:
    """A term in other languages, by language."""
    query = select(GlossaryTerm).where(GlossaryTerm.english_id == term_id).order_by(GlossaryTerm.language)
    return {row.language: row for row in session().scalars(query)}


def is_filled() -> bool:
    """Whether the glossary was ever filled or changed here."""
    return session().scalar(select(Glossary.id)) is not None


def kept_terms(plan_id: uuid.UUID) -> set[uuid.UUID]:
    """Terms that a worker keeps in this plan."""
    return set(session().scalars(select(KeptTerm.term_id).where(KeptTerm.plan_id == plan_id)))
