"""Hints for a draft, and who read it aloud."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from webapp.core import sealing
from webapp.core.database import session
from webapp.plans.content import VersionContent
from webapp.plans.glossary import queries as glossary
from webapp.plans.hinting import plainer, rules
from webapp.plans.hinting.rules import Hint
from webapp.plans.models import ReadAloud


@dataclass(frozen=True)
class AloudView:
    """Who read a version aloud, in which role, and when."""

    name: str
    role: str
    read_on: date


def hints(content: VersionContent) -> dict[uuid.UUID, list[Hint]]:
    """Hints by paragraph or step."""
    kept = glossary.kept_terms(content.plan_id)
    return rules.hints(rules.fields_of(content), glossary.words(), plainer.ours(), kept)


def read_aloud(version: VersionContent) -> AloudView | None:
    """Who read the version aloud as it is now; None when nobody did, or it changed since."""
    query = select(ReadAloud).where(
        ReadAloud.version_id == version.id, ReadAloud.revision == version.revision
    )
    row = session().scalar(query)
    if row is None:
        return None
    return AloudView(sealing.family_box(version.family_id).text(row, "name"), row.role, row.read_on)
