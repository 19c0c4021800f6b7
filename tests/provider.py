"""A real OpenID Connect provider on 127.0.0.1, which checks PKCE and can be told to lie."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import flask
import requests
from joserfc import jws
from joserfc.jwk import RSAKey
from oidc_provider_mock import User, app
from oidc_provider_mock._storage import storage
from werkzeug.serving import make_server

Claims = dict[str, Any]


@dataclass
class Provider:
    """What it was told to do, and what it saw."""

    url: str = ""
    # Changes the claims of the next id tokens before they are signed.
    lie: Callable[[Claims], Claims] | None = None
    # Signs with a key that nobody knows, or not at all.
    sign: str = "own"
    # Changes what discovery says.
    metadata: Claims = field(default_factory=dict)
    delay_s: float = 0
    challenges: dict[str, str] = field(default_factory=dict)
    asked: Claims = field(default_factory=dict)
    tokens: int = 0

    def sign_in(self, there: str, sub: str, action: str = "authorize") -> str:
        """What a person does at the provider; returns the address it sends them back to."""
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(there).query).items()}
        answer = requests.post(there, data={"sub": sub, "action": action}, allow_redirects=False, timeout=5)
        return answer.headers["Location"]


@contextmanager
def running_provider(*users: tuple[str, Claims]) -> Iterator[Provider]:
    """A provider that knows these people: (sub, claims)."""
    made = Provider()
    served = app(user_claims=[User(sub=sub, claims=claims) for sub, claims in users])
    served.before_request(lambda: _before(made))
    served.after_request(lambda response: _after(made, response))
    server = make_server("127.0.0.1", 0, served, threaded=True)
    made.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()


def _before(made: Provider) -> Any:
    if flask.request.path != "/oauth2/token":
        return None
    time.sleep(made.delay_s)
    made.tokens += 1
    digest = hashlib.sha256(flask.request.form.get("code_verifier", "").encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    if made.challenges.get(flask.request.form.get("code", "")) != challenge:
        return flask.jsonify(error="invalid_grant"), 400
    return None


def _after(made: Provider, response: flask.Response) -> flask.Response:
    if flask.request.path == "/.well-known/openid-configuration":
        response.set_data(json.dumps(response.get_json() | made.metadata))
    elif flask.request.path == "/oauth2/authorize" and response.status_code == 302:
        code = parse_qs(urlsplit(response.headers["Location"]).query).get("code", [""])[0]
        made.challenges[code] = flask.request.args.get("code_challenge", "")
    elif flask.request.path == "/oauth2/token" and response.status_code == 200:
        body = response.get_json()
        response.set_data(json.dumps(body | {"id_token": _token(made, body["id_token"])}))
    return response


def _token(made: Provider, honest: str) -> str:
    raw = honest.split(".")[1]
    claims: Claims = json.loads(base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4)))
    claims = made.lie(claims) if made.lie else claims
    own = RSAKey.import_key(storage.jwk.as_dict(is_private=True))
    payload = json.dumps(claims)
    if made.sign == "none":
        return jws.serialize_compact({"alg": "none"}, payload, own, algorithms=["none"])
    key = own if made.sign == "own" else RSAKey.generate_key(2048)
    return jws.serialize_compact({"alg": "RS256", "kid": own.kid}, payload, key)
