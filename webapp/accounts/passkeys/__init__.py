"""Passkeys (WebAuthn level 2): made on a phone or a security key, used by families and staff alike."""

from __future__ import annotations

from webapp.accounts.passkeys.queries import are_possible, count
from webapp.accounts.passkeys.service import (
    Refused,
    begin_proof,
    begin_registration,
    finish_proof,
    finish_registration,
    remove_all,
)

__all__ = [
    "Refused",
    "are_possible",
    "begin_proof",
    "begin_registration",
    "count",
    "finish_proof",
    "finish_registration",
    "remove_all",
]
