"""What a worker is told, kindly, about a recording that cannot be kept."""

from __future__ import annotations

from flask_babel import gettext as _

from webapp.plans.hearing.rules import MINUTES


def refused(code: str) -> str:
    """Why a recording was not kept, and what to do instead."""
    texts = {
        "nothing": _("Choose a recording first."),
        "not_a_sound": _("This is not a recording. Record it with your phone, and choose that file."),
        "damaged": _("We cannot play this recording. Please record it again."),
        "too_large": _("This recording is larger than 20 MB. Record it again with your phone."),
        "too_long": _("This recording is longer than %(num)s minutes. Read one part at a time.", num=MINUTES),
        "too_slow": _("Reading this recording took too long. Please record it again."),
        "changed": _("The words have changed since. Please read the new words out."),
    }
    return texts[code]
