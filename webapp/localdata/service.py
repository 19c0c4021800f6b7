"""The record-level extract (local-data §1): files 1–4 and 6. Codes and ids only."""

from __future__ import annotations

import json
import uuid
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from webapp import audit, families, feedback
from webapp.core import sealing
from webapp.core.access import ReadNote
from webapp.core.database import database
from webapp.feedback import AnswerView, SubmissionView
from webapp.localdata import rules, tables
from webapp.localdata.folder import Table, fingerprint, whole
from webapp.localdata.tables import QUESTION_FILE, REJECTS_FILE, RESPONSE_FILE, SERVICE_FILE, SSD_FILE

Row = dict[str, object]
README = Path(__file__).parent / "readme.txt"


@dataclass(frozen=True)
class Report:
    """Where it was written, how many rows each file has, and how many records were refused."""

    out: Path
    rows: dict[str, int]
    rejected: int


@dataclass
class _Run:
    """One extract in the making. About-service rows wait until their week is over, to lose their order."""

    period: str
    files: dict[str, Table]
    week: str = ""
    waiting: list[Row] = field(default_factory=list)
    known: dict[uuid.UUID, str] = field(default_factory=dict)

    def authority_id(self, child_id: uuid.UUID) -> str:
        """The council's id for a child, opened once a run."""
        if child_id not in self.known:
            self.known[child_id] = families.authority_id(child_id)
        return self.known[child_id]

    def let_go(self, week: str) -> None:
        """Write what waited when a new week begins, in an order that tells nothing."""
        if week != self.week:
            rows = sorted(self.waiting, key=lambda row: (str(row["question_code"]), str(row["response_id"])))
            self.files[SERVICE_FILE].add(rows)
            self.week, self.waiting = week, []


def extract(*, from_on: date, to_on: date, out: Path) -> Report:
    """Write what reached us between two local days, both included, into the new folder `out`.

    The same data, days and deployment give the same bytes. Call it outside `unit_of_work()`: it only reads,
    and its audit row is committed before the folder appears. ValueError when the days are the wrong
    way round; FileExistsError when `out` holds anything.
    """
    if to_on < from_on:
        raise ValueError("--to is earlier than --from")
    period = f"from {from_on.isoformat()} to {to_on.isoformat()}"
    with whole(out) as folder:
        rows = _write_tables(folder, from_on, to_on, period)
        names = [SSD_FILE, RESPONSE_FILE, SERVICE_FILE, QUESTION_FILE, REJECTS_FILE]
        package = tables.package(period, {name: fingerprint(folder / name) for name in names})
        text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
        (folder / "datapackage.json").write_text(text, encoding="utf-8")
        (folder / "README.txt").write_text(_readme(period, rows), encoding="utf-8")
        with database().writing() as db:
            audit.record_read(db, None, ReadNote("local_data.extract", "staff", None, "extract", None))
    return Report(out, rows, rows[REJECTS_FILE])


def _write_tables(folder: Path, from_on: date, to_on: date, period: str) -> dict[str, int]:
    fields = {
        SSD_FILE: tables.ssd_schema()["fields"],
        RESPONSE_FILE: tables.RESPONSE,
        SERVICE_FILE: tables.SERVICE,
        QUESTION_FILE: tables.QUESTION,
        REJECTS_FILE: tables.REJECT,
    }
    with ExitStack() as stack:
        files: dict[str, Table] = {}
        for name, wanted in fields.items():
            file = stack.enter_context((folder / name).open("w", encoding="utf-8", newline=""))
            files[name] = Table(file, wanted)
        run = _Run(period, files)
        for submission in feedback.submissions(from_on, to_on):
            _add(run, submission)
        run.let_go("")
        files[QUESTION_FILE].add(_code_book())
    return {name: table.count for name, table in files.items()}


def _add(run: _Run, submission: SubmissionView) -> None:
    run.let_go(rules.week(submission.received_at))
    refused = rules.why_refused(run.authority_id(submission.child_id)) if _is_named(submission) else ""
    has_ssd = any(
        answer.code in rules.SSD_COLUMNS and rules.was_asked(answer.answer_code)
        for answer in submission.answers
    )
    if has_ssd and refused:
        run.files[REJECTS_FILE].add([_reject(submission, SSD_FILE, submission.id, "", refused)])
    elif has_ssd:
        run.files[SSD_FILE].add([_ssd_row(run, submission)])
    for answer in submission.answers:
        _add_answer(run, submission, answer, refused)


