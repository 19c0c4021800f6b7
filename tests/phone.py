"""A phone for tests: seals an entry as static/src/js/houses does (HPKE, RFC 9180) and posts it."""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from cryptography.hazmat.primitives.asymmetric import ec
from werkzeug.test import TestResponse

from webapp.core import ids
from webapp.core.sealing import SUITE, current_phone_key
from webapp.houses.attachments.rules import PART

if TYPE_CHECKING:
    from tests.conftest import Browser

LINE = {"c": "damson", "w": 12, "p": [10, 20, 30, 40]}


def content(**changes: Any) -> dict[str, Any]:
    """An entry in the worries house, words and one line; not shared yet."""
    usual: dict[str, Any] = {
        "v": 1,
        "house": "worry",
        "words": "Mornings are too much.",
        "strokes": [LINE],
        "prompt": "WORRY_1",
        "with": "alone",
        "share": None,
        "read_back": True,
    }
    return usual | changes


def share(level: str = "worker", *people: uuid.UUID) -> dict[str, Any]:
    """A share choice as the page seals it."""
    return {"level": level, "people": [str(person) for person in people]}


def with_files(*named: tuple[str, bytes, str], **changes: Any) -> dict[str, Any]:
    """An entry of version 2 that names these: (id, bytes, kind); photos on the sheet."""
    photos = [one for one, _data, kind in named if kind == "photo"]
    voice = [one for one, _data, kind in named if kind == "voice"]
    usual = {
        "v": 2,
        "template": "three_houses",
        "name": "",
        "paper": "",
        "things": [
            {"id": f"p{at}", "k": "photo", "a": one, "x": 500, "y": 600, "s": 3}
            for at, one in enumerate(photos)
        ],
        "voice": [{"a": one, "seconds": 1, "said": ""} for one in voice],
        "files": [
            {"id": one, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data), "kind": kind}
            for one, data, kind in named
        ],
        "said": "",
        "band": "mid",
        "language": "en",
        "typed_by": "",
        "own_words": True,
    }
    return content(**usual) | changes


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def seal(plain: bytes, info: str) -> tuple[uuid.UUID, bytes, bytes]:
    """Seal as a phone does (HPKE): the service key's id, the encapsulated key, the ciphertext."""
    key = current_phone_key()
    assert key is not None
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key.public)
    sealed = SUITE.encrypt(plain, public, info=info.encode())
    return key.id, sealed[:65], sealed[65:]


@dataclass
class Phone:
    """One child's phone page: knows the public key and under which name it makes things."""

    browser: Browser
    key_id: str
    public: bytes
    owner: str
    set_id: str = field(default_factory=lambda: str(ids.new()))

    def parcel(self, plain: Any, *, kind: str = "send", rev: int = 1, **changes: Any) -> dict[str, Any]:
        """The JSON body for this content (bytes are sealed as they are)."""
        entry_id = str(changes.pop("id", ids.new()))
        data = plain if isinstance(plain, bytes) else json.dumps(plain).encode()
        sealed = SUITE.encrypt(
            data, self._key(), info=f"heard/entry/v1|{self.owner}|{entry_id}|{rev}".encode()
        )
        body = {
            "id": entry_id,
            "rev": rev,
            "kind": kind,
            "owner": self.owner,
            "set_id": self.set_id,
            "key_id": self.key_id,
            "enc": base64url(sealed[:65]),
            "ct": base64url(sealed[65:]),
            "made_at": "2026-11-20T16:30:00+00:00",
            "signed_in": True,
        }
        return body | changes

    def parts(
        self, data: bytes, *, kind: str = "photo", size: int = PART, **changes: Any
    ) -> list[dict[str, Any]]:
        """The JSON bodies of a photo's or recording's parts, each sealed by itself.

        `size`: bytes in a part, other than ours for a phone gone wrong; `sha256`, `total`: as the head says.
        """
        sha256 = changes.pop("sha256", hashlib.sha256(data).digest())
        head = bytes([("photo", "voice").index(kind)]) + changes.pop("total", len(data)).to_bytes(4) + sha256
        about = {"id": str(ids.new()), "entry": str(ids.new()), "owner": self.owner} | changes
        count = -(-len(data) // size)
        return [
            self._part(head + data[number * size : (number + 1) * size], about, number, count)
            for number in range(count)
        ]

    def _part(self, plain: bytes, about: dict[str, Any], number: int, count: int) -> dict[str, Any]:
        info = f"heard/part/v1|{about['owner']}|{about['entry']}|{about['id']}|{number}|{count}"
        sealed = SUITE.encrypt(plain, self._key(), info=info.encode())
        box = {"key_id": self.key_id, "enc": base64url(sealed[:65]), "ct": base64url(sealed[65:])}
        return about | {"number": number, "count": count} | box

    def post_part(self, body: Any) -> TestResponse:
        return self.browser.post("/houses/parts", json=body, page="/houses")

    def attach(self, data: bytes, **options: Any) -> str:
        """Send all parts of a photo or recording, which must be kept; its id."""
        answers = [self.post_part(body) for body in self.parts(data, **options)]
        assert answers[-1].get_json()["state"] == "kept", answers[-1].text
        return str(answers[-1].get_json()["id"])

    def _key(self) -> ec.EllipticCurvePublicKey:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), self.public)

    def post(self, body: Any) -> TestResponse:
        return self.browser.post("/houses/entries", json=body, page="/houses")

    def send(self, plain: dict[str, Any] | None = None, **options: Any) -> dict[str, Any]:
        """Send an entry that must arrive; the answer."""
        answer = self.post(self.parcel(plain or content(share=share()), **options))
        assert answer.status_code == 200, answer.text
        return cast(dict[str, Any], answer.get_json())


def phone_of(browser: Browser) -> Phone:
    """Open the houses page and read what its root hands to the script."""
    page = browser.get("/houses").text
    values = {
        name: page.split(f'data-{name}="')[1].split('"')[0] for name in ("owner", "key-id", "public-key")
    }
    public = values["public-key"]
    raw = base64.urlsafe_b64decode(public + "=" * (-len(public) % 4))
    return Phone(browser, values["key-id"], raw, values["owner"])
