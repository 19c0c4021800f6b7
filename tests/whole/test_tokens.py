"""Nothing that is sealed is without its token: what the canary walk looks for is everything there is."""

from __future__ import annotations

import pytest
from flask import Flask

from tests import kept
from tests.whole.poison import boxes, opened, sealed_texts
from webapp.core.database import Base, unit_of_work

# No words: a date; the seeds of one-time codes, which no page shows but at their making; bytes of a photo on
# its way; a level of sharing with ids.
NO_WORDS = {
    "attachment_parts.data",
    "child_facts.born_on",
    "drafts.share",
    "staff_logins.totp",
    "staff_logins.totp_new",
}


@pytest.mark.one_engine
def test_every_sealed_text_of_every_table_has_a_token(app: Flask) -> None:
    story = kept.story()
    with unit_of_work():
        keys = boxes()
        found = {
            f"{row.__tablename__}.{name}"
            for row, name in sealed_texts()
            if any(token in opened(row, name, keys)[1] for token in story.tokens)
        }
    columns = {
        f"{table.name}.{column.name.removesuffix('_sealed')}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.name.endswith("_sealed")
    }
    assert columns - found == NO_WORDS
