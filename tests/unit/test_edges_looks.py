"""What the log calls a look. Rows from years ago are read by these words, so a word never changes."""

from __future__ import annotations

from scripts import access

ACTS = {
    "may_change_for_child": "entry.read",
    "may_keep_conflicts": "conflict.read",
    "may_keep_contacts": "contact.read",
    "may_keep_family": "people.read",
    "may_keep_letterbox": "letterbox.read",
    "may_keep_members": "people.read",
    "may_lock_away": "entry.read",
    "may_note_seen": "seen.read",
    "may_open_alert": "alert.read",
    "may_open_houses": "entry.read",
    "may_open_inbox": "inbox.read",
    "may_place_child": "people.read",
    "may_read_answer": "answer.read",
    "may_read_evidence": "evidence.read",
    "may_read_feedback": "feedback.read",
    "may_read_journey": "plan.read",
    "may_read_note": "note.read",
    "may_read_own_plan": "plan.read",
    "may_read_own_replies": "reply.read",
    "may_read_reply": "reply.read",
    "may_read_request": "request.read",
    "may_read_shown": "entry.read",
    "may_receive": "support.read",
    "may_receive_complaints": "support.read",
    "may_receive_requests": "support.read",
    "may_see_all_looks": "looked.read",
    "may_see_opened": "glass.read",
    "may_see_what_is_due": "inbox.read",
    "may_see_locked": "care.read",
    "may_see_through_time": "entry.read",
    "may_take_to_meeting": "entry.read",
    "may_show_again": "care.read",
    "may_translate": "translate.read",
    "may_work_with_family": "family.read",
    "may_write_plan": "plan.read",
    "may_write_version": "plan.read",
}


def test_every_sensitive_look_keeps_its_word_in_the_log() -> None:
    found = {policy.name: policy.act for policy in access.app().extensions["heard_policies"].values()}
    assert {name: found[name] for name in ACTS} == ACTS
