"""The columns of each file, and datapackage.json (Frictionless Table Schema) that describes them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SSD_FILE = "ssd_voice_of_child.csv"
RESPONSE_FILE = "heard_response.csv"
SERVICE_FILE = "heard_response_about_service.csv"
QUESTION_FILE = "heard_question.csv"
JOURNEY_FILE = "heard_journey.csv"
REJECTS_FILE = "rejects.csv"
SSD_SCHEMA = Path(__file__).parent.parent / "schema" / "ssd_voice_of_child.schema.json"

Field = dict[str, Any]


def _field(name: str, words: str, kind: str = "string", **constraints: Any) -> Field:
    """A field of Table Schema; `constraints` as the standard names them."""
    found: Field = {"name": name, "type": kind, "description": words}
    if kind == "datetime":
        found["format"] = "%Y-%m-%dT%H:%M:%SZ"
    if constraints:
        found["constraints"] = constraints
    return found


ROLES = ["child", "young_person", "parent_carer", "other_family"]
OUTSIDE = ["staff", "partner"]
EVENTS = [
    "plan_shared",
    "talked_through",
    "asked_before",
    "voice_sent",
    "voice_seen",
    "voice_answered",
    "worker_changed",
    "not_asked",
]
PLAN_TYPES = ["cin", "cp", "cla", "early_help"]
TRIGGERS = ["visit", "meeting", "plan_shared", "review", "end", "after_end", "any_time"]
HELP = ["self", "self_with_help", "helper_for_child"]
STATES = ["english_only", "machine", "checked", "talked_through"]
CODES = "1 to 4 as in heard_question; 8 don't know; 9 skipped; 0 not asked or does not apply"

WHAT = [
    _field("instrument_id", "Which set of questions", required=True),
    _field("instrument_version", "Its version", required=True),
    _field("question_code", "Which question", required=True),
    _field("answer_code", CODES, "integer", required=True, enum=[0, 1, 2, 3, 4, 8, 9]),
]
HOW = [
    _field("answered_by", "Alone, with help, or someone tapped for the child", required=True, enum=HELP),
    _field("worker_present", "Whether the worker was there", required=True, enum=["Y", "N"]),
    _field("mode", "How it was answered", required=True, enum=["tap", "voice", "paper"]),
    _field("language", "Language of the questions", required=True),
    _field("wording_state", "How far those words were checked", required=True, enum=STATES),
]
PLAN_TYPE = _field("plan_type", "Kind of the plan at that time", enum=PLAN_TYPES)
TRIGGER = _field("trigger", "What the questions followed", required=True, enum=TRIGGERS)

RESPONSE = [
    _field("response_id", "This answer", required=True, unique=True),
    _field("submission_id", "Answers given together", required=True),
    _field("voch_table_id", "The row of ssd_voice_of_child this answer is in"),
    _field(
        "person_id", "The authority's person id; only for the five SSD items, SAFE_NOW and SAFER of a child"
    ),
    _field("respondent_role", "Who answered", required=True, enum=ROLES),
    *WHAT,
    _field("answered_at", "When it was answered, UTC", "datetime", required=True),
    _field("received_at", "When it reached Heard, UTC", "datetime", required=True),
    PLAN_TYPE,
    _field("plan_id", "Heard's id of the plan"),
    TRIGGER,
    *HOW,
]
SERVICE = [
    _field("response_id", "One-way key of this answer, new each period", required=True, unique=True),
    _field("respondent_key", "One-way key of who answered, new each period", required=True),
    _field("respondent_role", "Who answered", required=True, enum=[*ROLES, *OUTSIDE]),
    *WHAT,
    _field("answered_at", "Monday of the week in which it was answered", "date", required=True),
    _field("received_at", "Monday of the week in which it reached Heard", "date", required=True),
    PLAN_TYPE,
    TRIGGER,
    *HOW,
]
QUESTION = [
    _field("instrument_id", "Which set of questions", required=True),
    _field("instrument_version", "Its version", required=True),
    _field("audience", "Who is asked", required=True),
    _field("question_code", "The question", required=True),
    _field("language", "Language of these words", required=True),
    _field("wording", "The exact words", required=True),
    _field("wording_state", "How far they were checked", required=True, enum=STATES),
    _field("options", "The options in order, with ' · ' between"),
    _field("option_codes", "Their codes in the same order"),
    _field("source", "Where the question comes from"),
]
JOURNEY = [
    _field("event_id", "This event", required=True, unique=True),
    _field("person_id", "The authority's person id of the child", required=True),
    _field("plan_id", "Heard's id of the plan, for what was done with a plan"),
    _field("event_code", "What the council did, or what a child sent", required=True, enum=EVENTS),
    _field("happened_at", "The day on which it happened", "date", required=True),
    _field("days", "Days since the plan was shared, or since the child sent it", "integer"),
    _field("received_at", "When it reached Heard, UTC", "datetime", required=True),
]
REJECT = [
    _field("file", "The file that the record is not in", required=True),
    _field("record_id", "Heard's id of the submission, answer or event; of staff and partners, the week"),
    _field("question_code", "The question, for an answer"),
    _field("heard_person_id", "Heard's id of the child, to find and repair the record"),
    _field("reason", "Why", required=True),
]
QUESTION_KEY = ["instrument_id", "instrument_version", "question_code"]


def ssd_schema() -> dict[str, Any]:
    """The standard's own table schema (SSD 1.4.5), unchanged."""
    found: dict[str, Any] = json.loads(SSD_SCHEMA.read_text(encoding="utf-8"))
    return found


