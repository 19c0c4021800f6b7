"""The parts of what a phone sealed: taken as our pages make them, else refused with a code."""

from __future__ import annotations

import base64
import uuid

import pytest

from webapp.core import parcels
from webapp.core.parcels import Refused

ID = uuid.UUID("01890a5d-ac96-774b-bcce-b302099a8057")


def test_what_our_pages_send_is_read() -> None:
    key = bytes(range(65))
    body = {"id": str(ID), "enc": base64.urlsafe_b64encode(key).decode().rstrip("="), "ct": "-_8"}
    assert parcels.identifier(body, "id") == ID
    assert parcels.enc(body) == key
    assert parcels.data(body, "ct") == b"\xfb\xff"
    assert parcels.as_json(b'{"v": 1}') == {"v": 1}


@pytest.mark.parametrize("value", [None, 7, "", "01890a5d", str(ID).upper(), f"{{{ID}}}"])
def test_an_id_is_in_its_one_form(value: object) -> None:
    with pytest.raises(Refused, match="shape"):
        parcels.identifier({"id": value}, "id")


@pytest.mark.parametrize("value", [None, 7, "+/8", "a", "AA==A", "ä", "A" * 86, "A" * 88])
def test_a_key_is_base64url_of_65_bytes(value: object) -> None:
    with pytest.raises(Refused, match="seal"):
        parcels.enc({"enc": value})


@pytest.mark.parametrize("plain", [b"", b"no json", b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_refused(plain: bytes) -> None:
    with pytest.raises(Refused, match="shape"):
        parcels.as_json(plain)
