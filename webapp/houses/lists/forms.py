"""What an adult types; nothing typed is lost when something is missing."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from flask_babel import gettext as _

from webapp.core import forms, ids
from webapp.houses.asking import rules as asking
from webapp.houses.asking.rules import Template
from webapp.houses.lists.queries import Said

LEVELS = ("worker", "manager")
WORDS_AT_MOST = 20_000


@dataclass
class ListsForm:
    """Lists as typed: words by part; `child_id` None while none is picked; errors by field name."""

    template: Template
    lists_id: uuid.UUID = field(default_factory=ids.new)
    child_id: uuid.UUID | None = None
    level: str = ""
    words: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def said(self) -> list[Said]:
        """What is not empty, with the code of what was asked."""
        return [
            Said(part.key, asking.code(part.key, "adult", self.template.version), self.words[part.key])
            for part in self.template.parts
            if self.words.get(part.key, "").strip()
        ]


def read(templates: list[Template], children: list[uuid.UUID]) -> ListsForm:
    """The posted lists. `templates` and `children`: those this adult may choose between."""
    chosen = forms.line("template")
    template = next((one for one in templates if one.key == chosen), templates[0])
    picked = forms.identifier("child")
    form = ListsForm(
        template=template,
        lists_id=forms.identifier("request") or ids.new(),
        child_id=children[0] if len(children) == 1 else picked if picked in children else None,
        level=forms.chosen("level", LEVELS) or "",
        words={part.key: forms.words(f"list_{part.key}") for part in template.parts},
    )
    _check(form)
    return form


def _check(form: ListsForm) -> None:
    first = f"list_{form.template.parts[0].key}"
    if form.child_id is None:
        form.errors["child"] = _("Please tap which child this is about.")
    if not form.said:
        form.errors[first] = _("Please write something in one of the lists.")
    for key, words in form.words.items():
        if len(words) > WORDS_AT_MOST:
            form.errors[f"list_{key}"] = _("That is a lot of words. Please put some of them on a new page.")
    if not form.level:
        form.errors["level"] = _("Please choose who can see it.")
