"""People who sign in: cards, pictures, passwords, one-time codes, sessions, limits."""

from __future__ import annotations

from webapp.accounts.family_ways import views as family_views
from webapp.accounts.family_ways.views import front_page
from webapp.accounts.limits import forget as forget_refused
from webapp.accounts.queries import (
    PersonView,
    card_by_secret,
    cards_of,
    is_set_up,
    names,
    people,
    staff,
    staff_by_email,
    totp_secret,
)
from webapp.accounts.routes import accounts
from webapp.accounts.rules import PICTURES, picture_count, pictures_secret
from webapp.accounts.service import (
    IssuedCard,
    add_person,
    add_staff,
    choose,
    end_sessions,
    issue_card,
    new_code,
    revoke_cards,
    set_way_in,
)
from webapp.accounts.sessions import views as sessions_views
from webapp.accounts.signed_in import init_app, stop
from webapp.accounts.staff_ways import views as staff_views

# Each way in puts its routes on it when it is imported.
blueprints = (accounts,)
views = (family_views, staff_views, sessions_views)

__all__ = [
    "PICTURES",
    "IssuedCard",
    "PersonView",
    "add_person",
    "add_staff",
    "blueprints",
    "card_by_secret",
    "cards_of",
    "choose",
    "end_sessions",
    "forget_refused",
    "front_page",
    "init_app",
    "is_set_up",
    "issue_card",
    "names",
    "new_code",
    "people",
    "picture_count",
    "pictures_secret",
    "revoke_cards",
    "set_way_in",
    "staff",
    "staff_by_email",
    "stop",
    "totp_secret",
]
