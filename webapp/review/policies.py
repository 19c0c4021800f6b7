"""Who may read what came, and who may answer it."""

from __future__ import annotations

import uuid

from webapp import families, plans
from webapp.core.access import Reader, policy
from webapp.review import items, replies

# What the log calls a look at each kind of thing; "Read by NAME" asks for the first.
LOOKS = {
    "entry": "entry.read",
    "plan_answer": "answer.read",
    "request": "request.read",
    "lists": "lists.read",
    "submission": "feedback.read",
}


def _works_with(reader: Reader, child_id: uuid.UUID) -> bool:
    return reader.role in ("worker", "manager") and families.works_with(reader, child_id)


@policy("A worker or a manager: what waits for them, filtered to their own children.", act="inbox.read")
def may_open_inbox(reader: Reader, **_view: object) -> bool:
    """Each row is filtered again by houses, plans and duty."""
    return reader.kind == "staff" and reader.role in ("worker", "manager")


@policy("The child's worker or the team's manager; each entry only as the child chose.", act="entry.read")
def may_open_houses(reader: Reader, child_id: uuid.UUID, **_view: object) -> bool:
    """One mechanism: allocation or team; the entries are filtered by houses."""
    return _works_with(reader, child_id)


@policy(
    "The child's worker or the team's manager; duty, where nobody works with a child who asks to come back."
)
def may_answer_child(reader: Reader, child_id: uuid.UUID, **_view: object) -> bool:
    """What is answered is checked again, item by item. Duty answers who asks to come back (R26)."""
    return _works_with(reader, child_id) or plans.takes_for_duty(reader, child_id)


@policy("The child's worker or the team's manager, for an answer to the plan.", act="answer.read")
def may_read_answer(reader: Reader, answer_id: uuid.UUID, **_view: object) -> bool:
    """The one place that says which answers a reader sees is in plans."""
    found = items.find(reader, ("plan_answer", answer_id))
    return found is not None and _works_with(reader, found.child_id)


@policy(
    "The child's worker or the team's manager; duty, where nobody works with a child who asks to come back.",
    act="request.read",
)
def may_read_request(reader: Reader, asked_id: uuid.UUID, **_view: object) -> bool:
    """The one place that says which requests a reader sees is in plans."""
    return reader.kind == "staff" and items.find(reader, ("request", asked_id)) is not None


@policy("The child's worker or the team's manager, for an adult's own lists.", act="lists.read")
def may_read_lists(reader: Reader, lists_id: uuid.UUID, **_view: object) -> bool:
    """The one place that says which lists a reader sees is in houses."""
    found = items.find(reader, ("lists", lists_id))
    return found is not None and _works_with(reader, found.child_id)


@policy(
    "The manager of the child's team; the child's worker, only answers whose maker let the worker see them.",
    act="feedback.read",
)
def may_answer_feedback(reader: Reader, submission_id: uuid.UUID, **_view: object) -> bool:
    """The one place that says whose answers a reader sees is in feedback."""
    found = items.find(reader, ("submission", submission_id))
    return found is not None and _works_with(reader, found.child_id)


@policy("The child's worker, if they may see all it answers, or the team's manager.", act="reply.read")
def may_read_reply(reader: Reader, reply_id: uuid.UUID, **_view: object) -> bool:
    """A reply to "someone other than my worker" is not for that worker (practice §5)."""
    return replies.staff_reply(reader, reply_id) is not None


@policy("Those who may read the reply on the staff side.")
def may_link_reply(reader: Reader, reply_id: uuid.UUID, **_view: object) -> bool:
    """The same rule as reading it."""
    return replies.staff_reply(reader, reply_id) is not None


@policy("A child or an adult: replies to themselves; on a shared phone as agreed.", act="reply.read")
def may_read_own_replies(reader: Reader, **_view: object) -> bool:
    """The list is filtered to the reader."""
    return reader.kind in ("child", "adult")


@policy("The person the reply is to, where it may show.")
def may_say_whether_it_happened(reader: Reader, reply_id: uuid.UUID, **_view: object) -> bool:
    """The same rule as seeing it."""
    return replies.family_reply(reader, reply_id) is not None
