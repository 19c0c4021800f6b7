"""Publishing a period: counted, made safe, written as a whole folder (local-data §2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from webapp import audit, feedback
from webapp.core import clock
from webapp.core.access import ReadNote
from webapp.core.database import database
from webapp.localdata.folder import whole
from webapp.localdata.publication import edition
from webapp.localdata.publication.disclosure import Counted
from webapp.localdata.publication.gathering import AUDIENCES, gather
from webapp.localdata.publication.periods import Period
from webapp.localdata.publication.tidy import Place


@dataclass(frozen=True)
class Publication:
    """Where it was written, how many numbers the new period shows, and how many it hides."""

    out: Path
    shown: int
    hidden: int


def publish(*, place: Place, period: Period, out: Path, after: Path | None = None) -> Publication:
    """Write every period so far into the new folder `out`: those of the folder `after`, and `period`.

    Nothing but numbers that may be published reaches the folder. Call it outside `unit_of_work()`: it only
    reads, and its audit row is committed before the folder appears. ValueError when the period is not over or
    may not be published, or `after` is not a folder of ours; FileExistsError when `out` holds anything.
    """
    if not period.is_over(clock.today()):
        raise ValueError("The period is not over yet.")
    earlier = _earlier(after) if after else {}
    counted = count(period)
    rows = edition.add(place, period, counted, earlier)
    with whole(out) as folder:
        for name, content in edition.files(place, rows, _questions()).items():
            (folder / name).write_bytes(content)
        with database().writing() as db:
            audit.record_read(db, None, ReadNote("local_data.publish", "staff", None, "extract", None))
    numbers = [cell.count for cell in edition.preview(period, counted, earlier)]
    hidden = numbers.count(None)
    return Publication(out, len(numbers) - hidden, hidden)


def count(period: Period) -> dict[str, Counted]:
    """Audience → its people in a period, as the database counts them."""
    days = (period.from_on, period.to_on)
    return gather(_codes(), feedback.people_counts(*days), feedback.answer_counts(*days))


def _codes() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Band → question → answer codes of the instrument, without don't know, skipped and not asked."""
    return {
        band: {
            question.code: [str(code) for code in question.codes if code not in (0, 8, 9)]
            for question in feedback.questions_for(band)
            if not question.is_open
        }
        for band in AUDIENCES
    }


def _questions() -> str:
    """The code book as lines of text."""
    return "\n".join(
        f"- {question.audience} {question.code}: {question.standard.text} "
        + ", ".join(
            f"{code} {text}" for code, text in zip(question.codes, question.standard.options, strict=True)
        )
        for question in feedback.all_questions()
        if not question.is_open
    )


def _earlier(folder: Path) -> edition.Earlier:
    try:
        return edition.read({name: (folder / name).read_bytes() for name in edition.FILES})
    except OSError as error:
        raise ValueError(f"{folder} is not a folder that was published before.") from error
