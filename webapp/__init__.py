"""Heard: the family's side of a social work plan."""

from __future__ import annotations

from flask import Flask

from webapp.config import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The one place that knows every capability (design §2)."""
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
        localdata,
        plans,
        review,
        support,
    )

    app = Flask("webapp", static_folder=None, template_folder="../templates")
    core.init_app(app, settings or Settings.from_environment())
    core.connect_audit(app, audit.record_reads)
    accounts.init_app(app)
    families.require_before_card(app, duty.is_ready)
    families.connect_items(
        app,
        entry=houses.visible_among,
        plan_version=plans.visible_versions,
        plan_answer=plans.visible_answers,
        reply=review.visible_replies,
    )
    feedback.connect_drawings(app, houses.has_sent)
    support.connect(app, closed_days=duty.closed_days_for, need=feedback.need_for)
    letterbox.init_app(app)
    home.init_app(app)
    capabilities = (
        accounts,
        families,
        duty,
        support,
        plans,
        houses,
        feedback,
        letterbox,
        review,
        home,
        localdata,
    )
    for capability in capabilities:
        for blueprint in capability.blueprints:
            app.register_blueprint(blueprint)
    return app
