"""Pure decisions about changing a contact: asked, then confirmed, refused, withdrawn or lapsed."""

from __future__ import annotations

from datetime import datetime, timedelta

KINDS = ("address", "phone", "school", "contact_time")
# What shows somebody something new needs a second person; what takes away does not.
ACTIONS = ("add", "change", "safe", "way")
NARROWING = ("remove", "unsafe", "narrow_way")
# Safe ways that only close doors: they hold at once.
NARROW_WAYS = ("never_phone", "ask_first")
EVENTS = ("confirm", "refuse", "withdraw")
ASKED, LAPSED = "asked", "lapsed"
AFTER = {"confirm": "confirmed", "refuse": "refused", "withdraw": "withdrawn"}
WAITS = timedelta(days=7)


class NotNowError(Exception):
    """This cannot be decided so. code: over (it no longer waits), same (the second person is the first)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def state_now(state: str, asked_at: datetime, now: datetime) -> str:
    """What nobody confirmed within seven days has lapsed."""
    return LAPSED if state == ASKED and now - asked_at > WAITS else state


def next_state(*, state: str, event: str, same_person: bool, asked_at: datetime, now: datetime) -> str:
    """The state after this event. Who asked may only withdraw; only another may confirm or refuse."""
    if state_now(state, asked_at, now) != ASKED:
        raise NotNowError("over")
    if same_person != (event == "withdraw"):
        raise NotNowError("same")
    return AFTER[event]
