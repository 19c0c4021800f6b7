"""The templates as they are now: ours, with what the authority changed, added or switched on."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from flask_babel import force_locale
from sqlalchemy import select

from webapp.core import language
from webapp.core.access import Reader
from webapp.core.database import once, session
from webapp.houses.asking import ours, rules
from webapp.houses.asking.rules import Part, Template
from webapp.houses.models import OwnLook, TemplateSwitch, TemplateVersion, TemplateWords

ENGLISH = "en"
Kept = tuple[TemplateVersion, dict[str, TemplateWords]]


def templates() -> list[Template]:
    """Every template at its newest version, in the page's language: ours first, then the authority's."""
    latest = {one.key: one for one in ours.templates()}
    for row, words in _kept():
        latest[row.key] = _template(row, words, language.current())
    on_for = _switches()
    return [replace(one, on_for=on_for.get(one.key, ())) for one in latest.values()]


def template(key: str) -> Template | None:
    """One template at its newest version, in the page's language."""
    return next((one for one in templates() if one.key == key), None)


def offered(audience: str) -> list[Template]:
    """What this audience may choose between; three houses when nothing at all is switched on for a child."""
    found = templates()
    offered = [one for one in found if audience in one.on_for and one.houses]
    return offered or [one for one in found if one.key == rules.THREE_HOUSES and audience != "adult"]


def part_name(key: str, band: str = "mid") -> str:
    """A part's name in the page's language; '' for a part that no template ever had."""
    found = _part(key)
    return found.name(band) if found else ""


def part_sign(key: str) -> str:
    """The drawing that stands for a part; a path for one that no template ever had."""
    found = _part(key)
    return found.sign if found else "sign-path"


def question(code: str) -> str:
    """What was asked, in the words of that version; '' for a code that is none of ours."""
    read = rules.read_code(code)
    if read is None:
        return ""
    key, band, version = read
    found = _part(key, version)
    return found.question(band) if found else ""


def _part(key: str, version: int | None = None) -> Part | None:
    """A part, at its newest version or at that one. The keys of parts are unlike in all templates."""
    return next((part for part in _parts(version) if part.key == key), None)


def _parts(version: int | None) -> Iterator[Part]:
    """Newest first: a part that was taken away since is still known."""
    for row, words in reversed(_kept()):
        if version in (None, row.version):
            yield from _template(row, words, language.current()).parts
    if version in (None, 1):
        yield from (part for one in ours.templates() for part in one.parts)


def last_version(key: str) -> int:
    """The newest version's number; 0 when there is no such template."""
    newest = _newest(key)
    if newest is not None:
        return newest[0].version
    return 1 if any(one.key == key for one in ours.templates()) else 0


def version_id(key: str) -> uuid.UUID | None:
    """The authority's newest version of it; None where ours stands as it came."""
    newest = _newest(key)
    return newest[0].id if newest else None


def in_language(key: str, code: str) -> Template | None:
    """A template's own words in that language; None where it has none."""
    newest = _newest(key)
    if newest is None:
        with force_locale(code):
            return next((one for one in ours.templates() if one.key == key), None)
    row, words = newest
    return _template(row, {ENGLISH: words[code]}, code) if code in words else None


def is_old(key: str, code: str) -> bool:
    """Whether the words in that language were made for the version before."""
    newest = _newest(key)
    return newest is not None and code in newest[1] and newest[1][code].out_of_date


def _newest(key: str) -> Kept | None:
    return next((kept for kept in reversed(_kept()) if kept[0].key == key), None)


def band_of(reader: Reader) -> str:
    """The band of the houses' pages: what the child chose, else the record's."""
    kept = session().get(OwnLook, reader.person_id)
    return kept.band if kept and reader.kind == "child" else reader.band


def _kept() -> list[Kept]:
    """Every version the authority made, with its words by language; the oldest first."""
    once_read: dict[str, list[Kept]] = once("house_templates")
    if "" not in once_read:
        found: dict[uuid.UUID, Kept] = {}
        query = select(TemplateVersion, TemplateWords).join(
            TemplateWords, TemplateWords.version_id == TemplateVersion.id
        )
        order = (TemplateVersion.version, TemplateVersion.key, TemplateWords.language)
        for row, words in session().execute(query.order_by(*order)):
            found.setdefault(row.id, (row, {}))[1][words.language] = words
        once_read[""] = list(found.values())
    return once_read[""]


def _switches() -> dict[str, tuple[str, ...]]:
    """To whom each template is offered: as we do, and as the authority says."""
    rows = session().scalars(select(TemplateSwitch).order_by(TemplateSwitch.key))
    return ours.ON_FOR | {row.key: tuple(row.audiences.split()) for row in rows}


def _template(row: TemplateVersion, words: dict[str, TemplateWords], code: str) -> Template:
    """In that language where it has words that are not out of date, else in English."""
    told = words.get(code)
    if told is None or (told.out_of_date and ENGLISH in words):
        told = words[ENGLISH]
    said: dict[str, Any] = json.loads(told.words)
    parts = [_part_of(one, said["parts"].get(one["key"], {})) for one in json.loads(row.parts)]
    credit = next((one.credit for one in ours.templates() if one.key == row.key), "")
    return Template(row.key, row.version, said["name"], tuple(parts), credit=credit, state=told.state)


def _part_of(one: dict[str, Any], said: dict[str, Any]) -> Part:
    return Part(one["key"], one["sign"], said.get("names", {}), said.get("questions", {}), one["aside"])
