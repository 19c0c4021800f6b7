"""Each person's first page, and the pages that everyone needs: help, leaving, language, health."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError

from webapp.home.cover import without_database
from webapp.home.health import check as check_health
from webapp.home.menus import init_app
from webapp.home.views import home

home.register_error_handler(DBAPIError, without_database)
blueprints = (home,)

__all__ = ["blueprints", "check_health", "init_app"]
