"""Plumbing. Knows no capability; create_app() connects them."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_compress import Compress
from htmx_flask import Htmx
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from webapp.config import Settings
from webapp.core import database, errors, flooding, language, logs, pages, reads, routing, security

YEAR = 365 * 24 * 3600


def init_app(app: Flask, settings: Settings) -> None:
    """Settings, headers, language, database and the guard, in the order the guard needs."""
    app.extensions["heard_settings"] = settings
    app.extensions["heard_load_reader"] = lambda: None
    app.secret_key = settings.secret
    app.testing = settings.testing
    app.jinja_environment = pages.Templates
    app.config.update(
        MAX_CONTENT_LENGTH=settings.max_body_bytes,
        # Werkzeug's own default (500 kB) would refuse a long text before we could say so kindly.
        MAX_FORM_MEMORY_SIZE=settings.max_body_bytes,
        SESSION_COOKIE_NAME=settings.cookie_name,
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        COMPRESS_MIMETYPES=["text/html", "application/json", "application/manifest+json"],
    )
    Compress(app)
    security.init_app(app)
    logs.init_app(app)
    language.init_app(app)
    database.init_app(app, settings.database_url)
    pages.init_app(app)
    errors.init_app(app)
    Htmx(app)
    flooding.init_app(app, settings)
    routing.init_app(app)
    _serve_files(app, settings)


def connect_audit(app: Flask, record: reads.RecordReads) -> None:
    """Let the guard write down who looked, without core knowing the audit capability."""
    reads.init_app(app, record)


def _serve_files(app: Flask, settings: Settings) -> None:
    with app.app_context():
        folder = pages.dist_folder()
    files = WhiteNoise(
        app.wsgi_app,
        root=str(folder),
        prefix="static/",
        max_age=0 if settings.testing else YEAR,
        add_headers_function=_file_headers,
    )
    app.wsgi_app = ProxyFix(files, *[settings.trusted_proxies] * 3) if settings.trusted_proxies else files  # type: ignore[method-assign]


def _file_headers(headers: Any, _path: str, _url: str) -> None:
    for name, value in security.HEADERS.items():
        headers[name] = value
