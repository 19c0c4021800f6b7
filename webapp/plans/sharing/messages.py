"""What a worker is told about who does not see a shared paragraph, and why."""

from __future__ import annotations

from flask_babel import gettext as _

from webapp.core.access import Reader
from webapp.core.text import sentences
from webapp.plans.content import VersionContent
from webapp.plans.queries import ReaderView
from webapp.plans.sharing import queries
from webapp.plans.sharing.queries import NotShown
from webapp.plans.writing import queries as writing_queries


def why(one: NotShown, child_name: str) -> list[str]:
    """The reason, and what to do; in the language of the page."""
    children = ", ".join(name or _("another child") for name in one.children)
    who = {"reader": one.reader_name, "children": children}
    if one.code == "unticked":
        return [_("You said that %(reader)s does not read this part.", **who)]
    reasons = {
        "plans": _("%(reader)s does not read the plan of: %(children)s.", **who),
        "later": _("%(reader)s does not see what is from before about: %(children)s.", **who),
        "apart": _("A court order or no contact keeps %(reader)s from someone in this part.", **who),
    }
    return [
        reasons[one.code],
        _("So %(reader)s does not see this part.", **who),
        _(
            "Write it in %(name)s's plan alone if %(reader)s should see it.",
            name=child_name,
            reader=one.reader_name,
        ),
    ]


def not_shown(reader: Reader, version: VersionContent, person: ReaderView) -> list[tuple[str, list[str]]]:
    """Of what is shared in a version: (its first sentence, why this person does not see it)."""
    found = queries.not_shown(reader, version, person)
    name = writing_queries.child_name(version.child_id) if found else ""
    items = {one.id: one for one in version.paragraphs}
    return [
        (_beginning([words.text for _key, words in sorted(items[one.item_id].words.items())]), why(one, name))
        for one in found
    ]


def _beginning(texts: list[str]) -> str:
    return next((line for text in texts for line in sentences(text)), "")


def saved_between() -> str:
    """When somebody else saved the draft since the page was opened."""
    return _("Someone saved this plan in between. Look at it again, then keep it.")


def not_yours() -> str:
    """When a child was picked whose plan the worker does not write."""
    return _("You do not write the plan of one of these children.")
