"""Which questions, in which order, asked or not and why, and which answers must reach a person. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from webapp.feedback.questions import VERSION, Question, for_audience

AUDIENCES = {
    "young": ("child_under_8",),
    "mid": ("child_8_12",),
    "teen": ("child_8_12", "young_person_13"),
    "adult": ("parent_carer",),
    # By invitation, without an account (feedback/outside).
    "staff": ("staff",),
    "partner": ("partner",),
}
RESPONDENTS = {"young": "child", "mid": "child", "teen": "young_person", "adult": "parent_carer"}
ANSWERED_BY = ("self", "self_with_help", "helper_for_child")
# With whose help, and where; '' when that was not said (experience §6).
HELPERS = ("parent_carer", "sibling", "worker", "advocate", "interpreter", "other")
PLACES = ("home", "school", "office", "other")
PLAN_TYPES = {
    "early_help": "early_help",
    "child_in_need": "cin",
    "child_protection": "cp",
    "care_plan": "cla",
    "pathway_plan": "cla",
}

NOT_ASKED, DONT_KNOW, SKIPPED = 0, 8, 9
CORE = frozenset({"LISTEN", "EXPLAIN_WHAT", "EXPLAIN_WHY", "SAFE_NOW", "SAFER", "HELPED"})
# Asked only while a duty person answers today; "not safe" here always reaches a person (practice §1).
ALARMS = {"SAFE_NOW": frozenset({1, 2}), "SAFER": frozenset({1}), "SAFE_ME": frozenset({1, 2})}
ALONE_ONLY = frozenset({"SAFE_ME", "PRESSURE"})
SSD = ("SSD_EXPLAINED_WORRIES", "SSD_STORY_HELP", "SSD_AGREE_WORKER", "SSD_PLAN_SAFE", "SSD_TABLET_HELP")
AFTER_DRAWING = "SSD_TABLET_HELP"
# Whose answers go to the council with the person's own id (local-data §1).
NAMED = frozenset({*SSD, "SAFE_NOW", "SAFER"})

PART_LIMIT = 8
ASK_AGAIN_AFTER = timedelta(days=30)
WORDS_LIMIT = 20_000
WEAKEST_FIRST = ("machine", "checked", "talked_through")
# From so many answers on, all in the same place on the screen are worth a look.
STRAIGHT_FROM = 6


@dataclass(frozen=True)
class Conditions:
    """What holds now for this person: decides what may be asked."""

    ready: bool
    talked_through: bool
    has_drawn: bool
    alone: bool
    # Whether worker and child think that the five of the standard can be followed.
    can_follow: bool = True


def questions_for(band: str, version: str = VERSION, own: Iterable[Question] = ()) -> list[Question]:
    """The band's items, each code once: the core, the standard's, the rest, the authority's, own words.

    own: what the authority added, for any audience; never in the place of an item of ours.
    """
    audiences = AUDIENCES.get(band, ())
    found: dict[str, Question] = {}
    for audience in audiences:
        for question in for_audience(audience, version):
            found.setdefault(question.code, question)
    for question in own:
        if question.audience in audiences:
            found.setdefault(question.code, question)
    return sorted(found.values(), key=_group)


def weakest_state(items: Iterable[Question], language: str) -> str:
    """The wording state of the least checked of these questions in a language."""
    states = {question.wording(language).state for question in items}
    return next((state for state in WEAKEST_FIRST if state in states), "english_only")


def _group(question: Question) -> int:
    if question.is_own:
        return 3
    if question.is_open:
        return 4
    if question.code in CORE:
        return 0
    return 1 if question.code in SSD else 2


def is_alone(*, ticked: bool, answered_by: str, worker_present: bool) -> bool:
    """Whether nobody sees or hears the answers: a tick does not outweigh a helper or a worker in the room."""
    return ticked and answered_by == "self" and not worker_present


def reason_not_asked(code: str, now: Conditions) -> str:
    """A code that says why an item is not asked; '' when it is."""
    if code in ALARMS and not now.ready:
        return "no_duty"
    if code in ALONE_ONLY and not now.alone:
        return "not_alone"
    if code in SSD and not now.talked_through:
        return "not_talked_through"
    if code in SSD and not now.can_follow:
        return "cannot_follow"
    if code == AFTER_DRAWING and not now.has_drawn:
        return "no_drawing_yet"
    return ""


def is_alarm(code: str, answer: int | None) -> bool:
    """Whether this answer says that someone may not be safe."""
    return answer in ALARMS.get(code, frozenset())


def parts(items: Iterable[Question]) -> list[list[str]]:
    """The codes cut into short parts with a resting place between, at most eight questions each."""
    groups: dict[int, list[str]] = {}
    for question in items:
        groups.setdefault(_group(question), []).append(question.code)
    return [part for number in sorted(groups) for part in _halves(groups[number])]


def _halves(codes: list[str]) -> list[list[str]]:
    if len(codes) <= PART_LIMIT:
        return [codes]
    middle = (len(codes) + 1) // 2
    return _halves(codes[:middle]) + _halves(codes[middle:])


def ask_again_on(answered_on: date) -> date:
    """At most once a month (experience §5)."""
    return answered_on + ASK_AGAIN_AFTER


def is_straight(given: Iterable[tuple[Sequence[int], int | None]]) -> bool:
    """Whether every answer was in the same place on the screen: flagged, never dropped (experience §5).

    given: for each question, its codes in the order shown, and the code answered. Skipped, not asked and own
    words do not count.
    """
    places = [tuple(codes).index(code) for codes, code in given if code in codes and code != NOT_ASKED]
    return len(places) >= STRAIGHT_FROM and len(set(places)) == 1
