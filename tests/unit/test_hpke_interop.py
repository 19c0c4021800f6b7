"""A box sealed by the phone's TypeScript opens with Python's HPKE (RFC 9180), and only under its own binding.

The vector is made by static/src/js/houses/sealing.ts; tests/js/sealing.test.ts opens the same file.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
VECTOR: dict[str, Any] = json.loads((Path(__file__).parent / "hpke_vector.json").read_text("utf-8"))


def raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def private_key() -> ec.EllipticCurvePrivateKey:
    scalar = raw(json.loads(VECTOR["private_jwk"])["d"])
    return ec.derive_private_key(int.from_bytes(scalar), ec.SECP256R1())


def opened(owner: str, entry_id: str, rev: int) -> bytes:
    info = f"heard/entry/v1|{owner}|{entry_id}|{rev}".encode()
    return SUITE.decrypt(raw(VECTOR["enc"]) + raw(VECTOR["ct"]), private_key(), info=info)


def test_a_box_from_the_phone_opens_here() -> None:
    plain = opened(VECTOR["owner"], VECTOR["id"], VECTOR["rev"])
    assert json.loads(plain) == json.loads(VECTOR["plain"])
    assert len(plain) % 1024 == 0


@pytest.mark.parametrize(
    ("owner", "entry_id", "rev"),
    [("other", VECTOR["id"], 7), (VECTOR["owner"], "other", 7), (VECTOR["owner"], VECTOR["id"], 8)],
)
def test_it_opens_under_no_other_owner_id_or_revision(owner: str, entry_id: str, rev: int) -> None:
    with pytest.raises((InvalidTag, ValueError)):
        opened(owner, entry_id, rev)
