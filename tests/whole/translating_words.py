"""The interpreter was asked to translate the draft into Urdu and does not know the family."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from tests.whole.more_words import STAFF, Teller
from webapp.core import clock
from webapp.core.database import session
from webapp.plans.models import TranslatorAsked
from webapp.plans.translating import service
from webapp.plans.translating.queries import Text, text_of

# Routes that are about a draft.
OF_DRAFT = (
    "plans.ask_interpreter",
    "plans.bring_translation",
    "plans.end_asked",
    "plans.save_file",
    "plans.show_translation",
    "plans.take_translation",
)


def add_translating(teller: Teller) -> tuple[dict[str, Any], dict[str, dict[str, str]]]:
    """Parameters of routes and bodies of forms."""
    town, person = teller.town, teller.others["interpreter"]
    text = text_of(teller.draft, "ur")
    service.hide_words(text=text, words=[teller.token("hidden-word", *STAFF)], actor_id=town.beth)
    until = clock.now() + timedelta(days=9)
    asked_id = service.ask(text=text, person_id=person, until=until, actor_id=town.beth)
    row = session().get_one(TranslatorAsked, asked_id)
    service.say_known(row=row, content=text.content, is_known=False)
    _let_read(teller, text)
    asked = {"asked": str(asked_id)}
    return {"code": "ur"}, _bodies(asked, person)


def _let_read(teller: Teller, text: Text) -> None:
    """What is to be translated is theirs to read; where it comes from, and by whom, is not."""
    shown = " ".join(said for line in text.lines for said in (*line.english.values(), *line.theirs.values()))
    for token, readers in teller.allowed.items():
        if token in shown:
            readers.add("interpreter")


def _bodies(asked: dict[str, str], person: uuid.UUID) -> dict[str, dict[str, str]]:
    until = (clock.today() + timedelta(days=5)).isoformat()
    return {
        "plans.begin_own_text": asked | {"says": "not_known"},
        "plans.save_own_text": asked | {"do": "save"},
        "plans.ask_interpreter": {"person": str(person), "until": until},
        "plans.end_asked": asked,
        "plans.hide_words": {"words": "Zaz"},
        "plans.choose_translation": {"code": "pl"},
    }
