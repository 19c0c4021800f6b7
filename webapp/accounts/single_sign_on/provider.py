"""The provider: discovery, the way there, and what it says on the way back. Authlib speaks the protocol."""

from __future__ import annotations

from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import current_app, url_for
from flask import session as cookie
from joserfc.errors import JoseError
from werkzeug.wrappers import Response

from webapp.accounts.single_sign_on import rules
from webapp.config import Settings

NAME = "staff"
TIMEOUT_S = 5
CLOCK_ERROR_S = 60
# All that goes wrong on the wire, in the protocol, or in what a provider sends.
BAD = (requests.RequestException, AuthlibBaseError, JoseError, ValueError, KeyError, TypeError, RuntimeError)


class Refused(Exception):
    """The provider is away, or what came back is not to be believed. Says why in one word, for the log."""


def _client() -> Any:
    """Authlib's client, made at first use; it remembers what discovery said."""
    known: OAuth | None = current_app.extensions.get("authlib.integrations.flask_client")
    return (known or _register()).create_client(NAME)


def _register() -> OAuth:
    settings: Settings = current_app.extensions["heard_settings"]
    made = OAuth(current_app._get_current_object())  # type: ignore[attr-defined]
    made.register(
        NAME,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        server_metadata_url=f"{settings.oidc_issuer}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email",
            "code_challenge_method": "S256",
            "default_timeout": TIMEOUT_S,
        },
    )
    return made


def go_there() -> Response:
    """To the provider, with a fresh state, nonce and PKCE challenge kept in the signed cookie."""
    for name in [name for name in cookie if name.startswith("_state_")]:
        cookie.pop(name)
    settings: Settings = current_app.extensions["heard_settings"]
    extra = {"acr_values": settings.oidc_acr} if settings.oidc_acr else {}
    try:
        _metadata()
        there: Response = _client().authorize_redirect(
            f"{settings.base_url}{url_for('accounts.return_from_single_sign_on')}", **extra
        )
    except BAD as error:
        raise Refused(type(error).__name__) from error
    there.status_code = 303
    return there


def come_back() -> dict[str, Any]:
    """The claims of a checked id token: signature, issuer, audience, expiry and nonce. Raises Refused."""
    settings: Settings = current_app.extensions["heard_settings"]
    try:
        issuer = _metadata()["issuer"]
        token = _client().authorize_access_token(
            claims_options={
                "iss": {"essential": True, "value": issuer},
                "aud": {"essential": True, "value": settings.oidc_client_id},
                "sub": {"essential": True},
                "exp": {"essential": True},
                "nonce": {"essential": True},
            },
            leeway=CLOCK_ERROR_S,
        )
        return dict(token["userinfo"])
    except BAD as error:
        raise Refused(type(error).__name__) from error


def _metadata() -> dict[str, Any]:
    """What discovery says, once it names the issuer we asked and only signatures we take."""
    settings: Settings = current_app.extensions["heard_settings"]
    found: dict[str, Any] = _client().load_server_metadata()
    if str(found.get("issuer", "")).rstrip("/") != settings.oidc_issuer:
        found.clear()
        raise Refused("issuer")
    offered = found.get("id_token_signing_alg_values_supported") or ["RS256"]
    found["id_token_signing_alg_values_supported"] = [one for one in offered if one in rules.ALGORITHMS]
    return found
