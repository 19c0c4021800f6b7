"""A passkey in software (WebAuthn level 2, ES256, no attestation), for tests that speak as a phone would."""

from __future__ import annotations

import hashlib
import json
import os
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def b64(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def unb64(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def cbor_bytes(data: bytes) -> bytes:
    """A byte string in CBOR (RFC 8949 §3.1)."""
    head = bytes([0x58, len(data)]) if len(data) < 256 else b"\x59" + struct.pack(">H", len(data))
    return head + data


@dataclass
class Authenticator:
    """One key pair. `origin` is what the browser would say; change it to play a forged page."""

    origin: str = "http://localhost"
    verifies: bool = True
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = field(default_factory=lambda: os.urandom(32))
    count: int = 0

    def register(self, options: dict[str, Any]) -> str:
        """What a phone answers to `begin_registration`."""
        attested = bytes(16) + struct.pack(">H", len(self.credential_id)) + self.credential_id + self._cose()
        data = self._data(options["rp"]["id"], ATTESTED) + attested
        # {"fmt": "none", "attStmt": {}, "authData": data}
        statement = b"\xa3cfmtdnonegattStmt\xa0hauthData" + cbor_bytes(data)
        client = self._client("webauthn.create", options["challenge"])
        return self._answer({"clientDataJSON": b64(client), "attestationObject": b64(statement)})

    def prove(self, options: dict[str, Any]) -> str:
        """What a phone answers to `begin_proof`."""
        self.count += 1
        data = self._data(options["rpId"])
        client = self._client("webauthn.get", options["challenge"])
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        parts = {"clientDataJSON": client, "authenticatorData": data, "signature": signature}
        return self._answer({name: b64(value) for name, value in parts.items()})

    def _data(self, rp_id: str, flags: int = 0) -> bytes:
        flags |= PRESENT | (VERIFIED if self.verifies else 0)
        return hashlib.sha256(rp_id.encode()).digest() + bytes([flags]) + struct.pack(">I", self.count)

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _cose(self) -> bytes:
        """The public key: {1: 2, 3: -7, -1: 1, -2: x, -3: y} (RFC 9053)."""
        point = self.key.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (point.x, point.y))
        return b"\xa5\x01\x02\x03\x26\x20\x01\x21" + cbor_bytes(x) + b"\x22" + cbor_bytes(y)

    def _answer(self, response: dict[str, str]) -> str:
        name = b64(self.credential_id)
        body = {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "clientExtensionResults": {},
            "response": response,
        }
        return json.dumps(body)
