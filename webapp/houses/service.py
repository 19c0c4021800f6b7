"""Taking in what a child makes: nothing acknowledged is lost, nothing counts twice. Flush, never commit."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from webapp import audit, duty, families
from webapp.core import clock, ids, sealing
from webapp.core.database import session
from webapp.core.parcels import Refused
from webapp.houses import people, rules
from webapp.houses.attachments import service as attachments
from webapp.houses.models import Draft, Entry, EntryReader, Start, ThreeHouses
from webapp.houses.rules import Content, Parcel


@dataclass(frozen=True)
class Standing:
    """What we have of an entry now: state is draft, arrived, or on_its_way while attachments are missing."""

    id: uuid.UUID
    rev: int
    state: str
    received_at: datetime
    missing: tuple[uuid.UUID, ...] = ()


def take_in(
    *, child_id: uuid.UUID, session_id: uuid.UUID, parcel: Parcel, handed_over: bool = False
) -> Standing:
    """Keep a sealed revision under the child's own key. The same again gives the same answer.

    `handed_over`: the child uses a worker's own device. The phone hears the id it gave, wherever it is kept.

    Refused when it is not ours to open, is not an entry, or would change what was already sent.
    """
    is_new_set = _hold_set(child_id, parcel.set_id, parcel.made_at or clock.now())
    body_mac = sealing.child_box(child_id).mac(parcel.body)
    place, kept = _place(child_id, parcel)
    made = _Made(
        child_id, parcel.set_id, place, parcel.rev, body_mac, parcel.made_at or clock.now(), parcel.page
    )
    if kept is not None and not rules.is_new(
        kept_rev=kept.rev,
        kept_body=kept.body_mac,
        kept_sent=isinstance(kept, Entry),
        rev=parcel.rev,
        body=body_mac,
    ):
        found = _standing(kept) if isinstance(kept, Entry) else send_when_whole(kept)
    else:
        found = _take(made, parcel, session_id, is_new_set=is_new_set, handed_over=handed_over)
    return replace(found, id=parcel.id)


def _take(
    made: _Made, parcel: Parcel, session_id: uuid.UUID, *, is_new_set: bool, handed_over: bool
) -> Standing:
    """A revision that is new here."""
    child_id = made.child_id
    content = rules.read_content(sealing.open_parcel(parcel))
    if is_new_set:
        answer_first_screen(child_id=child_id, choice="start", with_whom=content.with_whom)
    if not parcel.is_sent:
        return _standing(_keep_draft(made, content, signed_in=parcel.signed_in))
    if attachments.missing(child_id=child_id, files=content.files):
        return send_when_whole(_keep_on_its_way(made, content, session_id, handed_over))
    return _standing(_send(made, content, session_id, clock.now(), handed_over=handed_over))


def send_when_whole(row: Draft) -> Standing:
    """What was sent becomes an entry once every attachment it names is here; until then nobody sees it.

    Refused("share") when nobody the child chose can be chosen any more: then she chooses again.
    """
    if row.share_sealed is None:
        return _standing(row)
    box = sealing.child_box(row.child_id)
    content = rules.kept_content(json.loads(box.text(row, "content")))
    missing = attachments.missing(child_id=row.child_id, files=content.files)
    if missing:
        return Standing(row.id, row.rev, "on_its_way", row.received_at, missing)
    kept = json.loads(box.text(row, "share"))
    share = rules.Share(kept["level"], tuple(uuid.UUID(one) for one in kept["people"]))
    made = _Made(row.child_id, row.set_id, row.id, row.rev, row.body_mac, row.made_at, row.page_id)
    whole, session_id, handed_over = replace(content, share=share), row.session_id, row.handed_over
    return _standing(_send(made, whole, session_id, clock.now(), handed_over=handed_over))


def receive(
    *,
    child_id: uuid.UUID,
    content: dict[str, Any],
    entry_id: uuid.UUID,
    made_at: datetime,
    received_at: datetime | None = None,
    set_id: uuid.UUID | None = None,
    by_id: uuid.UUID | None = None,
) -> Standing:
    """Keep an entry as sent, without a phone: of the demo authority, or written down by a worker (`by_id`).

    Refused as in take_in.
    """
    group, at = set_id or entry_id, received_at or clock.now()
    is_new_set = _hold_set(child_id, group, made_at)
    kept = _kept(child_id, group, entry_id)
    if isinstance(kept, Entry):
        return _standing(kept)
    checked = rules.check_content(content)
    if is_new_set and by_id is None:
        answer_first_screen(child_id=child_id, choice="start", with_whom=checked.with_whom, at=made_at)
    body_mac = sealing.child_box(child_id).mac(json.dumps(content, sort_keys=True).encode())
    made = _Made(child_id, group, entry_id, 1, body_mac, made_at)
    return _standing(_send(made, checked, None, at, by_id=by_id))


def answer_first_screen(
    *, child_id: uuid.UUID, choice: str, with_whom: str | None, at: datetime | None = None
) -> None:
    """The child was asked and chose. A second "I'd rather talk" while the first waits is the same wish."""
    waiting = select(Start.id).where(
        Start.child_id == child_id, Start.choice == "rather_talk", Start.answered_at.is_(None)
    )
    if choice == "rather_talk" and session().scalar(waiting) is not None:
        return
    row = Start(
        id=ids.new(), child_id=child_id, choice=choice, with_whom=with_whom, asked_at=at or clock.now()
    )
    session().add(row)
    session().flush()
    _record(child_id, "houses.asked", "start", row.id)


def put_draft_away(*, child_id: uuid.UUID, draft_id: uuid.UUID) -> None:
    """Start fresh next time: out of sight until the child asks for it. No draft, no change."""
    rows = update(Draft).where(Draft.id == draft_id, Draft.child_id == child_id, Draft.put_away_at.is_(None))
    session().execute(rows.values(put_away_at=clock.now()))


def bring_drafts_back(*, child_id: uuid.UUID) -> None:
    """The child asks for what was begun."""
    session().execute(update(Draft).where(Draft.child_id == child_id).values(put_away_at=None))


def mark_answered(
    *, at: datetime | None, entry_ids: list[uuid.UUID] | None = None, start_ids: list[uuid.UUID] | None = None
) -> None:
    """Somebody answered these entries or wishes to talk; `at` None opens them again (practice §1)."""
    for row in session().scalars(select(Entry).where(Entry.id.in_(entry_ids or [])).order_by(Entry.id)):
        row.answered_at = at
        row.answered_late = at is not None and _was_late(row, at)
    rows = update(Start).where(Start.id.in_(start_ids or []), Start.choice == "rather_talk")
    session().execute(rows.values(answered_at=at))
    session().flush()


@dataclass(frozen=True)
class _Made:
    """What stays the same whether an entry is kept as a draft or as sent."""

    child_id: uuid.UUID
    set_id: uuid.UUID
    id: uuid.UUID
    rev: int
    body_mac: bytes
    made_at: datetime
    page_id: uuid.UUID | None = None


def _hold_set(child_id: uuid.UUID, set_id: uuid.UUID, begun_at: datetime) -> bool:
    """Lock the set until this transaction ends: two sends of one entry at once come one after the other.

    Returns whether the set is new. Refused when it is another child's.
    """
    query = select(ThreeHouses).where(ThreeHouses.id == set_id).with_for_update()
    row = session().scalar(query)
    if row is None:
        try:
            with session().begin_nested():
                session().add(ThreeHouses(id=set_id, child_id=child_id, begun_at=begun_at))
            return True
        except IntegrityError:
            row = session().scalars(query).one()  # the phone's other request began it a moment ago
    if row.child_id != child_id:
        raise Refused("ids")
    return False


def _kept(child_id: uuid.UUID, set_id: uuid.UUID, entry_id: uuid.UUID) -> Entry | Draft | None:
    """What we have under this id. An entry is in one child's one set for good; anything else is refused."""
    kept = session().get(Entry, entry_id) or session().get(Draft, entry_id)
    if kept is not None and (kept.child_id, kept.set_id) != (child_id, set_id):
        raise Refused("ids")
    return kept


