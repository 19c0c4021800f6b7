"""To the provider and back. Every trouble ends on the sign-in page in a kind sentence."""

from __future__ import annotations

from typing import Any

from flask import abort, current_app
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.accounts import phones, signed_in
from webapp.accounts.routes import accounts
from webapp.accounts.single_sign_on import provider, rules, service
from webapp.accounts.staff_ways import tries
from webapp.accounts.staff_ways.set_up_views import held_login
from webapp.accounts.staff_ways.views import sign_in_page
from webapp.core.access import anyone
from webapp.core.database import unit_of_work
from webapp.core.pages import see_home


@accounts.get("/staff/single-sign-on", policy=anyone)
def begin_single_sign_on() -> Response:
    """Send the person to the provider."""
    _need_provider()
    if (wait := tries.wait_here()) is not None:
        return wait
    try:
        return phones.remember(provider.go_there())
    except provider.Refused as error:
        return _refused(str(error), _("We cannot reach that page now. Please try again later."))


@accounts.get("/staff/single-sign-on/return", policy=anyone)
def return_from_single_sign_on() -> Response:
    """Whoever the provider names is signed in, if an administrator invited them."""
    _need_provider()
    if (wait := tries.wait_here()) is not None:
        return wait
    try:
        claims = provider.come_back()
    except provider.Refused as error:
        return _refused(str(error), _("That did not work. Please try again."))
    if not rules.is_strong_enough(claims, current_app.extensions["heard_settings"].oidc_acr):
        return _refused("strength", _("That account needs a second step to sign in. Ask your administrator."))
    return _let_in(claims)


def _let_in(claims: dict[str, Any]) -> Response:
    # The provider sends people back by GET, so the guard does not commit: this is its own short write.
    with unit_of_work():
        person_id = service.staff_of(claims=claims, invited=held_login())
        if person_id is not None:
            signed_in.start(person_id, None)
    if person_id is None:
        return _refused("unknown", _("We do not know that account. Ask your administrator to add you."))
    return phones.remember(see_home())


def _refused(why: str, words: str) -> Response:
    current_app.logger.warning("single sign-on refused: %s", why)
    tries.note_refused_here()
    return sign_in_page(422, words)


def _need_provider() -> None:
    if not current_app.extensions["heard_settings"].oidc_issuer:
        abort(404)
