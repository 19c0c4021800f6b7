"""One round of sending: no transaction is open while another machine is waited for."""

from __future__ import annotations

from flask import current_app

from webapp.config import Settings
from webapp.core import clock
from webapp.core.database import end_session, unit_of_work
from webapp.plans import trouble
from webapp.plans.webhook import posting, queries, rules, service
from webapp.plans.webhook.queries import News

MOST_IN_A_ROUND = 50
AWAY = "webhook_away"


def send_news() -> int:
    """Send what is due; at the first that is not taken, stop until the next round. How many were sent."""
    settings: Settings = current_app.extensions["heard_settings"]
    if not settings.webhook_url:
        trouble.keep("webhook", "")
        return 0
    sent = 0
    for news in _waiting():
        if not _send(news, settings):
            trouble.keep("webhook", AWAY)
            return sent
        sent += 1
    if sent:
        trouble.keep("webhook", "")
    return sent


def _waiting() -> list[News]:
    try:
        return queries.waiting(MOST_IN_A_ROUND)
    finally:
        end_session()


def _send(news: News, settings: Settings) -> bool:
    """Whether it was taken. A crash after the answer sends it again, with the same id."""
    content = rules.body(kind=news.kind, at=news.at, authority_id=news.authority_id, version=news.version)
    try:
        posting.post(settings.webhook_url, _headers(news, settings.webhook_secret, content), content)
    except posting.NotTaken as error:
        current_app.logger.error("the council's webhook: %s", error)
        with unit_of_work():
            service.put_off(event_id=news.id, tries=news.tries + 1)
        return False
    with unit_of_work():
        service.keep_sent(event_id=news.id, tries=news.tries + 1)
    return True


def _headers(news: News, secret: bytes, content: bytes) -> dict[str, str]:
    message, timestamp = rules.message_id(news.id), int(clock.now().timestamp())
    return {
        "Content-Type": "application/json",
        "User-Agent": "Heard",
        "webhook-id": message,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": rules.signature(secret, message, timestamp, content),
    }
