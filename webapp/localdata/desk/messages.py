"""What the desk says: why something was not taken, what a run did, and in what words numbers are shown."""

from __future__ import annotations

from flask_babel import format_decimal
from flask_babel import gettext as _

from webapp.localdata.desk import rules
from webapp.localdata.desk.unpacking import NotTaken


def day_error(code: str) -> str:
    """Why two days cannot be used."""
    return {
        "no_day": _("Choose a day."),
        "wrong_way_round": _("This day is before the first one."),
        "not_over": _("This day is not over. Choose yesterday or earlier."),
    }[code]


def not_taken(error: NotTaken) -> str:
    """Why nothing of what was sent was taken, and what to do."""
    text = {
        "nothing": _("Choose at least one of the tables, or one zip of them."),
        "name": _("This is not one of the tables. Their names stand below."),
        "sheet": _("This is a spreadsheet. Save each table as CSV (UTF-8)."),
        "twice": _("This table is there twice."),
        "zip": _("We cannot read this zip. Make it again, or send the CSV files."),
        "zip_parts": _("This zip holds too much. Put the tables in it and nothing else."),
        "leads_out": _("A name in this zip leads out of its folder. Make the zip again."),
        "locked": _("This zip has a password. Make it without one."),
        "too_big": _(
            "This is too big. All tables together may have %(size)s.", size=size(rules.LARGEST_UNPACKED)
        ),
        "disk": _("There is no room for it just now. Try again later."),
    }[error.code]
    return f"{error.name}: {text}" if error.name else text


def trouble(code: str) -> str:
    """Why a run failed, and what to do."""
    return {
        "nothing": _("None of the tables was there."),
        "sealed": _("Its files do not open any more. Please begin again."),
        "disk": _("The files could not be read or written. Ask whoever runs the server, then begin again."),
        "stopped": _("It was stopped several times and was not finished. Ask whoever runs the server."),
        "other": _("Something went wrong, and it is our fault. Please begin again."),
    }.get(code, "")


def size(count: int) -> str:
    """Bytes as people say them."""
    if count >= rules.MB:
        return _("%(number)s MB", number=format_decimal(round(count / rules.MB, 1)))
    return _("%(number)s KB", number=format_decimal(max(1, count // 1024)))


def caseload_counts(counts: dict[str, int]) -> list[tuple[str, int]]:
    """What a load did or would do, in words, in the order in which it is done."""
    names = {
        "teams": _("New teams"),
        "families": _("New families"),
        "children": _("New children"),
        "members": _("New places in a family"),
        "linked": _("Children who are here already, known again"),
        "updated": _("Children with another name or day of birth"),
        "allocations": _("New: who works with a child"),
        "ended": _("Ended: who works with a child"),
        "plans": _("Empty first drafts of plans"),
        "conflicts": _("Left for a person to decide"),
        "left_out": _("Rows that are rightly not taken"),
        "problems": _("Rows or files that could not be used"),
    }
    return [(words, counts.get(name, 0)) for name, words in names.items()]


def extract_counts(counts: dict[str, int]) -> list[tuple[str, int]]:
    """Rows by file."""
    return [(name, number) for name, number in counts.items() if name != "rejected"]


def sort_words(sort: str) -> str:
    """What kind of finding a row is."""
    return {
        "problem": _("Not used"),
        "conflict": _("For a person to decide"),
        "note": _("To know"),
    }[sort]
