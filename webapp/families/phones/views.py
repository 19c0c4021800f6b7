"""What a worker does about a family's phones. A phone is named in the form, never in the address."""

from __future__ import annotations

import uuid

from flask import abort, redirect, url_for
from werkzeug.wrappers import Response

from webapp import accounts
from webapp.core import access, forms
from webapp.families.phones import queries
from webapp.families.policies import may_work_with_family
from webapp.families.routes import families

KINDS = ("shared", "own")


@families.post("/families/<id:family_id>/phones/right", policy=may_work_with_family)
def confirm_phone(family_id: uuid.UUID) -> Response:
    """The worker asked: the first use of the card on that phone was right."""
    device = queries.device_in(access.reader(), family_id, forms.identifier("phone"))
    if device is not None:
        accounts.confirm_device(device_id=device.id, by=access.reader().person_id)
    return _back(family_id)


@families.post("/families/<id:family_id>/phones/stop", policy=may_work_with_family)
def stop_phone(family_id: uuid.UUID) -> Response:
    """Nothing can be added from that phone any more; what is on it stays there."""
    device = queries.device_in(access.reader(), family_id, forms.identifier("phone"))
    if device is not None:
        accounts.stop_device(device_id=device.id, by=access.reader().person_id)
    return _back(family_id)


@families.post("/families/<id:family_id>/people/<id:person_id>/lost", policy=may_work_with_family)
def stop_card_and_phones(family_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """Card and phone are lost: both stop. What the person sent or wrote is not lost."""
    _person(family_id, person_id)
    by = access.reader().person_id
    accounts.revoke_cards(person_id=person_id, revoked_by=by)
    accounts.stop_devices(person_id=person_id, by=by)
    return _back(family_id)


@families.post("/families/<id:family_id>/people/<id:person_id>/phone-kind", policy=may_work_with_family)
def set_phone_kind(family_id: uuid.UUID, person_id: uuid.UUID) -> Response:
    """Shared or own, chosen with the person; on phones that are open now it holds at once."""
    _person(family_id, person_id)
    kind = forms.chosen("phone", KINDS)
    if kind is not None:
        by = access.reader().person_id
        accounts.set_phone_kind(person_id=person_id, shared=kind == "shared", by=by)
    return _back(family_id)


def _person(family_id: uuid.UUID, person_id: uuid.UUID) -> None:
    if queries.person_in(access.reader(), family_id, person_id) is None:
        abort(404)


def _back(family_id: uuid.UUID) -> Response:
    return redirect(url_for("families.show_family", family_id=family_id), 303)
