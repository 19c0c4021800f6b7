"""Who can sign in and how: as JSON for checks from outside (design §6), as a table for a terminal."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, TypedDict

import pyotp
from flask import current_app

from webapp import accounts
from webapp.demo.stage import card_secret, content, everyone, invited

# Longer than the 15 minutes of a real code: a sheet is printed in the morning and used in the afternoon.
CODE_LIFE = timedelta(hours=12)
FOOT = (
    "Codes change every 30 seconds; `heard demo --json` prints secrets;",
    "`heard demo` again prints fresh codes.",
    "Everyone here is made up.",
)


Row = tuple[str, ...]


class Worker(TypedDict):
    """How a member of staff signs in."""

    name: str
    role: str
    email: str
    password: str
    totp_secret: str


class Person(TypedDict):
    """How a family member signs in; null where a person has none. `pictures`: form values in order."""

    name: str
    role: str
    family: str
    language: str
    band: str
    card_url: str | None
    setup_code: str | None
    password: str | None
    pictures: list[str] | None
    authority_person_id: str | None


class Sheet(TypedDict):
    """The contract of `heard demo --json`."""

    url: str
    workers: list[Worker]
    people: list[Person]


def make() -> Sheet:
    """What is loaded. Who is not set up yet gets a fresh six-digit code: call it in a unit of work."""
    labels = {family["key"]: family["label"] for family in content("people")["families"]}
    staff = [one for one in everyone() if "email" in one]
    people = [*content("people")["people"], *invited()]
    return {
        "url": _base_url(),
        "workers": [_worker(one) for one in staff],
        "people": [_person(one, labels[one["family"]]) for one in people],
    }


def _base_url() -> str:
    return str(current_app.extensions["heard_settings"].base_url)


def _worker(one: dict[str, Any]) -> Worker:
    person_id = accounts.staff_by_email(one["email"])
    return {
        "name": one["name"],
        "role": one["role"],
        "email": one["email"],
        "password": one["password"],
        "totp_secret": accounts.totp_secret(person_id) if person_id else "",
    }


def _person(one: dict[str, Any], family: str) -> Person:
    secret = card_secret(one["key"])
    # A card that was replaced on a worker's page is no longer ours to print.
    card = accounts.card_by_secret(secret) if one["card"] else None
    return {
        "name": one["name"],
        "role": one["role_in_family"],
        "family": family,
        "language": one["language"],
        "band": one["band"],
        "card_url": f"{_base_url()}/card/{secret}" if card else None,
        "setup_code": _fresh_code(card.id, card.issued_by) if card and _is_new(card.person_id) else None,
        "password": one["password"],
        "pictures": one["pictures"],
        "authority_person_id": one["authority_person_id"],
    }


def _is_new(person_id: uuid.UUID) -> bool:
    return not accounts.is_set_up(person_id)


def _fresh_code(card_id: uuid.UUID, issued_by: uuid.UUID) -> str:
    return accounts.new_code(card_id=card_id, issued_by=issued_by, life=CODE_LIFE)


def as_table(sheet: Sheet) -> str:
    """The sheet for a terminal: who, and how they sign in."""
    workers: list[Row] = [("who", "role", "e-mail", "password", "code now", "made from")]
    workers += [_worker_row(one) for one in sheet["workers"]]
    people: list[Row] = [("who", "family", "reads", "after the card", "card")]
    people += [_person_row(one) for one in sheet["people"]]
    staff_url = f"{sheet['url']}/staff"
    families = "Families: open the link of the card, then give what stands after it"
    return "\n".join([f"Staff: {staff_url}", *_columns(workers), "", families, *_columns(people), "", *FOOT])


def _worker_row(one: Worker) -> Row:
    totp = one["totp_secret"]
    return (one["name"], one["role"], one["email"], one["password"], pyotp.TOTP(totp).now(), totp)


def _person_row(one: Person) -> Row:
    who = f"{one['name']}, {one['role']}"
    return (who, one["family"], one["language"], _then(one), one["card_url"] or "no card")


def _then(one: Person) -> str:
    """What goes with the card."""
    if one["card_url"] is None:
        return "-"
    if one["setup_code"]:
        return f"code {one['setup_code']}, then a new password"
    return " ".join(one["pictures"]) if one["pictures"] else one["password"] or "the password you chose"


def _columns(rows: list[Row]) -> list[str]:
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    padded = [[cell.ljust(width) for cell, width in zip(row, widths, strict=True)] for row in rows]
    return ["  ".join(cells).rstrip() for cells in padded]
