"""Reading what a phone posts: a sealed entry and what is known about it in clear."""

from __future__ import annotations

import base64
import binascii
import uuid
from typing import Any

from webapp.core import forms, ids
from webapp.houses.rules import DRAFT, REV_AT_MOST, SENT, Parcel, Refused

# 65 bytes: an uncompressed P-256 point (RFC 9180 §7.1.1).
ENC_BYTES = 65


def parcel() -> Parcel:
    """The JSON body as a parcel. 400 when it is no object, Refused when a part of it is wrong."""
    body = forms.json_object()
    if body.get("kind") not in (SENT, DRAFT) or not isinstance(body.get("signed_in"), bool):
        raise Refused("shape")
    return Parcel(
        id=_id(body, "id"),
        rev=_rev(body),
        kind=body["kind"],
        owner=owner(body),
        set_id=_id(body, "set_id"),
        key_id=_id(body, "key_id"),
        enc=_enc(body),
        ct=_bytes(body, "ct"),
        # A phone whose clock is nonsense still gets its words through; the server's clock is used.
        made_at=forms.moment(body.get("made_at")),
        signed_in=body["signed_in"],
    )


def owner(body: dict[str, Any]) -> str:
    """Whose phone-side name it was made under."""
    return str(_id(body, "owner"))


def _id(body: dict[str, Any], name: str) -> uuid.UUID:
    found = ids.parse(body.get(name))
    if found is None or str(found) != body[name]:
        raise Refused("shape")
    return found


def _rev(body: dict[str, Any]) -> int:
    rev = body.get("rev")
    if type(rev) is not int or not 1 <= rev <= REV_AT_MOST:
        raise Refused("shape")
    return rev


def _enc(body: dict[str, Any]) -> bytes:
    enc = _bytes(body, "enc")
    if len(enc) != ENC_BYTES:
        raise Refused("seal")
    return enc


def _bytes(body: dict[str, Any], name: str) -> bytes:
    """base64url without "=" (RFC 4648 §5)."""
    value = body.get(name)
    if not isinstance(value, str) or not value.isascii():
        raise Refused("seal")
    try:
        return base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused("seal") from error