def _place(child_id: uuid.UUID, parcel: Parcel) -> tuple[uuid.UUID, Entry | Draft | None]:
    """Its own id or one beside it (rules.goes_beside), and what we have under that."""
    kept = _kept(child_id, parcel.set_id, parcel.id)
    if kept is None or not rules.goes_beside(
        kept_page=kept.page_id, kept_rev=kept.rev, page=parcel.page, saw=parcel.saw
    ):
        return parcel.id, kept
    place = rules.beside(parcel.id, parcel.page)
    return place, _kept(child_id, parcel.set_id, place)


def _standing(row: Entry | Draft) -> Standing:
    state = "arrived" if isinstance(row, Entry) else "draft"
    return Standing(row.id, row.rev, state, row.received_at)


def _send(
    made: _Made,
    content: Content,
    session_id: uuid.UUID | None,
    received_at: datetime,
    *,
    handed_over: bool = False,
    by_id: uuid.UUID | None = None,
) -> Entry:
    share, readers = _readers(made.child_id, content)
    attachments.name_files(child_id=made.child_id, entry_id=made.id, files=content.files)
    draft = session().get(Draft, made.id)
    if draft is not None:
        session().delete(draft)
    row = Entry(
        **vars(made),
        template=content.template,
        house=content.house,
        share_level=share.level,
        session_id=session_id,
        received_at=received_at,
        answered_late=False,
        handed_over=handed_over,
    )
    _seal(row, content)
    session().add(row)
    session().flush()
    session().add_all([EntryReader(entry_id=row.id, person_id=person) for person in readers])
    session().flush()
    _record(made.child_id, "entry.send", "entry", row.id, by_id)
    return row


