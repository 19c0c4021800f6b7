"""A seeded generator of many answers: N of them, of N/10 people, straight into the tables.

The same seed and size give the same people, answers and moments; only what is sealed differs, as it has to.
Most people answered once, ten questions; one in five, and those under 8, twice, five each. All of it reached
us in the financial year 2025-26. Each followed an invitation; for every ten people who answered there is one
more who was invited and did not, or who was not asked, and why.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import insert

from webapp import feedback
from webapp.accounts.models import Person
from webapp.core import sealing
from webapp.core.database import Base, Database, database
from webapp.families.loading.queries import id_hash
from webapp.families.models import ChildFacts
from webapp.feedback.models import Answer, Invitation, Moment, Submission

FROM_ON, TO_ON = date(2025, 4, 1), date(2026, 3, 31)
QUARTERS = ("2025-26-Q1", "2025-26-Q2", "2025-26-Q3", "2025-26-Q4")
ANSWERS_A_PERSON, BATCH = 10, 2_000
BANDS = {"young": 15, "mid": 35, "teen": 25, "adult": 25}
ROLES = {"young": "child", "mid": "child", "teen": "child", "adult": "parent"}
PLANS = {"cin": 45, "cp": 20, "cla": 25, "early_help": 10}
TRIGGERS = ("visit", "meeting", "plan_shared", "review", "end", "after_end", "any_time")
HELP = {"self": 70, "self_with_help": 20, "helper_for_child": 10}
# Fitted to a question's own codes: most are content, some are not, a few do not say.
WEIGHTS = {1: 12, 2: 18, 3: 50, 4: 10, 8: 6, 9: 4, 0: 4}
NOT_ASKED = ("", "", "not_safe", "said_no", "cannot_yet", "court")
Rows = dict[type[Base], list[dict[str, Any]]]
TABLES: tuple[type[Base], ...] = (
    sealing.RecordKey,
    Person,
    ChildFacts,
    Moment,
    Invitation,
    Submission,
    Answer,
)


def fill(answers: int, *, seed: int = 1) -> int:
    """Put them in, in batches; returns how many answers there are. Only the tables are there before."""
    db, chance = database(), random.Random(seed)
    people = _people(answers // ANSWERS_A_PERSON, chance)
    while batch := list(islice(people, BATCH)):
        _write(db, batch)
    _settle(db)
    return answers // ANSWERS_A_PERSON * ANSWERS_A_PERSON


def _write(db: Database, batch: list[Rows]) -> None:
    with db.engine.begin() as connection:
        for table in TABLES:
            rows = [row for one in batch for row in one[table]]
            if rows:
                connection.execute(insert(table), rows)


def _settle(db: Database) -> None:
    """What a database that has grown over years knows of itself."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def _people(number: int, chance: random.Random) -> Iterator[Rows]:
    """The rows of each person. An adult answers about the child before them."""
    questions = {band: _questions(band) for band in BANDS}
    child_id = uuid.UUID(int=0)
    for place in range(number):
        band = "mid" if place == 0 else chance.choices([*BANDS], [*BANDS.values()])[0]
        person_id = _id(chance)
        rows: Rows = {table: [] for table in TABLES}
        if band != "adult":
            child_id = person_id
        _add_person(rows, person_id, child_id, band, place)
        for size in (5, 5) if place % 5 == 0 or band == "young" else (10,):
            _add_submission(rows, person_id, child_id, band, size, questions[band], chance)
        if place % 10 == 0:
            silent_id = _id(chance)
            _add_person(rows, silent_id, child_id, "adult", number + place)
            plan, reason = chance.choice([*PLANS]), chance.choice(NOT_ASKED)
            _add_invitation(rows, silent_id, child_id, "adult", plan, _moment(chance), reason, chance)
        yield rows


def _questions(band: str) -> list[tuple[str, list[int], list[int]]]:
    """Code, option codes and their weights, of what can be tapped; what the standard names comes first."""
    found = [one for one in feedback.questions_for(band) if not one.is_open]
    found.sort(key=lambda one: one.code not in feedback.NAMED)
    return [(one.code, [*one.codes, 9], [WEIGHTS[code] for code in (*one.codes, 9)]) for one in found]


def _id(chance: random.Random) -> uuid.UUID:
    return uuid.UUID(int=chance.getrandbits(128), version=4)


