"""Who may do what: one mechanism, default deny, and the hook that writes down who looked (design §3)."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from flask import current_app, g
from sqlalchemy.orm import Session


class Handed(Protocol):
    """A child uses a worker's own device: whose, and the moment it ends whatever happens."""

    @property
    def session_id(self) -> uuid.UUID: ...

    @property
    def name(self) -> str: ...

    @property
    def ends_at(self) -> datetime: ...


class Reader(Protocol):
    """The person signed in. `kind` is child, adult or staff; `role` is worker, manager, … for staff."""

    person_id: uuid.UUID
    session_id: uuid.UUID
    kind: str
    role: str
    band: str
    language: str
    shared_phone: bool
    # Which child a parent chose to read about, in this session.
    chosen_id: uuid.UUID | None

    @property
    def handed(self) -> Handed | None: ...

    @property
    def name(self) -> str: ...


@dataclass(frozen=True)
class Policy:
    """A line of docs/access.md: `who` is the rule in words, `check` decides, `act` names the audit row."""

    name: str
    who: str
    check: Callable[..., bool]
    signed_in: bool = True
    act: str | None = None
    token: bool = True


@dataclass(frozen=True)
class ReadNote:
    """What a sensitive page showed: whose record, which thing. Written before the first byte leaves."""

    act: str
    chain: str
    subject_id: uuid.UUID | None
    item_kind: str
    item_id: uuid.UUID | None


Kept = Callable[[Session], None]


def policy(
    who: str, *, signed_in: bool = True, act: str | None = None, token: bool = True
) -> Callable[[Callable[..., bool]], Policy]:
    """Make a named policy of `check(reader, **view arguments) -> bool`.

    `act` marks a sensitive read: the page leaves only after its audit row is committed.
    `token=False` is for leaving alone: same origin is enough, an old page must still get out.
    """

    def make(check: Callable[..., bool]) -> Policy:
        return Policy(check.__name__, who, check, signed_in, act, token)

    return make


@policy("Anyone, signed in or not.", signed_in=False)
def anyone(reader: Reader | None, **_view: object) -> bool:
    """Front pages, help, sign-in and the app shell."""
    return True


@policy("Anyone signed in, about themselves.")
def anyone_signed_in(reader: Reader, **_view: object) -> bool:
    """A person's own settings and first page."""
    return True


@policy("A child or young person, about themselves.")
def a_child(reader: Reader, **_view: object) -> bool:
    """The child's own place."""
    return reader.kind == "child"


@policy("Any member of staff.")
def any_staff(reader: Reader, **_view: object) -> bool:
    """Staff pages that show only what belongs to the reader."""
    return reader.kind == "staff"


@policy("A worker or a manager.")
def a_practitioner(reader: Reader, **_view: object) -> bool:
    """Pages about families, each filtered to the reader's own."""
    return reader.kind == "staff" and reader.role in ("worker", "manager")


@policy("A manager.")
def a_manager(reader: Reader, **_view: object) -> bool:
    """The team's own settings."""
    return reader.kind == "staff" and reader.role == "manager"


def reader() -> Reader:
    """The person signed in; only behind a policy that asks for one."""
    found = optional_reader()
    if found is None:
        raise RuntimeError("this view needs a policy that asks for a signed-in person")
    return found


def optional_reader() -> Reader | None:
    """The person signed in, or None."""
    load: Callable[[], Reader | None] = current_app.extensions["heard_load_reader"]
    return load()


def note_read(
    act: str,
    *,
    chain: str,
    subject_id: uuid.UUID | None = None,
    item_kind: str = "",
    item_id: uuid.UUID | None = None,
) -> None:
    """Say what this page shows; the guard commits it before the page leaves, or the answer is 503."""
    reads().append(ReadNote(act, chain, subject_id, item_kind, item_id))


def reads() -> list[ReadNote]:
    """What this request said it shows."""
    if "heard_reads" not in g:
        g.heard_reads = []
    found: list[ReadNote] = g.heard_reads
    return found


def keep(write: Kept) -> None:
    """Do `write(session)` in a short transaction after this request, whatever its status.

    For the few records that never ride on a request's own transaction (design §3): refused
    attempts, a session's seen_at and its end.
    """
    kept().append(write)


def kept() -> list[Kept]:
    """What this request asked to keep."""
    if "heard_kept" not in g:
        g.heard_kept = []
    found: list[Kept] = g.heard_kept
    return found
