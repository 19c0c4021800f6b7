"""Taking in photos and voice notes part by part, in any order, each counted once. Flush, never commit."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.exc import IntegrityError

from webapp import audit, families, media
from webapp.core import clock, ids, sealing
from webapp.core.database import session
from webapp.core.parcels import Refused
from webapp.houses.attachments import rules
from webapp.houses.attachments.rules import Head, Part
from webapp.houses.models import Attachment, AttachmentPart, Draft, EntryFile, Transcript

MAKE = {"photo": media.make_photo, "voice": media.make_voice}


@dataclass(frozen=True)
class Whole:
    """An attachment of which every part is here: the last part as it came, what it is, and its bytes."""

    part: Part
    head: Head
    data: bytes


@dataclass(frozen=True)
class Came:
    """What we have of an attachment: coming, with the numbers of its parts that miss; whole; or kept."""

    id: uuid.UUID
    state: str
    missing: tuple[int, ...] = ()
    whole: Whole | None = None


def take_part(*, child_id: uuid.UUID, part: Part) -> Came:
    """Keep one sealed part. Of the last one nothing is written: it makes the attachment whole.

    Refused: seal, shape, ids, changed, large, room; and for the whole: hash.
    """
    head, data = rules.read_part(sealing.open_parcel(part), part.number, part.count)
    row = _hold(child_id, part, head)
    if row.made_at is not None:
        return Came(row.id, "kept")
    box = sealing.child_box(child_id)
    parts = {one.number: one for one in _parts(row.id)}
    missing = set(range(part.count)) - {*parts, part.number}
    if missing:
        _keep_part(row, parts.get(part.number), part.number, data)
        return Came(row.id, "coming", tuple(sorted(missing)))
    whole = b"".join(
        data if number == part.number else box.data(parts[number], "data") for number in range(part.count)
    )
    if hashlib.sha256(whole).digest() != head.sha256:
        raise Refused("hash")
    return Came(row.id, "whole", whole=Whole(part, head, whole))


def made_again(whole: Whole) -> media.Made:
    """The photo or sound as `media` makes it: it takes seconds and asks no database.

    Refused: photo, voice, long.
    """
    kind = whole.head.kind
    try:
        made = MAKE[kind](data=whole.data)
    except media.Unreadable as error:
        raise Refused("long" if error.code == "too_long" else kind) from error
    if (made.seconds or 0) > rules.SECONDS_AT_MOST:
        raise Refused("long")
    return made


def keep_made(*, child_id: uuid.UUID, whole: Whole, made: media.Made) -> None:
    """Keep what was made, and its parts no more. Twice changes nothing. Refused: room, ids, changed."""
    row = _hold(child_id, whole.part, whole.head)
    if row.made_at is None:
        _keep(row, made)
        session().execute(delete(AttachmentPart).where(AttachmentPart.attachment_id == row.id))


def keep_whole(
    *, child_id: uuid.UUID, entry_id: uuid.UUID, attachment_id: uuid.UUID, kind: str, data: bytes
) -> dict[str, Any]:
    """Keep a photo or recording without a phone, for the demo; the line of `files` that names it."""
    digest = hashlib.sha256(data)
    part = Part(attachment_id, entry_id, "", 0, 1, ids.new(), b"", b"")
    head = Head(kind, len(data), digest.digest())
    whole = Whole(part, head, data)
    if _hold(child_id, part, head).made_at is None:
        keep_made(child_id=child_id, whole=whole, made=made_again(whole))
    return {"id": str(attachment_id), "sha256": digest.hexdigest(), "bytes": len(data), "kind": kind}


def missing(*, child_id: uuid.UUID, files: Sequence[dict[str, Any]]) -> tuple[uuid.UUID, ...]:
    """Of the files a draft names, those that are not whole here; another child's is as one that never came.

    Refused("hash") when what came is not what the child's page counted.
    """
    box = sealing.child_box(child_id)
    query = select(Attachment).where(Attachment.child_id == child_id, Attachment.made_at.is_not(None))
    wanted = [uuid.UUID(one["id"]) for one in files]
    here = {row.id: row for row in session().scalars(query.where(Attachment.id.in_(wanted)))}
    for one in files:
        row = here.get(uuid.UUID(one["id"]))
        named = (one["kind"], one["bytes"], _hash_mac(box, one))
        if row is not None and (row.kind, row.size, row.hash_mac) != named:
            raise Refused("hash")
    return tuple(one for one in wanted if one not in here)


def name_files(*, child_id: uuid.UUID, entry_id: uuid.UUID, files: Sequence[dict[str, Any]]) -> None:
    """From now on this draft or entry names these and no other; what nobody names any more is let go."""
    box = sealing.child_box(child_id)
    session().execute(delete(EntryFile).where(EntryFile.entry_id == entry_id))
    for one in files:
        row = EntryFile(entry_id=entry_id, attachment_id=uuid.UUID(one["id"]), child_id=child_id)
        row.hash_mac = _hash_mac(box, one)
        session().add(row)
    session().flush()
    _mark_unnamed(child_id, entry_id, [uuid.UUID(one["id"]) for one in files])


def waiting_for(attachment_id: uuid.UUID) -> list[Draft]:
    """What was sent and may be whole now that this attachment is kept, oldest first."""
    query = select(Draft).join(EntryFile, EntryFile.entry_id == Draft.id)
    query = query.where(EntryFile.attachment_id == attachment_id, Draft.share_sealed.is_not(None))
    return list(session().scalars(query.order_by(Draft.received_at, Draft.id)))


def sweep() -> None:
    """Destroy what was taken out, and what came and was never named. For `heard work`."""
    now = clock.now()
    taken_out = Attachment.unnamed_at < now - rules.KEPT_TAKEN_OUT
    never = Attachment.begun_at < now - rules.KEPT_UNNAMED
    query = select(Attachment).where(taken_out | never, ~_is_named()).order_by(Attachment.id).limit(200)
    _destroy(list(session().scalars(query)))


def write_transcript(
    *, child_id: uuid.UUID, entry_id: uuid.UUID, attachment_id: uuid.UUID, words: str, by_id: uuid.UUID
) -> None:
    """What a member of staff hears in a voice note, beside it and never over it."""
    row = Transcript(
        id=ids.new(), attachment_id=attachment_id, entry_id=entry_id, by_id=by_id, typed_at=clock.now()
    )
    sealing.child_box(child_id).put(row, words=words)
    session().add(row)
    session().flush()
    audit.record(
        actor_id=by_id,
        act="entry.transcript",
        family_id=families.family_of(child_id).id,
        subject_id=child_id,
        item_kind="entry",
        item_id=entry_id,
    )


def _hash_mac(box: sealing.Box, named: dict[str, Any]) -> bytes:
    return box.mac(bytes.fromhex(named["sha256"]))


def _hold(child_id: uuid.UUID, part: Part, head: Head) -> Attachment:
    """Lock the attachment until this transaction ends: of two last parts at once, one makes it."""
    query = select(Attachment).where(Attachment.id == part.id).with_for_update()
    hash_mac = sealing.child_box(child_id).mac(head.sha256)
    row = session().scalar(query)
    if row is None:
        try:
            with session().begin_nested():
                session().add(_begun(child_id, part, head, hash_mac))
        except IntegrityError:
            pass  # the phone's other request began it a moment ago
        row = session().scalars(query).one()
    if row.child_id != child_id:
        raise Refused("ids")
    if (row.entry_id, row.kind, row.size, row.hash_mac) != (part.entry_id, head.kind, head.size, hash_mac):
        raise Refused("changed")
    return row


def _begun(child_id: uuid.UUID, part: Part, head: Head, hash_mac: bytes) -> Attachment:
    is_open = (Attachment.child_id == child_id, Attachment.made_at.is_(None))
    open_ones = session().scalars(select(Attachment.id).where(*is_open).limit(rules.OPEN_AT_MOST)).all()
    if len(open_ones) >= rules.OPEN_AT_MOST:
        raise Refused("room")
    return Attachment(
        id=part.id,
        child_id=child_id,
        entry_id=part.entry_id,
        kind=head.kind,
        size=head.size,
        hash_mac=hash_mac,
        begun_at=clock.now(),
    )


def _keep_part(row: Attachment, kept: AttachmentPart | None, number: int, data: bytes) -> None:
    """Refused("changed") when this number came with other bytes before."""
    box = sealing.child_box(row.child_id)
    data_mac = box.mac(data)
    if kept is not None:
        if kept.data_mac != data_mac:
            raise Refused("changed")
        return
    part = AttachmentPart(id=ids.new(), attachment_id=row.id, number=number, data_mac=data_mac)
    box.put(part, data=data)
    session().add(part)
    session().flush()


def _parts(attachment_id: uuid.UUID) -> list[AttachmentPart]:
    query = select(AttachmentPart).where(AttachmentPart.attachment_id == attachment_id)
    return list(session().scalars(query.order_by(AttachmentPart.number)))


def _keep(row: Attachment, made: media.Made) -> None:
    try:
        kept = media.keep(owner=("child", row.child_id), made=made, blob_id=row.id)
    except media.Full as error:
        raise Refused("room") from error
    except media.Refused as error:
        raise Refused("changed") from error
    row.made_at, row.made_size, row.seconds = clock.now(), kept.bytes, round(kept.seconds or 0)
    session().flush()


def _is_named() -> ColumnElement[bool]:
    return exists().where(EntryFile.attachment_id == Attachment.id)


def _mark_unnamed(child_id: uuid.UUID, entry_id: uuid.UUID, named: list[uuid.UUID]) -> None:
    """Of what this draft had: what is taken out waits an hour for a "redo", then it is destroyed."""
    query = select(Attachment).where(Attachment.child_id == child_id, Attachment.entry_id == entry_id)
    back = select(Attachment).where(Attachment.child_id == child_id, Attachment.id.in_(named))
    for row in session().scalars(back.where(Attachment.unnamed_at.is_not(None))):
        row.unnamed_at = None
    for row in session().scalars(query.where(Attachment.unnamed_at.is_(None), ~_is_named())):
        row.unnamed_at = clock.now()
    session().flush()


def _destroy(rows: Iterable[Attachment]) -> None:
    gone = [row.id for row in rows]
    if not gone:
        return
    session().execute(delete(AttachmentPart).where(AttachmentPart.attachment_id.in_(gone)))
    session().execute(delete(Attachment).where(Attachment.id.in_(gone)))
    media.release(gone)
    session().flush()
