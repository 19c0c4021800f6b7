"""Telling the council's own system, without a person's words, that a plan was published or answered."""

from __future__ import annotations

from webapp.plans.webhook.delivering import send_news

__all__ = ["send_news"]
