"""Each person's first page, and the pages that everyone needs: help, leaving, language, health."""

from __future__ import annotations

from webapp.home.menus import init_app
from webapp.home.views import home

blueprints = (home,)

__all__ = ["blueprints", "init_app"]
