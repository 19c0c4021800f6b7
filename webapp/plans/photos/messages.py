"""What a worker is told, kindly, about a photo that cannot be kept."""

from __future__ import annotations

from flask_babel import gettext as _


def refused(code: str) -> str:
    """Why a photo was not kept, and what to do instead."""
    texts = {
        "nothing": _("Choose a photo first."),
        "not_a_picture": _("This is not a photo. Take a JPEG, PNG, WebP or HEIC file."),
        "damaged": _("We cannot open this photo. Please take it again."),
        "too_large": _("This photo is larger than 12 MB. Take it again with a smaller setting."),
        "too_many_pixels": _("This photo is too large to open. Take it again with a smaller setting."),
        "too_slow": _("Opening this photo took too long. Please try again."),
        "full": _("There is no more room for photos of this family. Take out one you no longer need."),
    }
    return texts[code]
