"""Words for what the published files say in codes."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _

from webapp import feedback
from webapp.localdata.publication.gathering import AUDIENCES


def audiences() -> dict[str, str]:
    """How an audience of the files is called."""
    return {
        "child_under_8": _("Children under 8"),
        "child_8_12": _("Children from 8 to 12"),
        "young_person_13": _("Young people from 13"),
        "parent_carer": _("Parents and carers"),
        "staff": _("Staff"),
        "partner": _("Partners"),
    }


def reasons() -> list[str]:
    """Why someone was not asked, in the order of the files."""
    return [_("It was not safe"), _("They said no"), _("They cannot yet"), _("A court case")]


def no_answers() -> dict[str, str]:
    """The codes that every question has."""
    return {"8": _("Don't know"), "9": _("Skipped"), "0": _("Not asked, or does not apply")}


def questions(respondent: str) -> list[feedback.Question]:
    """What an audience is asked, in order, without what is answered in own words alone."""
    band = next((band for band, name in AUDIENCES.items() if name == respondent), "")
    found = feedback.questions_for(band) or [
        one for one in feedback.all_questions() if one.audience == respondent
    ]
    return [one for one in found if not one.is_open]


def options(question: feedback.Question) -> Mapping[str, str]:
    """Answer code → words, as the question says them; then those of no answer."""
    pairs = zip(question.codes, question.standard.options, strict=True)
    return no_answers() | {str(code): words for code, words in pairs}
