"""The worker's inbox: what came, how long it waits, and what was said back."""

from __future__ import annotations

from webapp.core.access import Reader
from webapp.review.replies import ReplyView, family_replies, replies_about, staff_reply, visible_replies
from webapp.review.service import Outcome, acknowledge, link_step, reply, say_whether_it_happened
from webapp.review.views import review

blueprints = (review,)
HOME_REPLIES = 3

__all__ = [
    "Outcome",
    "ReplyView",
    "acknowledge",
    "blueprints",
    "link_step",
    "replies_about",
    "replies_for_child",
    "reply",
    "say_whether_it_happened",
    "staff_reply",
    "visible_replies",
]


def replies_for_child(reader: Reader) -> list[ReplyView]:
    """The newest replies to this person, child or adult, that may show on this phone."""
    return family_replies(reader, HOME_REPLIES)
