"""People, cards, ways in and sessions. Keyword-only; flush, never commit."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

import pyotp
from sqlalchemy import Update, select, update
from sqlalchemy.orm import Session

from webapp import audit
from webapp.accounts import hashing, queries, rules
from webapp.accounts.models import Card, Person, SignIn, StaffLogin, WayIn
from webapp.core import access, clock, ids, sealing
from webapp.core.database import add_rows, session


@dataclass(frozen=True)
class IssuedCard:
    """Shown once: the secret on the card and the code that goes with its first use."""

    card_id: uuid.UUID
    secret: str
    code: str


def add_person(
    *,
    person_id: uuid.UUID,
    kind: str,
    role: str,
    box: sealing.Owner,
    name: str,
    language: str = "en",
    band: str = "adult",
) -> None:
    """Someone with a name; this grants nothing."""
    row = Person(
        id=person_id,
        kind=kind,
        role=role,
        box_kind=box[0],
        box_id=box[1],
        language=language,
        band=band,
        pseudonym=uuid.uuid4(),
        created_at=clock.now(),
    )
    sealing.box_for(box).put(row, name=name)
    session().add(row)
    session().flush()


def add_children(rows: Iterable[tuple[uuid.UUID, str, str]]) -> None:
    """Several children at once: id, name and age group. Their boxes are there (sealing.make_boxes)."""
    people = []
    for person_id, name, band in rows:
        row = Person(id=person_id, kind="child", role="child", box_kind="child", box_id=person_id)
        row.language, row.band, row.pseudonym, row.created_at = "en", band, uuid.uuid4(), clock.now()
        sealing.child_box(person_id).put(row, name=name)
        people.append(row)
    add_rows(people)


def rename_children(names: Mapping[uuid.UUID, str]) -> None:
    """Other names for several children at once."""
    sealing.open_boxes(("child", person_id) for person_id in names)
    query = select(Person).where(Person.id.in_(names), Person.kind == "child").order_by(Person.id)
    for row in session().scalars(query):
        sealing.child_box(row.id).put(row, name=names[row.id])
    session().flush()


def change_person(
    *, person_id: uuid.UUID, name: str, language: str, role: str | None = None, band: str | None = None
) -> None:
    """What a family member is called and how they read; role and age group where given."""
    row = session().get_one(Person, person_id)
    sealing.box_for((row.box_kind, row.box_id)).put(row, name=name)
    row.language = language
    row.role, row.band = role or row.role, band or row.band
    session().flush()


def add_staff(*, name: str, role: str, email: str, password: str, totp_secret: str) -> uuid.UUID:
    """A member of staff, who signs in with e-mail, password and one-time code."""
    person_id = ids.new()
    add_person(person_id=person_id, kind="staff", role=role, box=sealing.STAFF, name=name)
    row = StaffLogin(id=person_id, password_hash=hashing.hash_secret(password))
    row.email_hash = queries.email_hash(email)
    sealing.staff_box().put(row, email=email, totp=totp_secret)
    session().add(row)
    session().flush()
    return person_id


def issue_card(
    *,
    person_id: uuid.UUID,
    issued_by: uuid.UUID,
    shared_phone: bool = True,
    secret: str | None = None,
    life: timedelta = rules.CODE_LIFE,
) -> IssuedCard:
    """A new card (128 random bits, kept hashed); the person's earlier cards stop working.

    Only the demo authority gives a `secret` and a `life` of the code, so that its printed table stays true.
    """
    revoke_cards(person_id=person_id, revoked_by=issued_by)
    secret = secret or secrets.token_urlsafe(16)
    row = Card(
        id=ids.new(),
        person_id=person_id,
        shared_phone=shared_phone,
        issued_by=issued_by,
        issued_at=clock.now(),
    )
    row.secret_hash = sealing.lookup_hash("card", secret)
    session().add(row)
    code = _new_code(row, life)
    session().flush()
    audit.record(actor_id=issued_by, act="card.issue", subject_id=person_id, item_kind="card", item_id=row.id)
    return IssuedCard(row.id, secret, code)


def new_code(*, card_id: uuid.UUID, issued_by: uuid.UUID, life: timedelta = rules.CODE_LIFE) -> str:
    """A fresh six-digit code (15 minutes, five tries, once) for a card not yet set up."""
    row = session().get_one(Card, card_id)
    code = _new_code(row, life)
    audit.record(
        actor_id=issued_by, act="card.code", subject_id=row.person_id, item_kind="card", item_id=row.id
    )
    session().flush()
    return code


def _new_code(row: Card, life: timedelta) -> str:
    code = f"{secrets.randbelow(10**6):06d}"
    row.code_hash = hashing.hash_secret(code)
    row.code_until = clock.now() + life
    row.code_tries, row.code_used_at = 0, None
    return code


def use_code(*, card: Card, code: str) -> bool:
    """Whether this is the worker's code, still alive; a right one is used up."""
    alive = card.code_used_at is None and card.code_tries < rules.CODE_TRIES
    alive = alive and card.code_until is not None and clock.now() < card.code_until
    if not hashing.matches(card.code_hash if alive else None, code):
        _keep(update(Card).where(Card.id == card.id).values(code_tries=Card.code_tries + 1))
        return False
    card.code_used_at = clock.now()
    session().flush()
    return True


