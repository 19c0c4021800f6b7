"""Heard: the family's side of a social work plan."""

from __future__ import annotations

from importlib import import_module

from flask import Flask

from webapp.config import Settings

# Every capability with pages, in the order in which their addresses are looked through.
CAPABILITIES = (
    "accounts",
    "families",
    "duty",
    "support",
    "plans",
    "houses",
    "feedback",
    "letterbox",
    "review",
    "home",
    "localdata",
)


def create_app(settings: Settings | None = None) -> Flask:
    """The application, with every capability connected and on it."""
    from webapp import core

    app = Flask("webapp", static_folder=None, template_folder="../templates")
    core.init_app(app, settings or Settings.from_environment())
    _connect(app)
    for name in CAPABILITIES:
        for blueprint in import_module(f"webapp.{name}").blueprints:
            app.register_blueprint(blueprint)
    return app


def _connect(app: Flask) -> None:
    """Hand each capability what it asks of one that it may not know (design §2)."""
    from webapp import (
        accounts,
        audit,
        core,
        duty,
        families,
        feedback,
        home,
        houses,
        letterbox,
        plans,
        review,
        support,
    )

    core.connect_audit(app, audit.record_reads)
    accounts.init_app(app)
    families.require_before_card(app, duty.is_ready)
    families.connect_items(
        app,
        entry=houses.visible_among,
        lists=houses.lists_visible_among,
        plan_version=plans.visible_versions,
        plan_answer=plans.visible_answers,
        reply=review.visible_replies,
    )
    feedback.connect_drawings(app, houses.has_sent)
    support.connect(app, closed_days=duty.closed_days_for, need=feedback.need_for)
    letterbox.init_app(app)
    plans.init_app(app)
    houses.init_app(app)
    home.init_app(app)
