"""Heard: the family's side of a social work plan."""

from __future__ import annotations

from flask import Flask

from webapp.config import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The one place that knows every capability (design §2)."""
    from webapp import accounts, audit, core, duty, families, feedback, home, houses, localdata, plans, review

    app = Flask("webapp", static_folder=None, template_folder="../templates")
    core.init_app(app, settings or Settings.from_environment())
    core.connect_audit(app, audit.record_read)
    accounts.init_app(app)
    families.require_before_card(app, duty.is_ready)
    feedback.connect_drawings(app, houses.has_sent)
    home.init_app(app)
    capabilities = (accounts, families, duty, plans, houses, feedback, review, home, localdata)
    for capability in capabilities:
        for blueprint in capability.blueprints:
            app.register_blueprint(blueprint)
    return app
