"""Pure decisions about who works with whom."""

from __future__ import annotations

from datetime import date, timedelta

# What may be granted to a person about a child. plan: their own copy, and all that goes with it.
KINDS = ("plan", "advocate", "checker", "partner", "interpret")
# Whom a worker may invite from outside, each with what is granted; at most so long.
INVITED = {"advocate": "advocate", "interpreter": "interpret", "partner": "partner"}
INVITED_DAYS = 366
FLOORS = ("court_order", "no_contact")
GLASS_CODES = ("may_be_hurt", "nobody_reached", "police_or_court", "duty")
GLASS_LASTS = timedelta(minutes=60)
GLASS_REASON = 20
WITHHELD = timedelta(days=14)


class BarredError(Exception):
    """Refused, whoever asks. code: floor (an order or no contact), conflict (a worker's own relatives)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def age_on(born_on: date, day: date) -> int:
    """Whole years."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def band_of(born_on: date, day: date) -> str:
    """The age group on a day: young (under 8), mid (8 to 12) or teen (13 and over)."""
    age = age_on(born_on, day)
    return "young" if age < 8 else "mid" if age < 13 else "teen"


def has_reason(words: str) -> bool:
    """Twenty characters or more that are not space."""
    return len("".join(words.split())) >= GLASS_REASON


def may_withhold_until(day: date, today: date) -> bool:
    """A review day from today on, at most 14 days away (safety §4.7)."""
    return today <= day <= today + WITHHELD


def may_lift(*, set_by: object, asked_by: object, manager: object) -> bool:
    """Two people lift a floor: another than the one who set it, or the one a second person asked."""
    return set_by != manager or (asked_by is not None and asked_by != manager)


def is_withheld(until: date | None, today: date) -> bool:
    """Whether a look in an emergency is not told to the family yet; from the review day on it is."""
    return until is not None and today < until


def kinds_for(role: str) -> tuple[str, ...]:
    """What may be given to a person of this role: those from outside never get a family's own things."""
    outside = {"advocate": "advocate", "plan_checker": "checker", "partner": "partner"}
    return (outside.get(role, "interpret" if role == "interpreter" else "plan"),)
