"""The reply and the link, as typed and as understood. Nothing typed is lost when something is missing."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime

from flask import request
from flask_babel import gettext as _

from webapp import plans
from webapp.core import clock, forms, ids
from webapp.core.access import Reader
from webapp.review import items, rules
from webapp.review.service import Outcome

WORDS_LIMIT = 20_000
LINE_LIMIT = 500
FIELDS = (
    "words",
    "by_on",
    "reason",
    "sentence",
    "in_draft",
    "whom",
    "step_on",
    "meet_when",
    "meet_where",
    "shared",
    "agreed_on",
)
# These bring a sentence of the plan, or a step.
NEW_WORDS = (*rules.NEW_SENTENCE, "taken")
BASES = ("agreed", "cannot_guess", "no")


@dataclass
class ReplyForm:
    """A reply as typed. `values` fill the page again; `errors` by field."""

    reply_id: uuid.UUID
    values: dict[str, str]
    ticked: list[str] = field(default_factory=list)
    answers: list[items.Item] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    longest: int | None = None

    @property
    def family_words(self) -> str:
        """What the family will read, for the hint about long sentences."""
        own = self.values["sentence"] if self.values["outcome"] in NEW_WORDS else ""
        return f"{self.values['words']}\n{own}"

    @property
    def outcome(self) -> Outcome:
        """What was typed for the outcome chosen; fields of other outcomes are left out."""
        code, values = self.values["outcome"], self.values
        shared = values["shared"] == "yes"
        return Outcome(
            code=code,
            words=values["words"],
            by_on=_day(values["by_on"]) if code == "will_do" else None,
            reason=values["reason"] if code in rules.WITH_REASON else "",
            sentence=_one_line(values["sentence"]) if code in NEW_WORDS else "",
            in_draft=values["in_draft"] == "yes" and code in rules.NEW_SENTENCE,
            whom=_one_line(values["whom"]) if code == "taken" else "",
            step_on=_day(values["step_on"]) if code == "taken" else None,
            meet_when=values["meet_when"] if code == "talk" else "",
            meet_where=values["meet_where"] if code == "talk" else "",
            shared_agreed_on=_day(values["agreed_on"]) if shared else None,
        )


def empty_reply(ticked: list[str] | None = None) -> ReplyForm:
    """A form before anything is typed; its id makes a double tap send once."""
    return ReplyForm(ids.new(), dict.fromkeys(("outcome", *FIELDS), ""), ticked or [])


def idea_as_it_stands(item: items.Item) -> dict[str, str]:
    """An idea for a step, to take into the draft as it is; what is not English, its worker words."""
    return {
        "sentence": item.words if item.language == "en" else "",
        "whom": item.whom,
        "step_on": item.by_on.isoformat() if item.by_on else "",
    }


def read_reply(reader: Reader, child_id: uuid.UUID) -> ReplyForm:
    """The posted reply, checked."""
    values = {name: forms.words(name) for name in FIELDS} | {
        "outcome": forms.chosen("outcome", rules.EVERY_OUTCOME) or ""
    }
    form = ReplyForm(forms.identifier("reply_id") or ids.new(), values, request.form.getlist("item")[:100])
    _check_items(form, reader, child_id)
    _check_words(form)
    _check_outcome(form)
    _check_sentence(form, reader)
    _check_shared(form, child_id)
    return form


def names_of(values: list[str]) -> list[items.Name]:
    """`entry:0192…` as kind and id; anything else is passed over."""
    found = [value.partition(":") for value in values]
    named = [(kind, ids.parse(item_id)) for kind, _colon, item_id in found if kind in items.KINDS]
    return [(kind, item_id) for kind, item_id in named if item_id is not None]


def _check_items(form: ReplyForm, reader: Reader, child_id: uuid.UUID) -> None:
    found = [items.find(reader, name) for name in dict.fromkeys(names_of(form.ticked))]
    form.answers = [item for item in found if item is not None and item.child_id == child_id]
    if not form.answers or len(form.answers) < len(found):
        form.errors["item"] = _("Tick what you are answering.")
    elif len({item.person_id for item in form.answers}) > 1:
        form.errors["item"] = _("Answer one person at a time.")


def _check_words(form: ReplyForm) -> None:
    for name, limit in (
        ("words", WORDS_LIMIT),
        ("reason", WORDS_LIMIT),
        ("sentence", WORDS_LIMIT),
        ("whom", LINE_LIMIT),
        ("meet_when", LINE_LIMIT),
        ("meet_where", LINE_LIMIT),
    ):
        if len(form.values[name]) > limit:
            form.errors[name] = _("That is too long. Please use %(limit)s letters or fewer.", limit=limit)


def _check_outcome(form: ReplyForm) -> None:
    code, values = form.values["outcome"], form.values
    if not code or not _fits(code, form.answers):
        form.errors["outcome"] = _("Choose what happens.")
    if code in ("done", "will_do") and not values["words"].strip():
        form.errors["words"] = _("Write what was done.") if code == "done" else _("Write what you will do.")
    if code == "will_do":
        by_on = _day(values["by_on"])
        if by_on is None:
            form.errors["by_on"] = _("Give the day you will do it by.")
        elif by_on < clock.today():
            form.errors["by_on"] = _("That day is in the past. Give a day from today on.")
    if code == "cannot" and not values["reason"].strip():
        form.errors["reason"] = _("Say why you cannot.")
    if code == "kept" and not values["reason"].strip():
        form.errors["reason"] = _("Say why it stays.")
    if code in ("not_yet", "not_taken") and not values["reason"].strip():
        form.errors["reason"] = _("Say why not.")
    if code == "taken" and not values["sentence"].strip():
        form.errors["sentence"] = _("Write the step.")
    if code == "talk" and not values["meet_when"].strip():
        form.errors["meet_when"] = _("Say when.")
    if code == "talk" and not values["meet_where"].strip():
        form.errors["meet_where"] = _("Say where.")


def _fits(code: str, answers: list[items.Item]) -> bool:
    """A place of the plan is answered alone, with outcomes of its own; all else with the usual ones."""
    if not any(rules.outcomes_for(item.answer_kind) is not rules.OUTCOMES for item in answers):
        return code in rules.OUTCOMES
    is_one = len(answers) == 1 or (answers[0].group is not None and len({one.group for one in answers}) == 1)
    return is_one and code in rules.outcomes_for(answers[0].answer_kind)


def _check_sentence(form: ReplyForm, reader: Reader) -> None:
    if form.values["outcome"] not in rules.NEW_SENTENCE or "outcome" in form.errors:
        return
    typed = _one_line(form.values["sentence"])
    about = plans.about_answer(reader, form.answers[0].id)
    if not typed:
        form.errors["sentence"] = _("Write the sentence.")
    elif about and typed in (about.english, form.answers[0].sentence):
        form.errors["sentence"] = _("This is the sentence as it was. Change it, or say why it stays.")


def _one_line(words: str) -> str:
    """A sentence stands on one line of the plan."""
    return " ".join(words.split())


def _check_shared(form: ReplyForm, child_id: uuid.UUID) -> None:
    if form.values["shared"] != "yes":
        return
    agreed_on = _day(form.values["agreed_on"])
    if agreed_on is None or agreed_on > clock.today():
        form.errors["agreed_on"] = _("Give the day you agreed this. If you did not agree it, untick the box.")
    if any(item.person_id != child_id for item in form.answers):
        form.values["shared"] = ""
        form.errors.pop("agreed_on", None)


def _day(words: str) -> date | None:
    try:
        found = date.fromisoformat(words.strip())
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2200 else None


@dataclass
class LinkForm:
    """The question before a private entry is linked to a step (practice §4)."""

    step_id: uuid.UUID | None
    basis: str
    agreed_on: date | None
    values: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)


def empty_link() -> LinkForm:
    """Nothing chosen: no answer is made for the worker."""
    return LinkForm(None, "", None, {"step": "", "basis": "", "agreed_on": "", "reason": ""})


def read_link(step_ids: set[uuid.UUID]) -> LinkForm:
    """The posted link; `step_ids` are the steps it may name."""
    values = {name: forms.words(name) for name in ("step", "basis", "agreed_on", "reason")}
    basis = forms.chosen("basis", BASES) or ""
    form = LinkForm(forms.identifier("step"), basis, _day(values["agreed_on"]), values)
    if not basis:
        form.errors["basis"] = _("Choose an answer.")
    if basis != "no" and form.step_id not in step_ids:
        form.errors["step"] = _("Choose a step.")
    if basis == "agreed" and (form.agreed_on is None or form.agreed_on > clock.today()):
        form.errors["agreed_on"] = _("Give the day they agreed.")
    if basis == "cannot_guess" and not values["reason"].strip():
        form.errors["reason"] = _("Say why nobody could guess.")
    if len(values["reason"]) > WORDS_LIMIT:
        form.errors["reason"] = _(
            "That is too long. Please use %(limit)s letters or fewer.", limit=WORDS_LIMIT
        )
    return form


def page_key() -> rules.Key | None:
    """Where the next page of a list begins: `at` and `id` of the last line of the one before."""
    at, last_id = forms.moment(request.args.get("at")), ids.parse(request.args.get("id"))
    return (at, last_id) if isinstance(at, datetime) and last_id else None


def page_number() -> int:
    """`?page=2` as a number from 1; anything else is the first page."""
    words = request.args.get("page", "1")
    return max(1, int(words)) if words.isascii() and words.isdigit() and len(words) < 5 else 1