def _add_person(rows: Rows, person_id: uuid.UUID, child_id: uuid.UUID, band: str, place: int) -> None:
    is_child = person_id == child_id
    key = AESGCM.generate_key(256)
    box = sealing.Box(key)
    person = Person(id=person_id)
    box.put(person, name=f"Made Up {place}")
    kind = "child" if is_child else "adult"
    rows[Person].append(
        {
            "id": person_id,
            "kind": kind,
            "role": ROLES[band],
            "box_kind": kind,
            "box_id": person_id,
            "name_sealed": person.name_sealed,
            "language": "en",
            "band": band,
            "pseudonym": uuid.UUID(int=person_id.int ^ 1),
            "created_at": datetime(2025, 1, 1, tzinfo=UTC),
        }
    )
    rows[sealing.RecordKey].append(_key(key, kind, person_id))
    if is_child:
        rows[ChildFacts].append(_facts(box, person_id, f"NB-{place}"))


def _key(key: bytes, kind: str, person_id: uuid.UUID) -> dict[str, Any]:
    row_id = uuid.UUID(int=person_id.int ^ 2)
    wrapped_by, wrapped = sealing._wrap(key, str(row_id))
    return {
        "id": row_id,
        "owner_kind": kind,
        "owner_id": person_id,
        "wrapped": wrapped,
        "wrapped_by": wrapped_by,
    }


def _facts(box: sealing.Box, child_id: uuid.UUID, council_id: str) -> dict[str, Any]:
    facts = ChildFacts(id=child_id)
    box.put(facts, authority_id=council_id, born_on="2014-05-06")
    return {
        "id": child_id,
        "born_on_sealed": facts.born_on_sealed,
        "authority_id_sealed": facts.authority_id_sealed,
        "authority_id_hash": id_hash("child", council_id),
    }


def _add_submission(
    rows: Rows,
    person_id: uuid.UUID,
    child_id: uuid.UUID,
    band: str,
    size: int,
    questions: list[tuple[str, list[int], list[int]]],
    chance: random.Random,
) -> None:
    answered_at = _moment(chance)
    received_at = answered_at + timedelta(seconds=chance.randint(1, 600))
    submission_id = _id(chance)
    plan = chance.choices([*PLANS], [*PLANS.values()])[0]
    invitation_id = _add_invitation(rows, person_id, child_id, band, plan, answered_at, "", chance)
    helped = chance.choices([*HELP], [*HELP.values()])[0]
    rows[Submission].append(
        {
            "id": submission_id,
            "person_id": person_id,
            "child_id": child_id,
            "band": band,
            "instrument_id": feedback.INSTRUMENT_ID,
            "instrument_version": feedback.VERSION,
            "answered_by": "self" if band == "adult" else helped,
            "worker_present": chance.random() < 0.1,
            "shown_to_worker": False,
            "mode": "tap",
            "trigger": chance.choice(TRIGGERS),
            "language": "en",
            "wording_state": "english_only",
            "invitation_id": invitation_id,
            "plan_type": plan,
            "at": 99,
            "floor": 0,
            "started_at": answered_at - timedelta(minutes=5),
            "answered_at": answered_at,
            "received_at": received_at,
        }
    )
    _add_answers(rows, submission_id, size, questions, answered_at, chance)


def _add_answers(
    rows: Rows,
    submission_id: uuid.UUID,
    size: int,
    questions: list[tuple[str, list[int], list[int]]],
    given_at: datetime,
    chance: random.Random,
) -> None:
    asked = sorted(chance.sample(range(len(questions)), min(size, len(questions))))
    for position in asked:
        code, codes, weights = questions[position]
        rows[Answer].append(
            {
                "id": _id(chance),
                "submission_id": submission_id,
                "question_code": code,
                "position": position,
                "answer_code": chance.choices(codes, weights)[0],
                "reason": "",
                "lines_shown": "",
                "given_at": given_at,
            }
        )


def _add_invitation(
    rows: Rows,
    person_id: uuid.UUID,
    child_id: uuid.UUID,
    band: str,
    plan: str,
    at: datetime,
    reason: str,
    chance: random.Random,
) -> uuid.UUID:
    moment_id, invitation_id, trigger = _id(chance), _id(chance), chance.choice(TRIGGERS)
    rows[Moment].append(
        {
            "id": moment_id,
            "child_id": child_id,
            "trigger": trigger,
            "cause_id": moment_id,
            "on": at.date(),
            "noted_at": at,
        }
    )
    rows[Invitation].append(
        {
            "id": invitation_id,
            "moment_id": moment_id,
            "person_id": person_id,
            "child_id": child_id,
            "trigger": trigger,
            "band": band,
            "plan_type": plan,
            "reason": reason,
            "made_on": at.date(),
            "closes_on": at.date() + timedelta(days=28),
        }
    )
    return invitation_id


def _moment(chance: random.Random) -> datetime:
    """By day, from the second day of the year to its last but one: no time zone moves it out."""
    day = FROM_ON + timedelta(days=chance.randint(1, (TO_ON - FROM_ON).days - 1))
    seconds = chance.randint(9 * 3600, 19 * 3600)
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=seconds)
