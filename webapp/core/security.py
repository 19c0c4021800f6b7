"""Headers, CSRF and what a browser is told about this site (safety §4; ASVS 3.3–3.5)."""

from __future__ import annotations

import base64
import os
import secrets
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, request
from flask_wtf.csrf import CSRFProtect, generate_csrf
from werkzeug.wrappers import Response

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "object-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        # A child hears her own recording from memory before it is anywhere else.
        "media-src 'self' blob:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
PERMISSIONS = "geolocation=(), camera=(), microphone=(), payment=(), interest-cohort=()"
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
    "X-Robots-Tag": "noindex, nofollow",
}


# Made anew in each process: nothing that a person writes can be it.
CSRF_MARK = secrets.token_hex(16)


class MaskedCsrf(CSRFProtect):  # type: ignore[misc]
    """Flask-WTF's protection, its token masked afresh in each answer: compressing is safe (BREACH)."""

    def _get_csrf_token(self) -> str | None:
        token = super()._get_csrf_token()
        return unmask(token) if token else None


csrf = MaskedCsrf()


def mask(token: str) -> str:
    """base64(random ‖ random XOR token)."""
    plain = token.encode()
    noise = os.urandom(len(plain))
    return base64.urlsafe_b64encode(noise + _xor(noise, plain)).decode()


def unmask(masked: str) -> str:
    """The token again; '' for anything that is not a masked token."""
    try:
        both = base64.urlsafe_b64decode(masked)
        half = len(both) // 2
        return _xor(both[:half], both[half : 2 * half]).decode()
    except ValueError:
        return ""


def _xor(one: bytes, other: bytes) -> bytes:
    whole = int.from_bytes(one) ^ int.from_bytes(other)
    return whole.to_bytes(len(one))


def csrf_token() -> str:
    """For a form's hidden field or the X-CSRFToken header."""
    return mask(generate_csrf())


def csrf_mark() -> str:
    """For templates: stands in each form until the page is finished; a page has eight forms and one token."""
    return CSRF_MARK


def with_token(html: str) -> str:
    """The finished page: its forms carry the token."""
    return html.replace(CSRF_MARK, csrf_token()) if CSRF_MARK in html else html


def check_post(*, token: bool = True) -> None:
    """400 unless the token is right and the browser says that the request comes from our own pages."""
    if not same_origin():
        abort(400)
    if token:
        csrf.protect()


def same_origin() -> bool:
    """What Sec-Fetch-Site and Origin say; a client that sends neither is left to the CSRF token."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("Origin", "")
    return origin in ("", "null") or urlsplit(origin).netloc == request.host


def is_fetch() -> bool:
    """Whether a script asks (it gets a status), not a person opening a page (who gets a page)."""
    if request.headers.get("HX-Request"):
        return True
    mode = request.headers.get("Sec-Fetch-Mode")
    return mode not in (None, "navigate") or request.is_json


def set_cookie(response: Response, name: str, value: str, *, max_age: int, for_script: bool = False) -> None:
    """A cookie of ours: sent to us alone, over https where we have it (ASVS 3.3).

    `for_script`: our page's own script must read it without a network; any other cookie no script can read.
    """
    secure = current_app.extensions["heard_settings"].is_https
    response.set_cookie(
        _full_name(name), value, max_age=max_age, httponly=not for_script, samesite="Lax", secure=secure
    )


def read_cookie(name: str) -> str:
    """What `set_cookie` kept under this name on this phone; '' when there is nothing."""
    return request.cookies.get(_full_name(name), "")


def drop_cookie(response: Response, name: str) -> None:
    """Expire one cookie of ours by its name."""
    secure = current_app.extensions["heard_settings"].is_https
    response.delete_cookie(_full_name(name), httponly=True, samesite="Lax", secure=secure)


def _full_name(name: str) -> str:
    # `__Host-` binds a cookie to this host and to https; browsers take it over https alone.
    return f"__Host-{name}" if current_app.extensions["heard_settings"].is_https else name


def init_app(app: Flask) -> None:
    """Headers on every answer, errors and files too."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    # No Referer is ever sent; Origin and Sec-Fetch-Site are checked instead.
    app.config["WTF_CSRF_SSL_STRICT"] = False
    app.config["WTF_CSRF_TIME_LIMIT"] = 12 * 3600
    csrf.init_app(app)
    app.after_request(set_headers)


def let_record(response: Response) -> Response:
    """A page for a child's voice notes and photos: the browser may ask for microphone and camera there."""
    own = PERMISSIONS.replace("microphone=()", "microphone=(self)").replace("camera=()", "camera=(self)")
    response.headers["Permissions-Policy"] = own
    return response


def set_headers(response: Response) -> Response:
    """Strict headers; personal pages are kept in no cache."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    if current_app.extensions["heard_settings"].is_https:
        response.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    return response