def set_way_in(*, person_id: uuid.UUID, kind: str, secret: str) -> None:
    """Set or change a password, pictures or words. Whoever does has the card in hand and gave its code."""
    row = queries.way_in(person_id, kind) or WayIn(id=ids.new(), person_id=person_id, kind=kind)
    row.secret_hash, row.set_at = hashing.hash_secret(rules.as_compared(kind, secret)), clock.now()
    row.pictures = len(secret.split()) if kind == "pictures" else None
    session().add(row)
    for card in queries.cards_of(person_id):
        card.code_used_at = card.code_used_at or clock.now()
    session().flush()
    audit.record(actor_id=person_id, act=f"way_in.{kind}", subject_id=person_id)


def proves(*, way: WayIn | None, secret: str) -> bool:
    """Whether this is the person's password, pictures or words; one hash check in either case."""
    if way is None:
        return hashing.matches(None, secret)
    return hashing.matches(way.secret_hash, rules.as_compared(way.kind, secret))


def note_more_asked(*, person_id: uuid.UUID) -> None:
    """The child was asked whether they want the pictures of their age, and is not asked again."""
    row = queries.way_in(person_id, "pictures")
    if row is not None:
        row.more_asked_at = clock.now()
        session().flush()


def forget_way_in(*, person_id: uuid.UUID, kind: str, actor_id: uuid.UUID) -> None:
    """One way in of the person stops working."""
    row = queries.way_in(person_id, kind)
    if row is None:
        return
    session().delete(row)
    session().flush()
    audit.record(actor_id=actor_id, act=f"way_in.{kind}.end", subject_id=person_id)


def revoke_cards(*, person_id: uuid.UUID, revoked_by: uuid.UUID) -> None:
    """Every card of the person stops working, and whoever is signed in with one is signed out."""
    now = clock.now()
    for card in queries.cards_of(person_id):
        card.revoked_at = now
        audit.record(
            actor_id=revoked_by, act="card.revoke", subject_id=person_id, item_kind="card", item_id=card.id
        )
    session().flush()
    end_sessions(person_id=person_id)


def end_sessions(*, person_id: uuid.UUID, ended_by: uuid.UUID | None = None) -> None:
    """Sign the person out everywhere, at once; `ended_by` when someone asked for just this."""
    if ended_by is not None:
        audit.record(actor_id=ended_by, act="session.end_all", subject_id=person_id)
    rows = update(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
    session().execute(rows.values(ended_at=clock.now()))


def begin_session(*, person_id: uuid.UUID, card: Card | None, phone_hash: bytes | None = None) -> str:
    """A new session with a new token (ASVS 7.2.4). Returns the token for the cookie."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    row = SignIn(
        id=ids.new(),
        person_id=person_id,
        token_hash=sealing.lookup_hash("session", token),
        card_id=card.id if card else None,
        shared_phone=card.shared_phone if card else False,
        phone_hash=phone_hash,
        created_at=now,
        seen_at=now,
        proved_at=now,
    )
    session().add(row)
    session().flush()
    audit.record(actor_id=person_id, act="sign_in", subject_id=person_id, item_kind="session", item_id=row.id)
    return token


def check_staff(*, email: str, password: str, code: str) -> uuid.UUID | None:
    """The member of staff whose e-mail, password and one-time code these are; all are always checked."""
    login = queries.staff_login(email)
    return login.id if proves_staff(login=login, password=password, code=code) and login else None


def proves_staff(*, login: StaffLogin | None, password: str, code: str) -> bool:
    """Whether these are this login's password and one-time code; a right code is used up."""
    works = login is not None and login.disabled_at is None and login.link_hash is None
    right_password = hashing.matches(login.password_hash if login and works else None, password)
    if login is None or not works:
        return False
    step = totp_step(sealing.staff_box().text(login, "totp"), code)
    if not right_password or step is None or step <= login.totp_step:
        return False
    login.totp_step = step
    session().flush()
    return True


def totp_step(secret: str, code: str) -> int | None:
    """The time step whose code this is, one step of clock error allowed (RFC 6238); None without a secret."""
    if not secret:
        return None
    totp = pyotp.TOTP(secret)
    now = int(clock.now().timestamp()) // totp.interval
    for step in (now, now - 1, now + 1):
        if secrets.compare_digest(totp.generate_otp(step).encode(), code.encode()):
            return step
    return None


def keep_seen(session_id: uuid.UUID) -> None:
    """Note that a session was used; the caller asks at most once a minute."""
    _keep(update(SignIn).where(SignIn.id == session_id).values(seen_at=clock.now()))


def keep_ended(session_id: uuid.UUID) -> None:
    """End a session, whatever the answer to this request."""
    _keep(
        update(SignIn).where(SignIn.id == session_id, SignIn.ended_at.is_(None)).values(ended_at=clock.now())
    )


def keep_proved(session_id: uuid.UUID) -> None:
    """Note that the person showed it is them, whatever the answer to this request."""
    _keep(update(SignIn).where(SignIn.id == session_id).values(proved_at=clock.now()))


def _keep(statement: Update) -> None:
    def write(db: Session) -> None:
        db.execute(statement)

    access.keep(write)


def choose(*, session_id: uuid.UUID, chosen_id: uuid.UUID) -> None:
    """Remember which child's plan a parent reads, for this session."""
    session().get_one(SignIn, session_id).chosen_id = chosen_id
    session().flush()
