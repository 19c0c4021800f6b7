"""Codes that lie in databases, on phones and in the council's files, and limits that people are told.

None changes by a slip of the hand: another code is another meaning for what is kept, another figure another
promise. Whoever means to change one changes it here too, with a migration where rows hold it.
"""

from __future__ import annotations

import importlib
import re
from datetime import timedelta
from typing import Any

import pytest

KEPT: dict[str, dict[str, Any]] = {
    "accounts.passkeys": {
        "CHALLENGE_LIFE": timedelta(minutes=5),
        "MOST": 10,
    },
    "accounts": {
        "PICTURES": (
            "umbrella",
            "apple",
            "boat",
            "drum",
            "leaf",
            "key",
            "fish",
            "moon",
            "cup",
            "tree",
            "bike",
            "star",
        ),
        "SIGNS": ("fox", "cat", "owl", "bear", "rabbit", "frog", "bird", "snail"),
        "HANDED_OVER": timedelta(minutes=30),
        "TICKET_USES": 30,
        "CODE_LIFE": timedelta(minutes=15),
        "CODE_TRIES": 5,
        "CODE": "[0-9]{6}",
        "FREE_TRIES": 5,
        "WAITS": (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30)),
        "IDLE": {"child": timedelta(minutes=30), "adult": timedelta(hours=1), "staff": timedelta(hours=1)},
        "AT_MOST": timedelta(hours=12),
        "PROOF_LIFE": timedelta(minutes=10),
        "ROLES": (
            "worker",
            "manager",
            "data_officer",
            "administrator",
            "advocate",
            "plan_checker",
            "complaints",
            "advocacy",
        ),
        "LINK_LIFE": timedelta(days=3),
        "KEEP_WORDS": timedelta(days=30),
        "LAST_WORDS": timedelta(seconds=15),
        "KEPT_FORM": "[a-z0-9-]{1,100}",
        "KEPT_AT_MOST": 60000,
        "WAYS": {"child": ("pictures", "words"), "adult": ("password", "pictures", "passkey")},
        "PASSWORD_AT_LEAST": 8,
        "PASSWORD_AT_MOST": 200,
        "WORDS_AT_LEAST": 3,
        "LETTERS_AT_LEAST": 12,
    },
    "accounts.single_sign_on": {
        "ALGORITHMS": (
            "RS256",
            "RS384",
            "RS512",
            "PS256",
            "PS384",
            "PS512",
            "ES256",
            "ES384",
            "ES512",
            "EdDSA",
        ),
    },
    "audit": {
        "START": bytes(32),
    },
    "duty": {
        "WORKING_WEEK": frozenset({0, 1, 2, 3, 4}),
        "LOOK_AHEAD_DAYS": 60,
        "WARN_DAYS": 7,
        "LETTERBOX": "letterbox",
    },
    "families.checking": {
        "CHANGES": ("move", "new_adult", "violence", "order", "enquiry"),
        "CARD": "card",
        "PHONE": "phone",
        "SAFE_WAY": "safe_way",
        "CONTACT": "contact",
        "KINDS": ("card", "phone", "safe_way", "contact"),
        "SAFE": "safe",
        "STOPPED": "stopped",
        "CHANGED": "changed",
    },
    "families.contacts": {
        "KINDS": ("address", "phone", "school", "contact_time"),
        "ACTIONS": ("add", "change", "safe", "way"),
        "NARROWING": ("remove", "unsafe", "narrow_way"),
        "NARROW_WAYS": ("never_phone", "ask_first"),
        "EVENTS": ("confirm", "refuse", "withdraw"),
        "ASKED": "asked",
        "LAPSED": "lapsed",
        "AFTER": {"confirm": "confirmed", "refuse": "refused", "withdraw": "withdrawn"},
        "WAITS": timedelta(days=7),
    },
    "families.looked": {
        "KEPT": timedelta(days=396),
        "WITHHELD_DAYS": 14,
        "FAMILY_ACTS": {"plan.read": "plan_version", "entry.read": "entry", "answer.read": "plan_answer"},
        "OWN_ACTS": {"contact.read": "person"},
        "STAFF_ACTS": {
            "plan.read": "plan_version",
            "entry.read": "entry",
            "answer.read": "plan_answer",
            "contact.read": "person",
            "note.read": "note",
            "alert.read": "alert",
        },
        "MANAGER_ACTS": {
            "plan.read": "plan_version",
            "entry.read": "entry",
            "answer.read": "plan_answer",
            "contact.read": "person",
            "note.read": "note",
            "alert.read": "alert",
            "feedback.read": "child",
            "reply.read": "reply",
        },
        "ADULT_IS_TOLD_OF": frozenset({"manager", "worker"}),
        "CHILD_IS_TOLD_OF": frozenset({"advocate", "manager", "plan_checker", "worker"}),
        "EMERGENCY": "emergency",
    },
    "families": {
        "KINDS": ("plan", "advocate", "checker", "partner", "interpret"),
        "INVITED": {"advocate": "advocate", "interpreter": "interpret", "partner": "partner"},
        "INVITED_DAYS": 366,
        "FLOORS": ("court_order", "no_contact"),
        "GLASS_CODES": ("may_be_hurt", "nobody_reached", "police_or_court", "duty"),
        "GLASS_LASTS": timedelta(hours=1),
        "GLASS_REASON": 20,
        "WITHHELD": timedelta(days=14),
    },
    "feedback": {
        "AUDIENCES": {
            "young": ("child_under_8",),
            "mid": ("child_8_12",),
            "teen": ("child_8_12", "young_person_13"),
            "adult": ("parent_carer",),
        },
        "RESPONDENTS": {"young": "child", "mid": "child", "teen": "young_person", "adult": "parent_carer"},
        "ANSWERED_BY": ("self", "self_with_help", "helper_for_child"),
        "PLAN_TYPES": {
            "early_help": "early_help",
            "child_in_need": "cin",
            "child_protection": "cp",
            "care_plan": "cla",
            "pathway_plan": "cla",
        },
        "NOT_ASKED": 0,
        "DONT_KNOW": 8,
        "SKIPPED": 9,
        "CORE": frozenset({"EXPLAIN_WHAT", "EXPLAIN_WHY", "HELPED", "LISTEN", "SAFER", "SAFE_NOW"}),
        "ALARMS": {"SAFE_NOW": frozenset({1, 2}), "SAFER": frozenset({1}), "SAFE_ME": frozenset({1, 2})},
        "ALONE_ONLY": frozenset({"PRESSURE", "SAFE_ME"}),
        "SSD": (
            "SSD_EXPLAINED_WORRIES",
            "SSD_STORY_HELP",
            "SSD_AGREE_WORKER",
            "SSD_PLAN_SAFE",
            "SSD_TABLET_HELP",
        ),
        "AFTER_DRAWING": "SSD_TABLET_HELP",
        "NAMED": frozenset(
            {
                "SAFER",
                "SAFE_NOW",
                "SSD_AGREE_WORKER",
                "SSD_EXPLAINED_WORRIES",
                "SSD_PLAN_SAFE",
                "SSD_STORY_HELP",
                "SSD_TABLET_HELP",
            }
        ),
        "PART_LIMIT": 8,
        "ASK_AGAIN_AFTER": timedelta(days=30),
        "WORDS_LIMIT": 20000,
    },
    "houses": {
        "HOUSES": ("good", "worry", "wish"),
        "WITH": ("alone", "worker", "parent", "carer", "other"),
        "LEVELS": ("worker", "advocate", "people", "meeting", "other"),
        "CHOICES": ("start", "not_today", "rather_talk", "do_not_want"),
        "COLOURS": ("damson", "rust", "gorse", "fern", "night", "rain", "bark", "ink"),
        "WIDTHS": (6, 12, 24),
        "WIDE": 1000,
        "HIGH": 1200,
        "POINTS_AT_MOST": 60000,
        "WORDS_AT_MOST": 100000,
        "PEOPLE_AT_MOST": 50,
        "PROMPT": "[A-Z0-9_]{1,40}",
        "REV_AT_MOST": 2147483647,
        "ANSWER_DAYS": 5,
        "UNTOLD_DAYS": 14,
        "REASON_AT_LEAST": 20,
        "SENT": "send",
        "DRAFT": "draft",
    },
    "letterbox": {
        "WORDS_AT_MOST": 20000,
        "SEALED_AT_MOST": 98304,
    },
    "localdata": {
        "SSD_COLUMNS": {
            "SSD_EXPLAINED_WORRIES": "voch_explained_worries",
            "SSD_STORY_HELP": "voch_story_help_understand",
            "SSD_AGREE_WORKER": "voch_agree_worker",
            "SSD_PLAN_SAFE": "voch_plan_safe",
            "SSD_TABLET_HELP": "voch_tablet_help_explain",
        },
        "YES_NO": {3: "Y", 1: "N"},
        "NOT_ABOUT_A_WORKER": frozenset(
            {
                "CHANGE",
                "END",
                "HELPED",
                "KNOW_WHO",
                "LANG",
                "NETWORK",
                "NEXT",
                "OURS_GOOD",
                "OURS_IDEAS",
                "PLAN_KNOW",
                "SAFER",
                "SAFE_ME",
                "SAFE_NOW",
                "SAFE_ONLINE",
                "SAFE_OUT",
                "SSD_AGREE_WORKER",
                "SSD_EXPLAINED_WORRIES",
                "SSD_PLAN_SAFE",
                "SSD_STORY_HELP",
                "SSD_TABLET_HELP",
                "WORRY",
            }
        ),
        "PLAIN_ID": "[A-Za-z0-9][A-Za-z0-9 ._/-]{0,47}",
    },
    "plans": {
        "PARTS": (
            "why",
            "before",
            "child_says",
            "worried",
            "going_well",
            "why_think",
            "change",
            "safe_enough",
            "goals",
            "ideas",
            "culture",
            "who_helps",
            "steps",
            "review",
            "how_long",
        ),
        "KINDS": ("early_help", "child_in_need", "child_protection", "care_plan", "pathway_plan"),
        "AUDIENCES": ("adult", "child"),
        "ENGLISH": "en",
        "TRANSLATION_STATES": ("machine", "checked", "talked_through"),
        "STEP_STATES": ("not_started", "doing", "done", "stuck"),
        "ASKED": ("asked", "could_not_find", "not_safe", "said_no"),
        "POSITIONS": ("advice_first", "agree", "partly", "do_not_agree"),
        "SENTENCE_ANSWERS": ("not_clear", "not_right"),
        "LONGEST_FIELD": 20000,
        "CHILD_LINES": 3,
        "CAPITALS": "\\b[A-Z][A-Z&]*[A-Z]s?\\b",
        "EVERYDAY": frozenset(
            {
                "A&E",
                "BBC",
                "GCSE",
                "GCSEs",
                "GP",
                "ID",
                "NHS",
                "OK",
                "PC",
                "PE",
                "PIN",
                "QR",
                "TV",
                "UK",
                "USA",
            }
        ),
    },
    "review": {
        "ANSWER_WITHIN": 5,
        "OPEN_WITHIN": 1,
        "PAGE_SIZE": 25,
        "LONG_SENTENCE": 15,
        "OUTCOMES": ("done", "will_do", "cannot", "talk"),
        "WORD": "\\S+",
    },
    "support": {
        "ADVOCACY": "advocacy",
        "COMPLAINT": "complaint",
        "KINDS": ("advocacy", "complaint"),
        "RECEIVERS": {"advocacy": ("advocacy", "advocate"), "complaint": ("complaints",)},
        "LINES": ("advocacy", "complaints", "out_of_hours"),
        "CONTACT_WITHIN": 2,
        "STAGES": {
            "advocacy": ("waiting", "contacted", "ended"),
            "complaint": ("stage_1", "stage_2", "stage_3", "ended"),
        },
        "LIMITS": {"stage_1": (10, 20), "stage_2": (25, 65), "stage_3": (30, 30)},
        "WITH_CHILD_DAYS": 365,
    },
}


@pytest.mark.parametrize("part", KEPT)
def test_codes_and_limits_are_as_they_were(part: str) -> None:
    rules = importlib.import_module(f"webapp.{part}.rules")
    found = {name: plain(getattr(rules, name)) for name in KEPT[part]}
    assert found == KEPT[part]
    assert [list(one) for one in found.values() if isinstance(one, dict)] == [
        list(one) for one in KEPT[part].values() if isinstance(one, dict)
    ]


def plain(value: object) -> object:
    """A pattern as it is written."""
    return value.pattern if isinstance(value, re.Pattern) else value
