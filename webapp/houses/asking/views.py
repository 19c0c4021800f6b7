"""An administrator keeps the templates; a child chooses how big the page is."""

from __future__ import annotations

from dataclasses import replace

from flask import abort, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.core import access
from webapp.core import forms as fields
from webapp.core.access import a_child
from webapp.core.pages import page
from webapp.houses import words
from webapp.houses.asking import forms, queries, rules, service
from webapp.houses.asking.forms import TemplateForm
from webapp.houses.asking.policies import may_keep_templates
from webapp.houses.asking.queries import ENGLISH
from webapp.houses.routes import houses


@houses.post("/houses/band", policy=a_child)
def choose_band() -> Response:
    """Bigger pictures, words and pictures, or lists: the child's own choice."""
    band = fields.chosen("band", rules.CHILD_BANDS)
    if band:
        service.choose_band(child_id=access.reader().person_id, band=band)
    return redirect("/houses", 303)


@houses.get("/house-templates", policy=may_keep_templates)
def show_templates() -> Response:
    """Every template, to whom it is offered, and a way to a new one."""
    return page("houses/templates.html", rows=queries.templates(), audiences=words.audiences())


@houses.get("/house-templates/new", policy=may_keep_templates)
def show_new_template() -> Response:
    """An empty template."""
    return _form_page(TemplateForm())


@houses.post("/house-templates", policy=may_keep_templates)
def add_template() -> Response:
    """A template of the authority's own; offered to nobody until somebody says so."""
    form = forms.read(service.new_key("t"))
    if form.errors:
        return _form_page(replace(form, key=""), 422)
    _keep(form, TemplateForm())
    return redirect(url_for("houses.show_template", template_key=form.key), 303)


@houses.get("/house-templates/<string:template_key>", policy=may_keep_templates)
def show_template(template_key: str) -> Response:
    """One template: its parts and what is asked, in every language."""
    return _form_page(_kept(template_key))


@houses.post("/house-templates/<string:template_key>", policy=may_keep_templates)
def change_template(template_key: str) -> Response:
    """A new version, or other words in another language."""
    before = _kept(template_key)
    form = forms.read(template_key)
    if not form.errors and form.version != before.version:
        form.errors["en_name"] = _("Somebody changed this while you wrote. Open it again, then change it.")
    if form.errors:
        return _form_page(form, 422)
    _keep(form, before)
    return redirect(url_for("houses.show_templates"), 303)


@houses.post("/house-templates/<string:template_key>/offer", policy=may_keep_templates)
def offer_template(template_key: str) -> Response:
    """To whom it is offered from now on."""
    _kept(template_key)
    chosen = [one for one in rules.AUDIENCES if fields.line(f"for_{one}") == "yes"]
    service.offer_to(key=template_key, audiences=chosen, actor_id=access.reader().person_id)
    return redirect(url_for("houses.show_templates"), 303)


def _kept(key: str) -> TemplateForm:
    if queries.template(key) is None:
        abort(404)
    return forms.kept(key)


def _keep(form: TemplateForm, before: TemplateForm) -> None:
    """Only what is other than before is written: saving what is there already changes nothing."""
    actor_id = access.reader().person_id
    if form.wanted(ENGLISH) != before.wanted(ENGLISH):
        service.keep_version(wanted=form.wanted(ENGLISH), actor_id=actor_id)
    for code in forms.OTHERS:
        is_other = form.wanted(code) != before.wanted(code) or form.states[code] != before.states.get(code)
        fresh = fields.line(f"{code}_fresh") == "yes"
        if form.has(code) and (is_other or fresh):
            state = form.states[code]
            service.translate(wanted=form.wanted(code), code=code, state=state, actor_id=actor_id)


def _form_page(form: TemplateForm, status: int = 200) -> Response:
    return page(
        "houses/template.html",
        status=status,
        form=form,
        languages=(ENGLISH, *forms.OTHERS),
        old=[code for code in forms.OTHERS if queries.is_old(form.key, code)],
        signs=words.signs(),
        bands=words.bands(),
        states=words.states(),
    )
