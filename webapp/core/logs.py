"""One JSON line a request: no body, no name, no address (safety §4.2)."""

from __future__ import annotations

import logging
import time
import uuid

import structlog
from flask import Flask, g, request
from werkzeug.wrappers import Response

from webapp.core import access, sealing

log = structlog.get_logger("heard")


def init_app(app: Flask) -> None:
    """Write JSON lines to standard error, the host's own lines among them."""
    structlog.configure(
        processors=[
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.WriteLoggerFactory(),
    )
    app.logger.setLevel(logging.INFO)
    app.before_request(_start)
    app.after_request(_end)


def _start() -> None:
    g.heard_started = time.perf_counter()
    g.heard_request_id = uuid.uuid4().hex


def _end(response: Response) -> Response:
    try:
        person = access.optional_reader() if request.endpoint else None
    except Exception:  # a line about a failed request must still be written
        person = None
    log.info(
        "request",
        id=g.get("heard_request_id"),
        endpoint=request.endpoint or "-",
        method=request.method,
        status=response.status_code,
        ms=round((time.perf_counter() - g.get("heard_started", time.perf_counter())) * 1000, 1),
        person=sealing.lookup_hash("log", str(person.person_id)).hex()[:12] if person else None,
    )
    return response
