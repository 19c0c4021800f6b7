"""The child's page "Who can see it", and the manager's change with a reason."""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.core import access, clock
from webapp.core import forms as fields
from webapp.core.pages import page
from webapp.core.parcels import Refused
from webapp.houses import people, rules
from webapp.houses import queries as entries
from webapp.houses.looks import note_entries
from webapp.houses.routes import houses
from webapp.houses.sharing import forms, queries, service
from webapp.houses.sharing.forms import Override
from webapp.houses.sharing.policies import may_change_for_child, may_choose_who_sees

PLACE = "/houses/who-sees"


@houses.get(PLACE, policy=may_choose_who_sees)
def show_who_sees() -> Response:
    """What the child sent, without its words, and who can see each."""
    return _own_page()


def _own_page(status: int = 200, **about: Any) -> Response:
    reader = access.reader()
    number = min(max(request.args.get("page", 1, type=int), 1), 10_000)
    shares, more = queries.own_shares(reader, number)
    return page(
        "houses/who_sees.html",
        status=status,
        shares=shares,
        more=more,
        number=number,
        choices=people.choices(reader.person_id),
        **({"asking": None, "problem": None} | about),
    )


@houses.post(PLACE, policy=may_choose_who_sees)
def choose_who_sees() -> Response:
    """Narrowing works at once. Another person to see it, or the meeting, is asked about once more."""
    reader = access.reader()
    entry = queries.own_entry(reader, fields.identifier("entry"))
    if entry is None:
        return abort(404)
    share = forms.read_share()
    try:
        wanted = people.readers(reader.person_id, share) if share else []
    except Refused:
        wanted = []
    if share is None or not wanted:
        return _own_page(422, problem=(entry.id, _("Please choose who can see it.")))
    step = rules.share_step(queries.readers_now(entry), wanted, entry.share_level, share.level)
    if step.widens and fields.line("sure") != "yes":
        return _own_page(422, asking={"id": entry.id, "names": _names(entry.child_id, step), "share": share})
    service.change_share(entry=entry, level=share.level, readers=wanted, by_id=reader.person_id)
    return redirect(PLACE, 303)


def _names(child_id: uuid.UUID, step: rules.ShareStep) -> list[str]:
    return [person.name for person in people.everyone(child_id) if person.id in step.added]


@houses.get("/entries/<id:entry_id>/share", policy=may_change_for_child)
def show_share(entry_id: uuid.UUID) -> Response:
    """For the manager: who sees this entry, and the form to change it with a reason."""
    return _staff_page(entry_id, Override())


def _staff_page(entry_id: uuid.UUID, form: Override, status: int = 200, **about: Any) -> Response:
    view = entries.entry_for(access.reader(), entry_id)
    row = entries.entry_row(entry_id)
    assert view is not None
    assert row is not None
    note_entries(view.child_id, [entry_id])
    return page(
        "houses/share_staff.html",
        status=status,
        entry=view,
        child=people.named(view.child_id),
        people=people.everyone(view.child_id),
        now=queries.readers_now(row),
        changes=queries.changes_of(entry_id),
        form=form,
        last_day=rules.last_day(clock.today()),
        today=clock.today(),
        **({"again": {}} | about),
    )


@houses.post("/entries/<id:entry_id>/share", policy=may_change_for_child)
def change_share(entry_id: uuid.UUID) -> Response:
    """The manager's change: at once, logged, told to the child unless there is a reason not to yet."""
    row = entries.entry_row(entry_id)
    assert row is not None
    everyone = people.everyone(row.child_id)
    form = forms.read_override([person.id for person in everyone])
    if form.errors:
        return _staff_page(entry_id, form, 422)
    workers = [person.id for person in everyone if person.what == "worker"]
    service.change_for_child(
        entry=row,
        level=rules.level_of(workers, form.readers),
        readers=form.readers,
        by_id=access.reader().person_id,
        reason=form.reason,
        words=form.words,
        untold=form.untold,
        look_again_on=form.look_again_on,
    )
    return redirect(url_for("review.show_child_houses", child_id=row.child_id), 303)


@houses.post("/entries/<id:entry_id>/share/told", policy=may_change_for_child)
def look_at_share_again(entry_id: uuid.UUID) -> Response:
    """The day has come: tell the child now, or say why not yet and until when."""
    row = entries.entry_row(entry_id)
    change_id, tell = fields.identifier("change"), fields.chosen("tell", forms.TELL) or ""
    untold, day = fields.line("untold")[:2000], fields.day("look_again_on")
    if row is None or change_id is None:
        return abort(404)
    errors = forms.untold_errors(tell, untold, day) if tell else {"tell": _("Say when the child is told.")}
    if errors:
        return _staff_page(entry_id, Override(), 422, again=errors)
    service.look_again(
        change_id=change_id,
        entry=row,
        untold=untold if tell == "later" else "",
        on=day,
        by_id=access.reader().person_id,
    )
    return redirect(url_for("houses.show_share", entry_id=entry_id), 303)
