"""Reading a sealed part as a phone posts it, and what a worker types beside a voice note."""

from __future__ import annotations

import uuid
from typing import Any

from flask import request

from webapp.core import forms, ids, parcels
from webapp.core.parcels import Refused
from webapp.houses.attachments.rules import PARTS_AT_MOST, Part

TRANSCRIPT_AT_MOST = 4000


def part() -> Part:
    """The JSON body as a part. 400 when it is no object, Refused when something in it is wrong."""
    body = forms.json_object()
    count = _number(body, "count", 1, PARTS_AT_MOST)
    return Part(
        id=parcels.identifier(body, "id"),
        entry_id=parcels.identifier(body, "entry"),
        owner=str(parcels.identifier(body, "owner")),
        number=_number(body, "number", 0, count - 1),
        count=count,
        key_id=parcels.identifier(body, "key_id"),
        enc=parcels.enc(body),
        ct=parcels.data(body, "ct"),
    )


def _number(body: dict[str, Any], name: str, least: int, most: int) -> int:
    value = body.get(name)
    if type(value) is not int or not least <= value <= most:
        raise Refused("shape")
    return value


def asked_for() -> uuid.UUID | None:
    """Which photo or voice note an address asks for."""
    return ids.parse(request.args.get("a"))


def transcript() -> str:
    """What a worker typed; longer than 4,000 characters is cut by the page before it is sent."""
    return forms.words("words").strip()[:TRANSCRIPT_AT_MOST]