def _is_named(submission: SubmissionView) -> bool:
    """Only a child's own answers carry a person id; the authority gives none for adults."""
    return submission.person_id == submission.child_id


def _ssd_row(run: _Run, submission: SubmissionView) -> Row:
    given = {answer.code: answer.answer_code for answer in submission.answers}
    items = {column: rules.yes_no(given.get(code)) for code, column in rules.SSD_COLUMNS.items()}
    person_id = run.authority_id(submission.child_id)
    return {"voch_table_id": str(submission.id), "voch_person_id": person_id, **items}


def _add_answer(run: _Run, submission: SubmissionView, answer: AnswerView, refused: str) -> None:
    if answer.answer_code is None or answer.code.startswith("OPEN_"):
        return  # own words are never extracted, and an open question has no code
    if rules.is_about_service(answer.code):
        run.waiting.append(_service_row(run, submission, answer))
        return
    needs_person = (
        _is_named(submission) and answer.code in feedback.NAMED and rules.was_asked(answer.answer_code)
    )
    if needs_person and refused:
        row = _reject(submission, RESPONSE_FILE, answer.id, answer.code, refused)
        run.files[REJECTS_FILE].add([row])
        return
    person_id = run.authority_id(submission.child_id) if needs_person else ""
    run.files[RESPONSE_FILE].add([_response_row(submission, answer, person_id)])


def _response_row(submission: SubmissionView, answer: AnswerView, person_id: str) -> Row:
    in_ssd = answer.code in rules.SSD_COLUMNS and rules.was_asked(answer.answer_code)
    return {
        "response_id": str(answer.id),
        "submission_id": str(submission.id),
        "voch_table_id": str(submission.id) if in_ssd else "",
        "person_id": person_id,
        "answered_at": rules.utc(submission.answered_at),
        "received_at": rules.utc(submission.received_at),
        "plan_id": str(submission.plan_id or ""),
        **_shared(submission, answer),
    }


def _service_row(run: _Run, submission: SubmissionView, answer: AnswerView) -> Row:
    return {
        "response_id": _one_way(run, "response", answer.id),
        "respondent_key": _one_way(run, "respondent", submission.person_id),
        "answered_at": rules.week(submission.answered_at),
        "received_at": rules.week(submission.received_at),
        **_shared(submission, answer),
    }


def _one_way(run: _Run, kind: str, value: uuid.UUID) -> str:
    return rules.short_key(sealing.lookup_hash(f"local-data|{kind}|{run.period}", str(value)))


def _shared(submission: SubmissionView, answer: AnswerView) -> Row:
    """What both files of answers say."""
    return {
        "respondent_role": submission.respondent_role,
        **_instrument(submission, answer),
        "question_code": answer.code,
        "answer_code": answer.answer_code,
        "plan_type": submission.plan_type,
        "trigger": submission.trigger,
        "answered_by": submission.answered_by,
        "worker_present": "Y" if submission.worker_present else "N",
        "mode": submission.mode,
        "language": submission.language,
        "wording_state": submission.wording_state,
    }


def _instrument(submission: SubmissionView, answer: AnswerView) -> Row:
    if answer.own_version is None:
        found = submission.instrument_id, submission.instrument_version
    else:
        found = feedback.OWN_ID, str(answer.own_version)
    return dict(zip(("instrument_id", "instrument_version"), found, strict=True))


def _reject(submission: SubmissionView, file: str, record_id: uuid.UUID, code: str, reason: str) -> Row:
    return {
        "file": file,
        "record_id": str(record_id),
        "question_code": code,
        "heard_person_id": str(submission.child_id),
        "reason": reason,
    }


def _code_book() -> list[Row]:
    return [asdict(line) for line in feedback.code_book(feedback.own_questions())]


def _readme(period: str, rows: dict[str, int]) -> str:
    counts = "\n".join(f"  {name}: {count} rows" for name, count in rows.items())
    return README.read_text(encoding="utf-8").format(period=period, counts=counts)
