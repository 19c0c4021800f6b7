"""Reading what people send, gently: repaired where a database could not hold it, never a 5xx."""

from __future__ import annotations

import json
import uuid
from datetime import date, datetime
from typing import Any

from flask import abort, request

from webapp.core import ids, text

DEPTH_LIMIT = 32


def words(name: str) -> str:
    """A form field's exact words, with CRLF (how browsers send a line end) as LF; '' when absent."""
    return text.repair(request.form.get(name, "")).replace("\r\n", "\n")


def line(name: str) -> str:
    """A form field without space at its ends."""
    return words(name).strip()


def chosen(name: str, options: tuple[str, ...] | list[str]) -> str | None:
    """A form field that must be one of the options, else None."""
    value = line(name)
    return value if value in options else None


def identifier(name: str) -> uuid.UUID | None:
    """A form field that must be a UUID, else None."""
    return ids.parse(line(name))


def identifiers(name: str) -> list[uuid.UUID]:
    """Every UUID sent under a name, in order; anything else is passed over."""
    return [found for value in request.form.getlist(name) if (found := ids.parse(value))]


def day(name: str) -> date | None:
    """A form field that must be an ISO date in a sensible range, else None."""
    try:
        found = date.fromisoformat(line(name))
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2200 else None


def json_object() -> dict[str, Any]:
    """The JSON body as an object; 400 for anything else, however deep or odd."""
    raw = request.get_data(cache=True)
    try:
        body = json.loads(raw, parse_constant=_refuse)
        check_depth(body)
    except (ValueError, RecursionError):
        abort(400)
    if not isinstance(body, dict):
        abort(400)
    return body


def check_depth(value: Any, depth: int = 0) -> None:
    """ValueError when lists and objects nest deeper than anything we send."""
    if depth > DEPTH_LIMIT:
        raise ValueError("too deep")
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for item in inner:
        check_depth(item, depth + 1)


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def moment(value: object) -> datetime | None:
    """An ISO moment with a zone, as phones send it, else None."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        found = datetime.fromisoformat(value)
        return found if found.tzinfo and 1971 <= found.year <= 2200 else None
    except ValueError:
        return None