def _readers(child_id: uuid.UUID, content: Content) -> tuple[rules.Share, list[uuid.UUID]]:
    """The choice, and who will see it by that. Refused: share, empty."""
    if content.share is None:
        raise Refused("share")
    if content.is_empty:
        raise Refused("empty")
    return content.share, people.readers(child_id, content.share)


def _keep_on_its_way(made: _Made, content: Content, session_id: uuid.UUID | None, handed_over: bool) -> Draft:
    """Sent, but a photo or voice note it names has not come yet."""
    share, _people = _readers(made.child_id, content)
    row = _keep_draft(made, content, signed_in=True)
    kept = {"level": share.level, "people": [str(one) for one in share.people]}
    sealing.child_box(row.child_id).put(row, share=json.dumps(kept))
    row.session_id, row.handed_over = session_id, handed_over
    session().flush()
    return row


def _keep_draft(made: _Made, content: Content, *, signed_in: bool) -> Draft:
    """The newest revision takes the place of the one before: what was rubbed out stays in no older copy."""
    row = session().get(Draft, made.id) or Draft(id=made.id, child_id=made.child_id, set_id=made.set_id)
    row.rev, row.body_mac, row.made_at = made.rev, made.body_mac, made.made_at
    row.page_id = made.page_id
    row.signed_in, row.received_at, row.put_away_at = signed_in, clock.now(), None
    row.share_sealed, row.session_id, row.handed_over = None, None, False
    _seal(row, content)
    session().add(row)
    session().flush()
    attachments.name_files(child_id=made.child_id, entry_id=made.id, files=content.files)
    return row


def _seal(row: Entry | Draft, content: Content) -> None:
    plain = json.dumps(content.as_json(), ensure_ascii=False, separators=(",", ":"))
    sealing.child_box(row.child_id).put(row, content=plain)


def _was_late(row: Entry, at: datetime) -> bool:
    closed = duty.closed_days_for(row.child_id)
    return clock.local(row.received_at).date() < rules.late_before(clock.local(at).date(), closed)


def _record(
    child_id: uuid.UUID, act: str, item_kind: str, item_id: uuid.UUID, by_id: uuid.UUID | None = None
) -> None:
    family_id = families.family_of(child_id).id
    audit.record(
        actor_id=by_id or child_id,
        act=act,
        family_id=family_id,
        subject_id=child_id,
        item_kind=item_kind,
        item_id=item_id,
    )
