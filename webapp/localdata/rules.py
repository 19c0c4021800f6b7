"""What goes into which file of the extract, and how it is cut (local-data §1). Pure."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

# The five items of ssd_voice_of_child in the standard's own column order (SSD 1.4.5, VOCH002A–VOCH006A).
SSD_COLUMNS = {
    "SSD_EXPLAINED_WORRIES": "voch_explained_worries",
    "SSD_STORY_HELP": "voch_story_help_understand",
    "SSD_AGREE_WORKER": "voch_agree_worker",
    "SSD_PLAN_SAFE": "voch_plan_safe",
    "SSD_TABLET_HELP": "voch_tablet_help_explain",
}
YES_NO = {3: "Y", 1: "N"}

# About the person, the plan and being safe. Everything else judges a worker or the service and goes,
# without a person, into the other file: a new item is kept apart until someone says it may not be.
NOT_ABOUT_A_WORKER = frozenset(
    {
        *SSD_COLUMNS,
        "SAFE_NOW",
        "SAFER",
        "SAFE_ME",
        "SAFE_OUT",
        "SAFE_ONLINE",
        "KNOW_WHO",
        "HELPED",
        "PLAN_KNOW",
        "WORRY",
        "CHANGE",
        "END",
        "NEXT",
        "OURS_IDEAS",
        "OURS_GOOD",
        "NETWORK",
        "LANG",
    }
)

# An id that a spreadsheet would run as a formula (=, +, -, @, tab) or that the SSD cannot hold is refused.
PLAIN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._/-]{0,47}")


def is_about_service(code: str) -> bool:
    """Whether an answer says something about a worker or the service."""
    return code not in NOT_ABOUT_A_WORKER


def yes_no(code: int | None) -> str:
    """Y, N, or '' for anything between: "sort of", don't know, skipped, not asked."""
    return YES_NO.get(code or 0, "")


def was_asked(code: int | None) -> bool:
    """Whether the question was put, whatever the answer."""
    return code not in (None, 0)


def why_refused(authority_id: str) -> str:
    """Why a person id cannot be used; '' when it can."""
    if not authority_id:
        return "the authority supplied no person id"
    if not PLAIN_ID.fullmatch(authority_id):
        return "the person id is not plain letters and figures, or is longer than 48"
    return ""


def utc(moment: datetime) -> str:
    """ISO 8601 in UTC to the second, as 2026-11-22T09:30:00Z."""
    return f"{moment.astimezone(UTC).isoformat(timespec='seconds')[:19]}Z"


def week(moment: datetime) -> str:
    """The Monday of the moment's week in UTC, as 2026-11-16."""
    return _monday(moment.astimezone(UTC).date())


@lru_cache(maxsize=1_000)
def _monday(day: date) -> str:
    return (day - timedelta(days=day.weekday())).isoformat()
