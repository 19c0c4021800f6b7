"""What a phone sealed and posts as JSON: its parts, read or refused. Pure; `sealing.open_parcel` opens it."""

from __future__ import annotations

import base64
import binascii
import json
import uuid
from typing import Any, Protocol

from webapp.core import ids

# 65 bytes: an uncompressed P-256 point (RFC 9180 §7.1.1).
ENC_BYTES = 65


class Refused(Exception):
    """Something that cannot be taken as it is. `code` says why; the phone keeps it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Parcel(Protocol):
    """One sealed thing. `binding` is the HPKE info: the box opens for that owner and thing alone."""

    @property
    def key_id(self) -> uuid.UUID: ...

    @property
    def enc(self) -> bytes: ...

    @property
    def ct(self) -> bytes: ...

    @property
    def binding(self) -> str: ...


def identifier(body: dict[str, Any], name: str) -> uuid.UUID:
    """An id in canonical text form. Refused("shape")."""
    found = ids.parse(body.get(name))
    if found is None or str(found) != body[name]:
        raise Refused("shape")
    return found


def enc(body: dict[str, Any]) -> bytes:
    """The encapsulated key. Refused("seal")."""
    found = data(body, "enc")
    if len(found) != ENC_BYTES:
        raise Refused("seal")
    return found


def data(body: dict[str, Any], name: str) -> bytes:
    """base64url without "=" (RFC 4648 §5). Refused("seal")."""
    value = body.get(name)
    if not isinstance(value, str) or not value.isascii():
        raise Refused("seal")
    try:
        return base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused("seal") from error


def as_json(plain: bytes) -> object:
    """What the opened bytes say. Refused("shape")."""
    try:
        return json.loads(plain)
    except (ValueError, RecursionError) as error:
        raise Refused("shape") from error
