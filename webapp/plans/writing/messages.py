"""What a worker is told, kindly, when a draft is not ready."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from flask_babel import gettext as _

from webapp.plans.content import VersionContent
from webapp.plans.writing.rules import Problem, problems_in_words


def text_of(problem: Problem) -> str:
    """One reason, and what to do."""
    texts = {
        "empty": _("The plan is empty. Write at least one paragraph."),
        "you": _(
            '"You" could be anyone here, because everyone reads this. Use a name, or choose one reader.'
        ),
        "step_what": _("This step does not say what will happen."),
        "step_person": _("This step has no person. Who will do it?"),
        "step_date": _("This step has no date. By when?"),
        "capitals": _(
            "%(short)s is not explained. Write it in full once, then (%(short)s).", short=problem.detail
        ),
        "read_as": _("Read this as %(name)s before you publish.", name=problem.detail),
        "asked": _("Say whether %(name)s was asked for their view.", name=problem.detail),
    }
    return texts[problem.code]


def published() -> str:
    """When a save comes after publishing."""
    return _("This version was published in between. Your words are below. Copy them into a new draft.")


def shared_elsewhere(name: str) -> str:
    """When what changed is also in a plan of another worker's child, or of one who left the family."""
    return _(
        "This part is also in the plan of a child whose plan you do not write. "
        "Make it %(name)s's own text first. Then you can change it.",
        name=name,
    )


def by_item(content: VersionContent) -> dict[uuid.UUID, list[str]]:
    """Reasons that belong to a paragraph or a step, shown beside it while writing."""
    found: dict[uuid.UUID, list[str]] = {}
    for problem in problems_in_words(content):
        if problem.item_id is not None:
            found.setdefault(problem.item_id, []).append(text_of(problem))
    return found


def all_of(problems: Iterable[Problem], content: VersionContent) -> list[tuple[str, str]]:
    """(where it can be mended: 'item-<id>' of the editor, 'readers', 'asked' or '', the reason)."""
    items = {one.id for one in content.paragraphs} | {one.id for one in content.steps}
    places = {"read_as": "readers", "asked": "asked"}
    return [
        (f"item-{one.item_id}" if one.item_id in items else places.get(one.code, ""), text_of(one))
        for one in problems
    ]