# Of each CSV, in the order in which the files are listed; the standard's own schema says the first.
FIELDS = {
    SSD_FILE: ssd_schema()["fields"],
    RESPONSE_FILE: RESPONSE,
    SERVICE_FILE: SERVICE,
    QUESTION_FILE: QUESTION,
    JOURNEY_FILE: JOURNEY,
    REJECTS_FILE: REJECT,
}


def columns(fields: list[Field]) -> list[str]:
    """The header of a file."""
    return [field["name"] for field in fields]


@dataclass(frozen=True)
class Written:
    """A file as it was written: its size, its SHA-256 in hexadecimal, its rows without the header."""

    size: int
    digest: str
    rows: int


def package(period: str, files: Mapping[str, Written]) -> dict[str, Any]:
    """datapackage.json, the manifest."""
    question = _foreign(QUESTION_KEY, "heard_question", QUESTION_KEY)
    voch = _foreign("voch_table_id", "ssd_voice_of_child", "voch_table_id")
    schemas = {
        SSD_FILE: ssd_schema(),
        RESPONSE_FILE: _schema(RESPONSE, "response_id", [voch, question]),
        SERVICE_FILE: _schema(SERVICE, "response_id", [question]),
        JOURNEY_FILE: _schema(JOURNEY, "event_id"),
        QUESTION_FILE: _schema(QUESTION, [*QUESTION_KEY[:2], "audience", "question_code", "language"]),
        REJECTS_FILE: _schema(REJECT, None),
    }
    return {
        "profile": "tabular-data-package",
        "name": "heard-local-data",
        "title": "Feedback from families, record level, private",
        "description": f"What reached Heard {period}, both days included.",
        "resources": [_resource(name, schema, files[name]) for name, schema in schemas.items()],
    }


def _schema(
    fields: list[Field], key: str | list[str] | None, foreign: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    found: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if key:
        found["primaryKey"] = key
    if foreign:
        found["foreignKeys"] = foreign
    return found


def _foreign(fields: str | list[str], resource: str, theirs: str | list[str]) -> dict[str, Any]:
    return {"fields": fields, "reference": {"resource": resource, "fields": theirs}}


def _resource(name: str, schema: dict[str, Any], file: Written) -> dict[str, Any]:
    return {
        "name": name.removesuffix(".csv"),
        "path": name,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.digest}",
        "rows": file.rows,
        "schema": schema,
    }
