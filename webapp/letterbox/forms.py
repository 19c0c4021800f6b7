"""Reading what a phone adds, and the worker's two forms."""

from __future__ import annotations

import base64
import binascii
import uuid
from datetime import date
from typing import Any

from webapp.core import clock, forms, ids
from webapp.letterbox.rules import SEALED_AT_MOST, Parcel, Refused

# 65 bytes: an uncompressed P-256 point (RFC 9180 §7.1.1).
ENC_BYTES = 65
STATES = ("on", "off")


def parcel() -> Parcel:
    """The JSON body as a parcel. 400 when it is no object, Refused when a part of it is wrong."""
    body = forms.json_object()
    enc, ct = _bytes(body, "enc"), _bytes(body, "ct")
    if len(enc) != ENC_BYTES:
        raise Refused("seal")
    if len(ct) > SEALED_AT_MOST:
        raise Refused("words")
    made_at = forms.moment(body.get("made_at"))
    return Parcel(_id(body, "id"), str(_id(body, "owner")), _id(body, "key_id"), enc, ct, made_at)


def _id(body: dict[str, Any], name: str) -> uuid.UUID:
    found = ids.parse(body.get(name))
    if found is None or str(found) != body[name]:
        raise Refused("shape")
    return found


def _bytes(body: dict[str, Any], name: str) -> bytes:
    """base64url without "=" (RFC 4648 §5)."""
    value = body.get(name)
    if not isinstance(value, str) or not value.isascii():
        raise Refused("seal")
    try:
        return base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused("seal") from error


def asked_on() -> date | None:
    """The day the worker asked the child: today or before, else None."""
    found = forms.day("asked_on")
    return found if found and found <= clock.today() else None
