"""Reading what a phone adds, and the worker's two forms."""

from __future__ import annotations

from datetime import date

from webapp.core import clock, forms, parcels
from webapp.core.parcels import Refused
from webapp.letterbox.rules import SEALED_AT_MOST, Parcel

STATES = ("on", "off")


def parcel() -> Parcel:
    """The JSON body as a parcel. 400 when it is no object, Refused when a part of it is wrong."""
    body = forms.json_object()
    enc, ct = parcels.enc(body), parcels.data(body, "ct")
    if len(ct) > SEALED_AT_MOST:
        raise Refused("words")
    made_at = forms.moment(body.get("made_at"))
    return Parcel(
        id=parcels.identifier(body, "id"),
        owner=str(parcels.identifier(body, "owner")),
        key_id=parcels.identifier(body, "key_id"),
        enc=enc,
        ct=ct,
        made_at=made_at,
    )


def asked_on() -> date | None:
    """The day the worker asked the child: today or before, else None."""
    found = forms.day("asked_on")
    return found if found and found <= clock.today() else None
