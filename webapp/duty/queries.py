"""Reading the rota and the alerts. `visible_to` is the one place that says whose alerts a reader sees."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import format_date, format_time
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, or_, select

from webapp import accounts, families
from webapp.core import clock, sealing
from webapp.core.access import Reader
from webapp.core.database import once, session
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
    # What raised it: for a picture that needs care, where to look at it.
    item_id: uuid.UUID


@dataclass(frozen=True)
class Promise:
    """What we may truly say now. `team_words`: the team's own words, in English, for the other hours."""

    in_hours: bool
    text: str
    team_words: str
    beside_numbers: str


@dataclass(frozen=True)
class Turn:
    """Who answers on these days, both included. `is_able`: both can still sign in."""

    from_on: date
    until_on: date
    owner: str
    cover: str
    is_able: bool


@dataclass(frozen=True)
class Settings:
    """A team's duty settings for its manager's page."""

    team_id: uuid.UUID
    team_name: str
    rota: Rota | None
    hours: rules.Hours
    words: str


def rota_today(team_id: uuid.UUID) -> Rota | None:
    """Who is on duty for the team today; None when owner or cover was disabled: then nobody answers."""
    row = rota_on(team_id, clock.today())
    return row if row and has_people(row) else None


def rota_on(team_id: uuid.UUID, day: date) -> Rota | None:
    """The row for a day; of rows that overlap, the one written last."""
    query = select(Rota).where(Rota.team_id == team_id, Rota.from_on <= day, Rota.until_on >= day)
    return session().scalars(query.order_by(Rota.id.desc()).limit(1)).first()


def has_people(row: Rota) -> bool:
    """Whether owner and cover can both still sign in as workers or managers."""
    return {row.owner_id, row.cover_id} <= accounts.able_staff([row.owner_id, row.cover_id])


def rotas_to_come(team_id: uuid.UUID) -> list[Turn]:
    """Who answers from today on, the earliest first."""
    query = select(Rota).where(Rota.team_id == team_id, Rota.until_on >= clock.today())
    rows = list(session().scalars(query.order_by(Rota.from_on, Rota.id)))
    names = accounts.names([one for row in rows for one in (row.owner_id, row.cover_id)])
    return [
        Turn(
            row.from_on,
            row.until_on,
            names.get(row.owner_id, ""),
            names.get(row.cover_id, ""),
            has_people(row),
        )
        for row in rows
    ]


def covered_until(team_id: uuid.UUID) -> date | None:
    """The last day up to which somebody answers every day from today on; None when nobody does today."""
    rows = session().scalars(select(Rota).where(Rota.team_id == team_id, Rota.until_on >= clock.today()))
    spans = [(row.from_on, row.until_on) for row in rows if has_people(row)]
    return rules.covered_until(spans, clock.today())


def ending_teams(reader: Reader) -> list[tuple[str, date | None]]:
    """For a manager: own teams whose rota ends within a week, by name, and the last day that is covered."""
    if reader.kind != "staff" or reader.role != "manager":
        return []
    found = [(families.team_name(team), covered_until(team)) for team in families.team_ids(reader.person_id)]
    return sorted((name, last) for name, last in found if rules.ends_soon(last, clock.today()))


def closed_days(team_ids: list[uuid.UUID]) -> frozenset[date]:
    """Days on which these teams are closed (bank holidays): they count in no promise and no wait."""
    query = select(OutOfHours.closed_days).where(OutOfHours.team_id.in_(team_ids)).order_by(OutOfHours.id)
    return frozenset(day for words in session().scalars(query) for day in rules.parse_days(words)[0])


def closed_days_for(person_id: uuid.UUID) -> frozenset[date]:
    """The same for the team of a person's family; none for someone who is in no family."""
    try:
        return closed_days([families.family_of(person_id).team_id])
    except LookupError:
        return frozenset()


def closed_days_of(reader: Reader) -> frozenset[date]:
    """The same for a member of staff's own teams."""
    return closed_days(families.team_ids(reader.person_id))


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


def on_duty(child_id: uuid.UUID) -> list[uuid.UUID]:
    """Who answers today for the child's team, and who covers; nobody when either was disabled."""
    row = rota_today(families.family_of(child_id).team_id)
    return [row.owner_id, row.cover_id] if row else []


def is_team_ready(team_id: uuid.UUID) -> bool:
    """The same for a team."""
    return rota_today(team_id) is not None and out_of_hours(team_id) is not None


def missing_teams(reader: Reader) -> list[str]:
    """For the administrator: names of teams where nobody answers today or the other hours are not told."""
    if reader.kind != "staff" or reader.role != "administrator":
        return []
    return [name for team_id, name in families.all_teams() if not is_team_ready(team_id)]


def what_happens_now(child_id: uuid.UUID, *, named: bool = True) -> Promise:
    """The true sentence for this moment (practice §1), in the reader's language.

    `named` False: for a phone on which nobody signed in, which learns no worker's name.
    """
    family = families.family_of(child_id)
    beside = _("The call will show in this phone's call list. You can use a school phone or any other.")
    row = out_of_hours(family.team_id)
    if row is None or rota_today(family.team_id) is None:
        return Promise(False, _help_words(), "", beside)
    now = clock.local(clock.now()).replace(tzinfo=None)
    hours = hours_of(row)
    if rules.is_open(hours, now):
        return Promise(True, _today_words(child_id if named else None), "", beside)
    words = f"{_nobody_words(rules.next_opening(hours, now), now.date())} {_help_words()}"
    return Promise(False, words, sealing.staff_box().text(row, "words"), beside)


def _today_words(child_id: uuid.UUID | None) -> str:
    names = accounts.names(families.worker_ids(child_id)[:1]) if child_id else {}
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
    kept: dict[uuid.UUID, list[uuid.UUID]] = once("heard_duty_teams")
    if reader.person_id not in kept:
        kept[reader.person_id] = _duty_teams(reader)
    return kept[reader.person_id]


def _duty_teams(reader: Reader) -> list[uuid.UUID]:
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
    theirs = Alert.child_id.in_(children)
    teams = duty_teams(reader)
    if not teams:
        return theirs
    barred = families.barred_children(reader.person_id)
    return or_(theirs, and_(Alert.team_id.in_(teams), Alert.child_id.not_in(barred)))


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


@dataclass(frozen=True)
class AlertPage:
    """What duty needs and no more: who, the safe way, how to reach them, who knows them."""

    alert: AlertView
    contacts: list[families.ContactView]
    child_contacts: list[families.ContactView]
    workers: list[str]
    managers: list[str]
    team_words: str


def alert_page(reader: Reader, alert_id: uuid.UUID) -> AlertPage | None:
    """One alert nobody has marked seen, if this reader may see it; it opens nothing else of the child."""
    row = alert_for(reader, alert_id)
    if row is None or row.seen_at is not None:
        return None
    names = accounts.names([row.person_id, row.child_id])
    hours = out_of_hours(row.team_id)
    return AlertPage(
        alert=_view(row, names),
        contacts=families.contacts_for_duty(row.person_id),
        child_contacts=families.contacts_for_duty(row.child_id) if row.child_id != row.person_id else [],
        workers=list(accounts.names(families.worker_ids(row.child_id)).values()),
        managers=list(accounts.names(families.manager_ids(row.child_id)).values()),
        team_words=sealing.staff_box().text(hours, "words") if hours else "",
    )


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
        item_id=row.item_id,
    )
