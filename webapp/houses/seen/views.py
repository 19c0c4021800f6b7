"""What we saw; how this child tells people things; and the child's own page of it."""

from __future__ import annotations

import uuid

from flask import redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import accounts, families
from webapp.core import access, clock
from webapp.core.pages import page
from webapp.houses.policies import may_look_back
from webapp.houses.routes import houses
from webapp.houses.seen import forms, queries, rules, service
from webapp.houses.seen.forms import SeenForm, TellingForm
from webapp.houses.seen.policies import may_note_seen

SEEN = "/children/<id:child_id>/seen"
TELLING = "/children/<id:child_id>/telling"


@houses.get(SEEN, policy=may_note_seen)
def show_seen(child_id: uuid.UUID) -> Response:
    """What was seen, the latest first, and a form for more."""
    return _seen_page(child_id, SeenForm(day=clock.today().isoformat()))


@houses.post(SEEN, policy=may_note_seen)
def note_seen(child_id: uuid.UUID) -> Response:
    """Keep one thing that was seen; it is marked as not the child's words."""
    form, reader = forms.read_seen(), access.reader()
    if form.errors or form.seen_on is None:
        return _seen_page(child_id, form, 422)
    service.note_seen(
        note_id=form.note_id,
        child_id=child_id,
        by_id=reader.person_id,
        by_role=reader.role or "",
        seen_on=form.seen_on,
        how=form.how,
        words=form.words,
    )
    return redirect(url_for("houses.show_seen", child_id=child_id), 303)


def _seen_page(child_id: uuid.UUID, form: SeenForm, status: int = 200) -> Response:
    _note_read(child_id, "seen")
    return page(
        "houses/seen.html",
        status=status,
        child=accounts.people([child_id])[child_id],
        family_id=families.family_of(child_id).id,
        notes=queries.seen_of(child_id),
        form=form,
        today=clock.today(),
    )


@houses.get(TELLING, policy=may_note_seen)
def show_telling(child_id: uuid.UUID) -> Response:
    """How this child tells people things."""
    last = queries.telling_of(child_id)
    words = last.words if last else dict.fromkeys(rules.TELLING, "")
    return _telling_page(child_id, TellingForm(words, last.id if last else None))


@houses.post(TELLING, policy=may_note_seen)
def say_how(child_id: uuid.UUID) -> Response:
    """Write it anew; what stood there is kept. When somebody else did meanwhile, both are shown."""
    form, reader = forms.read_telling(), access.reader()
    if form.errors:
        return _telling_page(child_id, form, 422)
    try:
        service.say_how(
            child_id=child_id,
            by_id=reader.person_id,
            by_role=reader.role or "",
            words=form.words,
            before=form.before,
        )
    except service.ChangedMeanwhileError:
        return _telling_page(child_id, _beside(child_id, form), 422)
    return redirect(url_for("houses.show_telling", child_id=child_id), 303)


def _beside(child_id: uuid.UUID, form: TellingForm) -> TellingForm:
    last = queries.telling_of(child_id)
    said = _("Someone else changed this while you wrote. Their words stand above. Yours are still here.")
    return TellingForm(form.words, last.id if last else None, {"ways": said})


def _telling_page(child_id: uuid.UUID, form: TellingForm, status: int = 200) -> Response:
    _note_read(child_id, "telling")
    return page(
        "houses/telling.html",
        status=status,
        child=accounts.people([child_id])[child_id],
        family_id=families.family_of(child_id).id,
        last=queries.telling_of(child_id),
        form=form,
    )


@houses.get("/how-i-tell", policy=may_look_back)
def show_how_i_tell() -> Response:
    """The child's own page: what others are told about how they tell things."""
    return page("houses/how_i_tell.html", last=queries.telling_of(access.reader().person_id))


def _note_read(child_id: uuid.UUID, kind: str) -> None:
    access.note_read(
        queries.READ,
        chain=f"family:{families.family_of(child_id).id}",
        subject_id=child_id,
        item_kind=kind,
        item_id=child_id,
    )
