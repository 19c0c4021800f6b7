"""What a worker is told, kindly, about a file and about what was read of it."""

from __future__ import annotations

from flask_babel import gettext as _

from webapp.plans.bringing_in.flags import Flag
from webapp.plans.writing import messages as writing
from webapp.plans.writing.rules import Problem

# The editor says the same of a draft.
EDITORS = ("you", "step_what", "step_person", "step_date", "capitals")


def refused(code: str) -> str:
    """Why a file was not taken in, and what to do instead."""
    instead = _("Or paste its text, or copy an earlier version.")
    texts = {
        "nothing": _("Choose a file, or paste the text."),
        "empty": _("There are no words in it."),
        "not_a_plan_file": _("This is not a Word file (.docx) or a PDF. Save it as one of these."),
        "old_word": _("This is an old Word file, or it has a password. Save it as .docx without a password."),
        "macros": _("This file has macros, so we do not open it. Save it as .docx without macros."),
        "entities": _("This file holds things that a plan does not need. Save it again as .docx."),
        "damaged": _("We cannot read this file. It may be damaged. Open it, and save it again."),
        "too_big_inside": _("This file is much bigger inside than a plan. Take the pictures out."),
        "too_large": _("This file is larger than 10 MB. Take the pictures out."),
        "too_long": _("This is longer than 60 pages. Keep the pages that are the plan."),
        "too_slow": _("Reading this file took too long. Open it, and save it again."),
        "password": _("This PDF has a password. Save it without one."),
        "pictures": _("This PDF is pictures of pages, so there are no words to read. Use the Word file."),
    }
    text = texts[code]
    return text if code in ("nothing", "empty") else f"{text} {instead}"


def text_of(flag: Flag) -> str:
    """One thing to look at beside a piece."""
    if flag.code in EDITORS:
        return writing.text_of(Problem(flag.code, detail=flag.detail))
    texts = {
        "lives": _(
            "This may say where someone lives or how to reach them. Everyone who reads the plan sees it."
        ),
        "number": _("There is a long number here. Does the family need it?"),
        "alone": _("This may say when someone is alone. Everyone who reads the plan sees it."),
        "told": _("This may tell one person what another said. Is it safe for everyone who reads the plan?"),
        "past": _("This day has passed."),
    }
    return texts[flag.code]
