"""What there is to translate, with names hidden; who was asked; an interpreter's own text."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select

from webapp import accounts, families
from webapp.core import clock, language, sealing
from webapp.core.access import Reader
from webapp.core.database import session
from webapp.plans import queries
from webapp.plans.content import VersionContent, Words
from webapp.plans.models import Plan, TranslatorAsked
from webapp.plans.rules import ENGLISH
from webapp.plans.translating import hiding as placeholders
from webapp.plans.translating.hiding import Hidden, Hiding, Name
from webapp.plans.translating.rules import COMMON, Counts, Line, LineKey, counts, lines_of


@dataclass(frozen=True)
class Text:
    """A version in one language: its lines with placeholders, and what those stand for."""

    content: VersionContent
    code: str
    hiding: Hiding
    lines: list[Line]

    @property
    def counts(self) -> Counts:
        return counts(self.lines)

    @property
    def is_draft(self) -> bool:
        return self.content.state == "draft"

    @property
    def hidden(self) -> list[tuple[str, Hidden]]:
        """The placeholders that stand in this text, in order."""
        whole = " ".join(said for line in self.lines for said in line.english.values())
        used = placeholders.tokens(whole)
        return [(token, one) for token, one in self.hiding.kept.items() if token in used]

    def before(self) -> dict[LineKey, Words | None]:
        """Each line's translation as it is kept, with names."""
        items = {one.id: one.words for one in self.content.paragraphs}
        items |= {one.id: one.words for one in self.content.steps}
        return {line.key: items[line.item_id].get((line.audience, self.code)) for line in self.lines}


@dataclass(frozen=True)
class Asked:
    """A text an interpreter was asked for. ended: '' while it is open, else finished, known, over, ended."""

    id: uuid.UUID
    version_id: uuid.UUID
    language: str
    asked_at: datetime
    until_at: datetime
    is_unknown: bool
    said_at: datetime | None
    finished_at: datetime | None
    ended: str
    person_id: uuid.UUID
    shown_name: str = ""


def hiding_for(content: VersionContent) -> Hiding:
    """What hides this family: every placeholder from before, everyone's names, contacts, staff."""
    plan = session().get_one(Plan, content.plan_id)
    naming = families.naming_words(content.family_id)
    names = [
        Name(name, "child" if person_id == content.child_id else _who(relation))
        for person_id, name, relation in naming.people
    ]
    # The child comes first, so that [child] is the child whose plan it is.
    names.sort(key=lambda one: one.who != "child")
    names += [Name(one.name, "staff") for one in accounts.staff()]
    kept = placeholders.unpack(sealing.family_box(content.family_id).text(plan, "placeholders"))
    return Hiding(names, naming.places, naming.numbers, kept)


def _who(relation: str) -> str:
    return "sibling" if relation == "child" else relation


def text_of(version_id: uuid.UUID, code: str) -> Text:
    """A version's lines in one language. LookupError when there is no such version."""
    content = queries.content_of(version_id)
    hiding = hiding_for(content)
    return Text(content, code, hiding, lines_of(content, code, hiding))


def languages_of(content: VersionContent, readers: list[queries.ReaderView]) -> list[str]:
    """Languages the version has words in, its readers read, or the interface speaks; not English."""
    found = content.languages | {one.language for one in readers} | set(language.LANGUAGES)
    return sorted(found - {ENGLISH})


def more_languages(shown: list[str]) -> list[str]:
    """Languages that can be added."""
    return [code for code in COMMON if code not in shown]


def counts_by_language(content: VersionContent, codes: list[str]) -> dict[str, Counts]:
    """How far each language is; nothing needs hiding to count."""
    nobody = Hiding([])
    return {code: counts(lines_of(content, code, nobody)) for code in codes}


def _asked() -> Select[TranslatorAsked]:
    return select(TranslatorAsked).order_by(TranslatorAsked.asked_at.desc(), TranslatorAsked.id)


def asked_for(reader: Reader, content: VersionContent, code: str) -> list[Asked]:
    """Whom the workers asked for this text, the newest first."""
    query = _asked().where(TranslatorAsked.version_id == content.id, TranslatorAsked.language == code)
    names = {one.person_id: one.shown_name for one in families.interpreters(reader, content.child_id)}
    return [_view(row, names.get(row.person_id, "")) for row in session().scalars(query)]


def _view(row: TranslatorAsked, shown_name: str = "") -> Asked:
    return Asked(
        id=row.id,
        version_id=row.version_id,
        language=row.language,
        asked_at=row.asked_at,
        until_at=row.until_at,
        is_unknown=row.says == "not_known",
        said_at=row.said_at,
        finished_at=row.finished_at,
        ended=_ended(row),
        person_id=row.person_id,
        shown_name=shown_name,
    )


def _ended(row: TranslatorAsked) -> str:
    if row.finished_at:
        return "finished"
    if row.says == "known":
        return "known"
    if row.ended_at:
        return "ended"
    return "over" if row.until_at <= clock.now() else ""


def row_of(version_id: uuid.UUID, asked_id: uuid.UUID) -> TranslatorAsked | None:
    """One that a worker made for this version."""
    return session().scalar(
        select(TranslatorAsked).where(
            TranslatorAsked.id == asked_id, TranslatorAsked.version_id == version_id
        )
    )


def own_texts(reader: Reader) -> list[Asked]:
    """What this interpreter was asked for, the newest first; none when the invitation does not hold."""
    if reader.role != "interpreter" or families.own_invitation(reader) is None:
        return []
    query = _asked().where(TranslatorAsked.person_id == reader.person_id)
    return [_view(row) for row in session().scalars(query)]


def own_open(reader: Reader, asked_id: uuid.UUID | None = None) -> Asked | None:
    """The oldest text of theirs that is open, or this one while it is."""
    rows = [one for one in own_texts(reader) if not one.ended and asked_id in (None, one.id)]
    return rows[-1] if rows else None


def has_own_text(reader: Reader) -> bool:
    """Whether there is something for this interpreter to translate."""
    return own_open(reader) is not None


def own_row(reader: Reader, asked_id: uuid.UUID) -> TranslatorAsked | None:
    """The row of an open text of theirs."""
    found = own_open(reader, asked_id)
    return session().get_one(TranslatorAsked, found.id) if found else None
