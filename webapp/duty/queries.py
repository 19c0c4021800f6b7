"""Reading the rota and the alerts. `visible_to` is the one place that says whose alerts a reader sees."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import format_date, format_time
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, or_, select

from webapp import accounts, families
from webapp.core import clock, sealing
from webapp.core.access import Reader
from webapp.core.database import session
from webapp.duty import rules
from webapp.duty.models import Alert, OutOfHours, Rota


@dataclass(frozen=True)
class AlertView:
    """That a person may not be safe; no answer, no words. `safe_way`: how to reach them, '' before asking."""

    id: uuid.UUID
    child_id: uuid.UUID
    person_id: uuid.UUID
    source: str
    raised_at: datetime
    safe_way: str
    person_name: str
    child_name: str


@dataclass(frozen=True)
class Promise:
    """What we may truly say now. `team_words`: the team's own words, in English, for the other hours."""

    in_hours: bool
    text: str
    team_words: str
    beside_numbers: str


@dataclass(frozen=True)
class Settings:
    """A team's duty settings for its manager's page."""

    team_id: uuid.UUID
    team_name: str
    rota: Rota | None
    hours: rules.Hours
    words: str


def rota_today(team_id: uuid.UUID) -> Rota | None:
    """Who is on duty for the team today; of rows that overlap, the one written last."""
    today = clock.today()
    query = select(Rota).where(Rota.team_id == team_id, Rota.from_on <= today, Rota.until_on >= today)
    return session().scalars(query.order_by(Rota.id.desc()).limit(1)).first()


def latest_rota(team_id: uuid.UUID) -> Rota | None:
    """What the manager wrote last, for today or not."""
    return (
        session()
        .scalars(select(Rota).where(Rota.team_id == team_id).order_by(Rota.id.desc()).limit(1))
        .first()
    )


def out_of_hours(team_id: uuid.UUID) -> OutOfHours | None:
    """The team's hours and words; None before the manager wrote them."""
    return session().scalar(select(OutOfHours).where(OutOfHours.team_id == team_id))


def hours_of(row: OutOfHours | None) -> rules.Hours:
    """The row as hours; the usual week when there is none."""
    if row is None:
        return rules.Hours()
    closed, _wrong = rules.parse_days(row.closed_days)
    return rules.Hours(row.opens_at, row.closes_at, rules.parse_weekdays(row.weekdays), closed)


def settings(team_id: uuid.UUID) -> Settings:
    """What the settings page shows."""
    row = out_of_hours(team_id)
    words = sealing.staff_box().text(row, "words") if row else ""
    return Settings(team_id, families.team_name(team_id), latest_rota(team_id), hours_of(row), words)


def is_ready(child_id: uuid.UUID) -> bool:
    """Whether someone answers today and the other hours are told; if not, nothing may ask about safety."""
    return is_team_ready(families.family_of(child_id).team_id)


def is_team_ready(team_id: uuid.UUID) -> bool:
    """The same for a team."""
    return rota_today(team_id) is not None and out_of_hours(team_id) is not None


def missing_teams(reader: Reader) -> list[str]:
    """For the administrator: names of teams where nobody answers today or the other hours are not told."""
    if reader.kind != "staff" or reader.role != "administrator":
        return []
    teams = {team_id for person in accounts.staff() for team_id in families.team_ids(person.id)}
    return sorted(families.team_name(team_id) for team_id in teams if not is_team_ready(team_id))


def what_happens_now(child_id: uuid.UUID) -> Promise:
    """The true sentence for this moment (practice §1), in the reader's language."""
    family = families.family_of(child_id)
    beside = _("The call will show in this phone's call list. You can use a school phone or any other.")
    row = out_of_hours(family.team_id)
    if row is None or rota_today(family.team_id) is None:
        return Promise(False, _help_words(), "", beside)
    now = clock.local(clock.now()).replace(tzinfo=None)
    hours = hours_of(row)
    if rules.is_open(hours, now):
        return Promise(True, _today_words(child_id), "", beside)
    words = f"{_nobody_words(rules.next_opening(hours, now), now.date())} {_help_words()}"
    return Promise(False, words, sealing.staff_box().text(row, "words"), beside)


