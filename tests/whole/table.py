"""Who may use what: every endpoint with its policy, and every policy with the personas it lets in.

The first half is held equal to the url_map; the second is design §3's who-sees-what table for one child.
"""

from __future__ import annotations

from tests.whole.personas import PERSONAS

EVERYONE = set(PERSONAS)
SIGNED_IN = EVERYONE - {"nobody"}
CHILDREN = {"child", "sibling"}
ADULTS = {"stranger", "mother", "separated father"}
GRANTED = {"mother", "separated father"}
PRACTITIONERS = {"worker of the family", "worker of another team", "manager"}
STAFF_OF_THE_CHILD = {"worker of the family", "manager"}

PUBLIC = {"anyone", "anyone_leaving"}

WHO: dict[str, set[str]] = {
    "anyone": EVERYONE,
    "anyone_leaving": EVERYONE,
    "anyone_signed_in": SIGNED_IN,
    "a_child": CHILDREN,
    "a_manager": {"manager"},
    "a_practitioner": PRACTITIONERS,
    "may_work_with_family": STAFF_OF_THE_CHILD,
    "may_mark_alert": STAFF_OF_THE_CHILD,
    "may_answer": CHILDREN | GRANTED,
    "may_need_someone": CHILDREN | GRANTED,
    "may_read_feedback": STAFF_OF_THE_CHILD,
    # The story's phones are shared ones: nobody looks back there.
    "may_look_back": set(),
    "may_read_shown": ADULTS,
    # The policy lets in any child or adult; the copy asked for is looked up for this reader alone.
    "may_answer_own_plan": {"child"} | GRANTED,
    "may_read_own_plan": CHILDREN | ADULTS,
    "may_write_plan": STAFF_OF_THE_CHILD,
    "may_write_version": STAFF_OF_THE_CHILD,
    "may_answer_child": STAFF_OF_THE_CHILD,
    "may_link_reply": STAFF_OF_THE_CHILD,
    "may_open_houses": STAFF_OF_THE_CHILD,
    "may_open_inbox": PRACTITIONERS,
    "may_read_answer": STAFF_OF_THE_CHILD,
    "may_read_own_replies": CHILDREN | ADULTS,
    "may_read_reply": STAFF_OF_THE_CHILD,
    # On a shared phone only a reply agreed for it can be answered there, and the story's is not.
    "may_say_whether_it_happened": set(),
}

ROUTES = {
    "accounts.enter_code": "anyone",
    "accounts.enter_password": "anyone",
    "accounts.enter_pictures": "anyone",
    "accounts.open_card": "anyone",
    "accounts.set_password": "anyone",
    "accounts.set_pictures": "anyone",
    "accounts.show_staff_sign_in": "anyone",
    "accounts.sign_in_staff": "anyone",
    "accounts.sign_out": "anyone_signed_in",
    "duty.mark_alert_seen": "may_mark_alert",
    "duty.save_settings": "a_manager",
    "duty.show_settings": "a_manager",
    "families.issue_card": "may_work_with_family",
    "families.renew_code": "may_work_with_family",
    "families.revoke_card": "may_work_with_family",
    "families.show_card_questions": "may_work_with_family",
    "families.show_families": "a_practitioner",
    "families.show_family": "may_work_with_family",
    "families.unlock_card": "may_work_with_family",
    "feedback.answer_question": "may_answer",
    "feedback.ask_for_someone": "may_need_someone",
    "feedback.begin_answering": "may_answer",
    "feedback.go_back": "may_answer",
    "feedback.show_child_feedback": "may_read_feedback",
    "feedback.show_questions": "may_answer",
    "feedback.show_today": "may_need_someone",
    "feedback.stop_answering": "may_answer",
    "home.leave": "anyone_leaving",
    "home.set_language": "anyone",
    "home.set_look": "anyone",
    "home.show_attribution": "anyone",
    "home.show_cover": "anyone",
    "home.show_favicon": "anyone",
    "home.show_health": "anyone",
    "home.show_help": "anyone",
    "home.show_home": "anyone",
    "home.show_leaving": "anyone",
    "home.show_manifest": "anyone",
    "home.show_offline_cover": "anyone",
    "home.show_service_worker": "anyone",
    "houses.answer_start": "a_child",
    "houses.bring_back": "a_child",
    "houses.discard_draft": "a_child",
    "houses.receive_entry": "a_child",
    "houses.show_drafts": "a_child",
    "houses.show_houses": "a_child",
    "houses.show_offline": "anyone",
    "houses.show_sent": "may_look_back",
    "houses.show_shown": "may_read_shown",
    "houses.show_states": "a_child",
    "houses.show_thanks": "a_child",
    "houses.show_token": "a_child",
    "plans.answer_plan": "may_answer_own_plan",
    "plans.answer_sentence": "may_answer_own_plan",
    "plans.ask_about_sentence": "may_answer_own_plan",
    "plans.check_plan": "may_write_version",
    "plans.choose_child": "may_answer_own_plan",
    "plans.edit_plan": "may_write_version",
    "plans.move_step": "may_write_version",
    "plans.note_asked": "may_write_version",
    "plans.publish_plan": "may_write_version",
    "plans.read_as": "may_write_version",
    "plans.save_plan": "may_write_version",
    "plans.say_talked_through": "may_answer_own_plan",
    "plans.show_child_plans": "may_write_plan",
    "plans.show_plan": "may_read_own_plan",
    "plans.start_draft": "may_write_plan",
    "plans.tick_reader": "may_write_version",
    "review.acknowledge": "may_answer_child",
    "review.link_reply": "may_link_reply",
    "review.say_whether_it_happened": "may_say_whether_it_happened",
    "review.send_reply": "may_answer_child",
    "review.show_answer": "may_read_answer",
    "review.show_answered": "may_open_inbox",
    "review.show_answers": "may_read_own_replies",
    "review.show_child_houses": "may_open_houses",
    "review.show_inbox": "may_open_inbox",
    "review.show_reply": "may_read_reply",
}
