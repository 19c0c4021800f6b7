"""Reading what a phone posts: a sealed entry and what is known about it in clear."""

from __future__ import annotations

from webapp.core import forms, parcels
from webapp.core.parcels import Refused
from webapp.houses.rules import DRAFT, REV_AT_MOST, SENT, Parcel


def parcel() -> Parcel:
    """The JSON body as a parcel. 400 when it is no object, Refused when a part of it is wrong."""
    body = forms.json_object()
    if body.get("kind") not in (SENT, DRAFT) or not isinstance(body.get("signed_in"), bool):
        raise Refused("shape")
    return Parcel(
        id=parcels.identifier(body, "id"),
        rev=_rev(body.get("rev")),
        kind=body["kind"],
        owner=str(parcels.identifier(body, "owner")),
        set_id=parcels.identifier(body, "set_id"),
        key_id=parcels.identifier(body, "key_id"),
        enc=parcels.enc(body),
        ct=parcels.data(body, "ct"),
        # A phone whose clock is nonsense still gets its words through; the server's clock is used.
        made_at=forms.moment(body.get("made_at")),
        signed_in=body["signed_in"],
        page=parcels.identifier(body, "page") if "page" in body else None,
        saw=_rev(body["saw"], least=0) if "saw" in body else 0,
    )


def _rev(rev: object, *, least: int = 1) -> int:
    if type(rev) is not int or not least <= rev <= REV_AT_MOST:
        raise Refused("shape")
    return rev