def _today_words(child_id: uuid.UUID) -> str:
    names = accounts.names(families.worker_ids(child_id)[:1])
    who = next(iter(names.values()), "").split(" ")[0]
    seen = (
        _("%(name)s's team will see this today.", name=who)
        if who
        else _("Your worker's team will see this today.")
    )
    return f"{seen} {_('They will find you the safe way you chose.')}"


def _nobody_words(opens: datetime | None, today: date) -> str:
    if opens is None:
        return _("Nobody here will read this for now.")
    # "Monday at 9", and "9:30" where the team opens on the half hour.
    hour = (
        str(opens.hour)
        if opens.minute == 0 and opens.hour <= 12
        else format_time(opens, "HH:mm", rebase=False)
    )
    if opens.date() == today:
        return _("Nobody here will read this until today at %(hour)s.", hour=hour)
    far = (opens.date() - today).days > 6
    day = format_date(opens.date(), "EEEE d MMMM" if far else "EEEE")
    return _("Nobody here will read this until %(day)s at %(hour)s.", day=day, hour=hour)


def _help_words() -> str:
    return _(
        "If you need help before then, call 999 or 0800 1111. "
        "If you cannot speak on 999 from a mobile, press 55."
    )


def duty_teams(reader: Reader) -> list[uuid.UUID]:
    """Teams for which this reader is on duty, or covers, today."""
    if reader.kind != "staff":
        return []
    today = clock.today()
    query = (
        select(Rota.team_id)
        .where(or_(Rota.owner_id == reader.person_id, Rota.cover_id == reader.person_id))
        .where(Rota.from_on <= today, Rota.until_on >= today)
    )
    teams = sorted(set(session().scalars(query)))
    return [team_id for team_id in teams if _answers_today(team_id, reader.person_id)]


def _answers_today(team_id: uuid.UUID, person_id: uuid.UUID) -> bool:
    rota = rota_today(team_id)
    return rota is not None and person_id in (rota.owner_id, rota.cover_id)


def visible_to(reader: Reader) -> ColumnElement[bool]:
    """Alerts of the children a worker or manager works with, and of the teams a person is on duty for."""
    children = families.visible_children(reader) if reader.kind == "staff" else []
    return or_(Alert.child_id.in_(children), Alert.team_id.in_(duty_teams(reader)))


def alert_for(reader: Reader, alert_id: uuid.UUID) -> Alert | None:
    """The alert, if this reader may see it."""
    return session().scalar(select(Alert).where(Alert.id == alert_id, visible_to(reader)))


def alerts(reader: Reader) -> list[AlertView]:
    """What nobody has marked seen, oldest first."""
    query = (
        select(Alert).where(Alert.seen_at.is_(None), visible_to(reader)).order_by(Alert.raised_at, Alert.id)
    )
    rows = list(session().scalars(query))
    names = accounts.names([row.person_id for row in rows] + [row.child_id for row in rows])
    return [_view(row, names) for row in rows]


def has_alert(child_id: uuid.UUID) -> bool:
    """Whether an alert about this child still waits to be seen (design §3: then the manager may read)."""
    query = select(Alert.id).where(Alert.child_id == child_id, Alert.seen_at.is_(None)).limit(1)
    return session().scalar(query) is not None


def _view(row: Alert, names: dict[uuid.UUID, str]) -> AlertView:
    return AlertView(
        id=row.id,
        child_id=row.child_id,
        person_id=row.person_id,
        source=row.source,
        raised_at=row.raised_at,
        safe_way=families.safe_way(row.person_id),
        person_name=names.get(row.person_id, ""),
        child_name=names.get(row.child_id, ""),
    )
