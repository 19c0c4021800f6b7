"""Pure decisions about what a provider says of a person (OpenID Connect Core 1.0)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# Signed with a private key; a shared secret or no signature at all is never taken (RFC 8725 §3.1).
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")


def subject(claims: Mapping[str, Any]) -> str:
    """Who it is, for good: the provider and its own name for the person, never the e-mail."""
    return f"{claims['iss']}|{claims['sub']}"


def verified_email(claims: Mapping[str, Any]) -> str:
    """The e-mail, when the provider says that it was verified; else ''."""
    email = claims.get("email")
    return email if claims.get("email_verified") is True and isinstance(email, str) else ""


def is_strong_enough(claims: Mapping[str, Any], wanted: str) -> bool:
    """Whether the provider says it asked for the strength that HEARD_OIDC_ACR names, in acr or amr."""
    if not wanted:
        return True
    methods = claims.get("amr")
    return claims.get("acr") == wanted or (isinstance(methods, list) and wanted in methods)
