"""Reading replies. `visible_to`: which a member of staff may see; `shown_to`: which a family member may."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, select, tuple_
from sqlalchemy.orm import aliased

from webapp import accounts, families
from webapp.core import sealing
from webapp.core.access import Reader
from webapp.core.database import session
from webapp.review import items, rules
from webapp.review.models import Reply, ReplyTo, StepLink


@dataclass(frozen=True)
class ReplyView:
    """A reply, opened. `said`: what it answers, as far as the reader may see; `has_talk`: a wish to talk."""

    id: uuid.UUID
    child_id: uuid.UUID
    to_id: uuid.UUID
    author_id: uuid.UUID
    by_name: str
    outcome: str
    words: str
    reason: str
    sentence: str
    by_on: date | None
    meet_when: str
    meet_where: str
    shared_agreed_on: date | None
    created_at: datetime
    happened: str | None
    said: list[items.Item]
    has_talk: bool

    @property
    def by_first(self) -> str:
        """The first name, as a family says it."""
        return self.by_name.split(" ")[0]


@dataclass(frozen=True)
class LinkView:
    """The step a reply is about, and why it may be linked."""

    step_id: uuid.UUID
    basis: str
    agreed_on: date | None
    reason: str


def box_of(row: Reply) -> sealing.Box:
    """The child's box for what is said to the child, else the family's."""
    if row.to_id == row.child_id:
        return sealing.child_box(row.child_id)
    return sealing.family_box(families.family_of(row.child_id).id)


def visible_to(reader: Reader) -> ColumnElement[bool]:
    """Replies about the children this reader works with. `may_see` narrows it for a worker."""
    return Reply.child_id.in_(families.visible_children(reader))


def shown_to(reader: Reader) -> ColumnElement[bool]:
    """Replies to this person; on a shared phone a child sees only those agreed for it (practice §3).

    To an adult: while what was granted about the child holds, and from when it shows.
    """
    mine = Reply.to_id == reader.person_id
    if reader.kind == "adult":
        granted = families.granted_any(reader.person_id)
        return and_(mine, families.since_granted(granted, Reply.child_id, Reply.created_at))
    if reader.kind == "child" and reader.shared_phone:
        return and_(mine, Reply.shared_agreed_on.is_not(None))
    return mine


def may_see(reader: Reader, row: Reply) -> bool:
    """A worker sees a reply only if they may see all it answers: some is for someone else (practice §5).

    So does a manager who opened the family in an emergency.
    """
    is_manager = reader.role == "manager" and row.child_id not in families.opened_children(reader)
    if is_manager or row.author_id == reader.person_id:
        return True
    return all(items.is_open_to(reader, name) for name in answered_by(row.id))


def answered_by(reply_id: uuid.UUID) -> list[items.Name]:
    """What a reply answers, in the order it was ticked."""
    query = select(ReplyTo).where(ReplyTo.reply_id == reply_id).order_by(ReplyTo.id)
    return [(row.item_kind, row.item_id) for row in session().scalars(query)]


def staff_reply(reader: Reader, reply_id: uuid.UUID) -> Reply | None:
    """The reply, if this worker or manager may see it."""
    if reader.kind != "staff":
        return None
    row = session().scalar(select(Reply).where(Reply.id == reply_id, visible_to(reader)))
    return row if row is not None and may_see(reader, row) else None


def visible_replies(reader: Reader, reply_ids: list[uuid.UUID]) -> set[uuid.UUID]:
    """Of these replies, those this member of staff may see now."""
    if reader.kind != "staff":
        return set()
    rows = session().scalars(
        select(Reply).where(visible_to(reader), Reply.id.in_(reply_ids)).order_by(Reply.id)
    )
    return {row.id for row in rows if may_see(reader, row)}


def family_reply(reader: Reader, reply_id: uuid.UUID) -> Reply | None:
    """The reply, if it is to this person and may show on this phone."""
    if reader.kind == "staff":
        return None
    return session().scalar(select(Reply).where(Reply.id == reply_id, shown_to(reader)))


def family_replies(reader: Reader, limit: int, skip: int = 0) -> list[ReplyView]:
    """Replies to this person that may show on this phone, newest first."""
    if reader.kind == "staff":
        return []
    query = select(Reply).where(shown_to(reader)).order_by(Reply.created_at.desc(), Reply.id.desc())
    return views(reader, list(session().scalars(query.limit(limit).offset(skip))))


def staff_replies(reader: Reader, before: rules.Key | None) -> tuple[list[ReplyView], rules.Key | None]:
    """A page of what was answered, newest first, and the key to go on from."""
    query = select(Reply).where(visible_to(reader)).order_by(Reply.created_at.desc(), Reply.id.desc())
    if before is not None:
        query = query.where(tuple_(Reply.created_at, Reply.id) < before)
    rows = list(session().scalars(query.limit(rules.PAGE_SIZE + 1)))
    shown = rows[: rules.PAGE_SIZE]
    after = (shown[-1].created_at, shown[-1].id) if len(rows) > len(shown) else None
    return views(reader, [row for row in shown if may_see(reader, row)], with_said=False), after


def replies_about(reader: Reader, child_id: uuid.UUID) -> list[ReplyView]:
    """What was answered about one child, as far as this member of staff may see, oldest first."""
    if reader.kind != "staff":
        return []
    query = select(Reply).where(visible_to(reader), Reply.child_id == child_id)
    rows = session().scalars(query.order_by(Reply.created_at, Reply.id))
    return views(reader, [row for row in rows if may_see(reader, row)], with_said=False)


def said_no(reader: Reader, kind: str) -> list[items.Name]:
    """Things of one kind to which a reply was given that did not happen, as the person says."""
    query = select(ReplyTo.item_id).join(Reply, Reply.id == ReplyTo.reply_id).where(visible_to(reader))
    query = query.where(ReplyTo.item_kind == kind, Reply.happened == "no").order_by(ReplyTo.item_id)
    return [(kind, item_id) for item_id in session().scalars(query.distinct())]


def promises(reader: Reader) -> list[ReplyView]:
    """The reader's own open "will do" replies, earliest day first, without what was said.

    Open until the person says whether it happened, or a later reply answers the same.
    """
    query = (
        select(Reply)
        .where(visible_to(reader), Reply.author_id == reader.person_id)
        .where(Reply.outcome == "will_do", Reply.happened.is_(None), IS_LATEST)
        .order_by(Reply.by_on, Reply.id)
        .limit(rules.PAGE_SIZE)
    )
    return views(reader, list(session().scalars(query)), with_said=False)


# Made once: aliases cost more than the statement they stand in.
_LINK, _LATER_LINK, _LATER = aliased(ReplyTo), aliased(ReplyTo), aliased(Reply)
_FOLLOWED = (
    select(_LATER.id)
    .join(_LATER_LINK, _LATER_LINK.reply_id == _LATER.id)
    .where(_LATER_LINK.item_id == _LINK.item_id, _LATER.created_at > Reply.created_at)
    .correlate(_LINK, Reply)
)
# SQL: something this reply answers has no later reply.
IS_LATEST = select(_LINK.id).where(_LINK.reply_id == Reply.id, ~_FOLLOWED.exists()).correlate(Reply).exists()


def latest_to(item_ids: list[uuid.UUID]) -> dict[uuid.UUID, Reply]:
    """The latest reply to each of these things."""
    if not item_ids:
        return {}
    query = (
        select(ReplyTo.item_id, Reply)
        .join(Reply, Reply.id == ReplyTo.reply_id)
        .where(ReplyTo.item_id.in_(item_ids))
        .order_by(Reply.created_at, Reply.id)
    )
    return {found.item_id: found.Reply for found in session().execute(query)}


def views(reader: Reader, rows: list[Reply], *, with_said: bool = True) -> list[ReplyView]:
    """These replies, opened. Lists that do not show what was said leave it out."""
    names = accounts.names([row.author_id for row in rows])
    # Read at once what each of them would ask for.
    families.families_of({row.child_id for row in rows})
    # On a shared phone nothing that was sent is quoted, whatever was agreed for the reply (practice §3).
    quiet = not with_said or (reader.kind == "child" and reader.shared_phone)
    return [_view(reader, row, names.get(row.author_id, ""), quiet) for row in rows]


def _view(reader: Reader, row: Reply, by_name: str, quiet: bool) -> ReplyView:
    box = box_of(row)
    answered = [] if quiet else answered_by(row.id)
    found = [items.find(reader, name) for name in answered if name[0] != "talk"]
    return ReplyView(
        id=row.id,
        child_id=row.child_id,
        to_id=row.to_id,
        author_id=row.author_id,
        by_name=by_name,
        outcome=row.outcome,
        words=box.text(row, "words"),
        reason=box.text(row, "reason"),
        sentence=box.text(row, "sentence"),
        by_on=row.by_on,
        meet_when=box.text(row, "meet_when"),
        meet_where=box.text(row, "meet_where"),
        shared_agreed_on=row.shared_agreed_on,
        created_at=row.created_at,
        happened=row.happened,
        said=[item for item in found if item is not None],
        has_talk=any(kind == "talk" for kind, _item_id in answered),
    )


def link_of(row: Reply) -> LinkView | None:
    """The step this reply was linked to, for those who see the reply on the staff side."""
    link = session().scalar(
        select(StepLink).where(StepLink.reply_id == row.id).order_by(StepLink.id.desc()).limit(1)
    )
    if link is None:
        return None
    return LinkView(
        link.step_id, link.basis, link.agreed_on, sealing.child_box(row.child_id).text(link, "reason")
    )
