"""A plan version's pages for the record, in English: the council's record is kept in English."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import current_app

from webapp import record
from webapp.plans import words


def made_of(
    body: dict[str, Any], *, copy: int, at: datetime, pictures: Mapping[str, bytes] | None = None
) -> bytes | None:
    """The record as a PDF; None where it cannot be made. `pictures`: JPEGs by the number the body names."""
    return record.made_of(page_of(body, copy=copy, at=at), pictures)


def page_of(body: dict[str, Any], *, copy: int, at: datetime) -> str:
    """The pages before they are laid out."""
    # Not render_template(): there is no request here, and nobody who reads.
    return current_app.jinja_env.get_template("plans/record.html").render(
        body=body,
        copy=copy,
        at=at.isoformat(),
        pictures=record.PICTURES,
        day=record.day,
        moment=record.moment,
        faces=record.faces(),
        states=words.WORDING_STATES,
        step_states=words.STEP_STATES,
        step_said=words.STEP_SAID,
        positions=words.POSITIONS,
        outcomes=words.SENTENCE_OUTCOMES,
        asked=words.ASKED,
    )
