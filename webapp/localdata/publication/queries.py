"""The kept editions. SQL and its answers."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import select

from webapp.core.database import session
from webapp.localdata.models import Edition
from webapp.localdata.publication import edition as editions


def newest() -> Edition | None:
    """The edition that stands now."""
    return session().scalars(select(Edition).order_by(Edition.number.desc()).limit(1)).first()


def by_id(edition_id: uuid.UUID) -> Edition | None:
    """One edition."""
    return session().get(Edition, edition_id)


@dataclass(frozen=True)
class Kept:
    """An edition without its files."""

    id: uuid.UUID
    number: int
    period: str
    correction: str
    made_at: datetime
    by_id: uuid.UUID | None
    sha256: str


def kept() -> list[Kept]:
    """Every edition, newest first."""
    columns = [getattr(Edition, field.name) for field in fields(Kept)]
    return [Kept(*row) for row in session().execute(select(*columns).order_by(Edition.number.desc()))]


def newest_files() -> dict[str, bytes]:
    """The files of the newest edition by name; {} when there is none."""
    found = newest()
    return editions.unzipped(found.files) if found else {}


def newest_sha256() -> str:
    """What the newest edition is known by; '' when there is none."""
    return session().scalar(select(Edition.sha256).order_by(Edition.number.desc()).limit(1)) or ""
