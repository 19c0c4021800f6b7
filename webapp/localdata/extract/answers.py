"""Which rows a submission gives, and in which files (local-data §1). Pure: the columns stand in tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b

from webapp import feedback
from webapp.feedback import Sent
from webapp.localdata import rules
from webapp.localdata.extract.tables import RESPONSE_FILE, SSD_FILE

Row = tuple[object, ...]
NAMED = frozenset(feedback.NAMED)
KEY_BYTES = 16


@dataclass
class Lines:
    """Rows for each file, in its columns' order."""

    ssd: list[Row] = field(default_factory=list)
    response: list[Row] = field(default_factory=list)
    service: list[Row] = field(default_factory=list)
    rejects: list[Row] = field(default_factory=list)


def one_way(key: bytes, kind: str, value: str) -> str:
    """128 bits in hexadecimal that nobody turns back without the deployment's secret."""
    return blake2b(value.encode(), key=key, person=kind.encode(), digest_size=KEY_BYTES).hexdigest()


def add_sent(lines: Lines, sent: Sent, authority_id: str, key: bytes) -> None:
    """Add what a submission gives. `authority_id`: '' for an adult, or when the council gave none."""
    refused = rules.why_refused(authority_id) if sent.is_by_child else ""
    if sent.is_by_child and any(
        given and code in rules.SSD_COLUMNS for _id, code, _own, given in sent.answers
    ):
        if refused:
            lines.rejects.append((SSD_FILE, sent.id, "", sent.child_id, refused))
        else:
            lines.ssd.append(_ssd(sent, authority_id))
    _add_answers(lines, sent, authority_id, refused, key)


def _ssd(sent: Sent, authority_id: str) -> Row:
    given = {code: answer for _id, code, _own, answer in sent.answers}
    return (sent.id, authority_id, *(rules.yes_no(given.get(code)) for code in rules.SSD_COLUMNS))


def _add_answers(lines: Lines, sent: Sent, authority_id: str, refused: str, key: bytes) -> None:
    """What all rows of a submission share is made once: there may be a million rows."""
    ours = sent.respondent_role, sent.instrument_id, sent.instrument_version
    present = "Y" if sent.worker_present else "N"
    how = sent.answered_by, present, sent.mode, sent.language, sent.wording_state
    times = rules.utc(sent.answered_at), rules.utc(sent.received_at), sent.plan_type, sent.plan_id
    weeks = rules.week(sent.answered_at), rules.week(sent.received_at), sent.plan_type
    respondent = one_way(key, "respondent", sent.person_id)
    for answer_id, code, own_version, answer in sent.answers:
        if code.startswith("OPEN_"):
            continue  # own words are never extracted, and an open question has no code
        which = ours if own_version is None else (ours[0], feedback.OWN_ID, str(own_version))
        if code not in rules.NOT_ABOUT_A_WORKER:
            own = one_way(key, "response", answer_id)
            lines.service.append((own, respondent, *which, code, answer, *weeks, sent.trigger, *how))
            continue
        is_named = code in NAMED and bool(answer) and sent.is_by_child
        if is_named and refused:
            lines.rejects.append((RESPONSE_FILE, answer_id, code, sent.child_id, refused))
            continue
        in_ssd = is_named and code in rules.SSD_COLUMNS
        ids = answer_id, sent.id, sent.id if in_ssd else "", authority_id if is_named else ""
        lines.response.append((*ids, *which, code, answer, *times, sent.trigger, *how))
