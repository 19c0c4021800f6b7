"""Publishing a period: counted, made safe, kept as an edition, written as a folder (local-data §2)."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp import audit, feedback
from webapp.core import clock, ids
from webapp.core.access import ReadNote
from webapp.core.database import database, end_session
from webapp.localdata.folder import whole
from webapp.localdata.models import Edition
from webapp.localdata.publication import edition, queries
from webapp.localdata.publication.disclosure import Counted
from webapp.localdata.publication.gathering import AUDIENCES, gather
from webapp.localdata.publication.periods import Period
from webapp.localdata.publication.tidy import Place

NOT_OVER = "The period is not over yet."
NOT_OURS = "is not a folder that was published before."
MEANWHILE = "Somebody published in the meantime. Look at it first."


@dataclass(frozen=True)
class Publication:
    """Where it was written, how many numbers the new period shows, and how many it hides."""

    out: Path
    shown: int
    hidden: int


@dataclass(frozen=True)
class Made:
    """An edition that nobody has yet: its files by name, its number, and the period as it would be shown."""

    files: Mapping[str, bytes]
    number: int
    period: Period
    correction: str
    look: edition.Look


@dataclass(frozen=True)
class Preview:
    """A period before it is published. why_not: why it may not be, '' when it may.

    changed: of a published period, the audiences whose numbers would be others now; they can be taken back.
    """

    look: edition.Look
    is_published: bool
    why_not: str
    changed: frozenset[str]


def publish(
    *, place: Place, period: Period, out: Path, after: Path | None = None, correction: str = ""
) -> Publication:
    """Write every period so far into the new folder `out`, and keep it as the newest edition.

    What comes before is the newest kept edition, or the folder `after` while none is kept. With a correction
    note, a published period loses the numbers that changed. Nothing but numbers that may be published
    reaches the folder. Call it outside `unit_of_work()`: its row and its audit row are committed before the
    folder appears. ValueError when the period is not over or may not be published, or `after` is not what
    was published last; FileExistsError when `out` holds anything.
    """
    made = make(place=place, period=period, correction=correction, after=after)
    end_session()
    with whole(out) as folder:
        for name, content in made.files.items():
            (folder / name).write_bytes(content)
        with database().writing() as db:
            keep(made, db=db, by_id=None)
    numbers = [cell.count for cell in made.look.cells]
    hidden = numbers.count(None)
    return Publication(out, len(numbers) - hidden, hidden)


def make(*, place: Place, period: Period, correction: str = "", after: Path | None = None) -> Made:
    """The files of the next edition. It only reads, for as long as the database counts."""
    if not period.is_over(clock.today()):
        raise ValueError(NOT_OVER)
    newest = queries.newest()
    earlier = _earlier(newest, after)
    number = newest.number + 1 if newest else 1
    found = edition.look(period, count(period), earlier)
    if correction:
        rows = edition.correct(period, found, earlier, on=clock.today(), note=correction)
    else:
        rows = edition.add_look(place, period, found, earlier)
    return Made(edition.files(place, rows, code_book()), number, period, correction, found)


def keep(made: Made, *, db: Session, by_id: uuid.UUID | None) -> None:
    """Keep an edition in the open transaction. ValueError when another one came first."""
    content = edition.zipped(made.files)
    row = Edition(id=ids.new(), number=made.number, period=made.period.name, correction=made.correction)
    row.made_at, row.by_id, row.files = clock.now(), by_id, content
    row.sha256 = hashlib.sha256(content).hexdigest()
    try:
        with db.begin_nested():
            db.add(row)
    except IntegrityError as error:
        raise ValueError(MEANWHILE) from error
    audit.record_read(db, by_id, ReadNote("local_data.publish", "staff", None, "edition", row.id))


def preview(period: Period) -> Preview:
    """A period as it would be published now, after the newest edition."""
    earlier = rows_published()
    found = edition.look(period, count(period), earlier)
    is_published = period in edition.published(earlier)
    changed = edition.changed(period, found, earlier) if is_published else set()
    return Preview(found, is_published, edition.why_not(period, earlier), frozenset(changed))


def rows_published() -> edition.Earlier:
    """The rows of the newest edition by file; {} when there is none."""
    return _earlier(queries.newest(), None)


def periods_published() -> set[str]:
    """The names of the periods in the newest edition."""
    return {period.name for period in edition.published(rows_published())}


def states(periods: Iterable[Period]) -> list[tuple[Period, str]]:
    """Each period with "published", "closed" (it cannot be any more) or "open"."""
    earlier = rows_published()
    published = edition.published(earlier)
    return [
        (one, "published" if one in published else "closed" if edition.why_not(one, earlier) else "open")
        for one in periods
    ]


def place_published() -> Place | None:
    """The authority as the newest edition names it."""
    return edition.place_of(rows_published())


def look(period: Period) -> edition.Look:
    """A period's numbers by the same decision as publication; None is hidden."""
    return edition.look(period, count(period), rows_published())


def count(period: Period) -> dict[str, Counted]:
    """Audience → its people in a period, as the database counts them."""
    days = (period.from_on, period.to_on)
    people = [*feedback.people_counts(*days), *feedback.outside_people(*days)]
    answers = [*feedback.answer_counts(*days), *feedback.outside_answers_counted(*days)]
    silent = [*feedback.silent_counts(*days), *feedback.outside_silent(*days)]
    return gather(codes(), people, answers, silent)


def codes() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Band → question → answer codes of the instrument, without don't know, skipped and not asked."""
    return {
        band: {
            question.code: [str(code) for code in question.codes if code not in (0, 8, 9)]
            for question in feedback.questions_for(band)
            if not question.is_open
        }
        for band in AUDIENCES
    }


def code_book() -> str:
    """The code book as lines of text."""
    return "\n".join(
        f"- {question.audience} {question.code}: {question.standard.text} "
        + ", ".join(
            f"{code} {text}" for code, text in zip(question.codes, question.standard.options, strict=True)
        )
        for question in feedback.all_questions()
        if not question.is_open
    )


def _earlier(newest: Edition | None, after: Path | None) -> edition.Earlier:
    """The rows that stand: of the newest edition; of `after` too, when both are the same."""
    kept = edition.read(edition.unzipped(newest.files)) if newest else {}
    if after is None:
        return kept
    try:
        paths = {name: after / name for name in edition.READ}
        given = edition.read({name: path.read_bytes() for name, path in paths.items() if path.is_file()})
    except (OSError, ValueError) as error:
        raise ValueError(f"{after} {NOT_OURS}") from error
    if newest and given != kept:
        raise ValueError(f"{after} is not the edition that was published last. Leave --after out.")
    return given
