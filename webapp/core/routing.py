"""Routes with policies, and the guard that begins and ends every request (design §3)."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, abort, current_app, g, redirect, request
from flask.sansio.app import App
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.routing import BaseConverter
from werkzeug.wrappers import Response

from webapp.core import access, errors, reads, security
from webapp.core.access import Policy, ReadNote
from webapp.core.database import database, end_session, session

WRITE_METHODS = frozenset({"POST", "PUT", "PATCH", "DELETE"})
View = Callable[..., ResponseReturnValue]


class IdConverter(BaseConverter):
    """`<id:child_id>`: a UUID in its canonical form only."""

    regex = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

    def to_python(self, value: str) -> uuid.UUID:
        return uuid.UUID(value)

    def to_url(self, value: object) -> str:
        return str(value)


class Capability(Blueprint):
    """A blueprint whose every route names its policy; one without raises when it is imported."""

    def __init__(self, name: str, import_name: str) -> None:
        super().__init__(name, import_name)
        self.policies: dict[str, Policy] = {}
        self.bodies: dict[str, int] = {}

    def get(self, rule: str, *, policy: Policy, **options: Any) -> Callable[[View], View]:  # type: ignore[override]
        """A page that changes nothing."""
        return self._add(rule, "GET", policy, options)

    def post(  # type: ignore[override]
        self, rule: str, *, policy: Policy, largest: int = 0, **options: Any
    ) -> Callable[[View], View]:
        """A change. Commits when the answer is below 400. `largest`: bytes of a body, when files are sent."""
        return self._add(rule, "POST", policy, options, largest)

    def route(self, rule: str, **options: Any) -> Any:
        raise TypeError(f"{rule}: use get() or post() with a policy")

    def _add(
        self, rule: str, method: str, policy: Policy, options: dict[str, Any], largest: int = 0
    ) -> Callable[[View], View]:
        if not isinstance(policy, Policy):
            raise TypeError(f"{rule}: a route needs a policy")

        def add(view: View) -> View:
            self.policies[f"{self.name}.{view.__name__}"] = policy
            if largest:
                self.bodies[f"{self.name}.{view.__name__}"] = largest
            self.add_url_rule(rule, view.__name__, view, methods=[method], **options)
            return view

        return add

    def register(self, app: App, options: dict[str, Any]) -> None:
        """Hand the policies to the guard together with the routes."""
        app.extensions["heard_policies"].update(self.policies)
        app.extensions["heard_bodies"].update(self.bodies)
        super().register(app, options)


def init_app(app: Flask) -> None:
    """Put the guard at both ends of every request."""
    app.extensions["heard_policies"] = {}
    app.extensions["heard_bodies"] = {}
    app.url_map.converters["id"] = IdConverter
    # Werkzeug would answer `//` with a redirect built from the Host header, which a stranger may choose.
    app.url_map.merge_slashes = False
    app.before_request(begin)
    app.after_request(finish)


def begin() -> ResponseReturnValue | None:
    """CSRF, then the policy: 404 when the reader may not, so that nobody learns a family exists."""
    if request.endpoint is None:
        return None
    policy: Policy | None = current_app.extensions["heard_policies"].get(request.endpoint)
    if policy is None:
        abort(404)
    g.heard_policy = policy
    g.heard_may_write = request.method in WRITE_METHODS
    if g.heard_may_write:
        _let_files_in(policy)
        security.check_post(token=policy.token)
    found = access.optional_reader()
    if policy.signed_in and found is None:
        return _sign_in_first()
    if not policy.check(found, **(request.view_args or {})):
        abort(404)
    return None


def _let_files_in(policy: Policy) -> None:
    """A larger body where files are sent, for those alone who may send them; before anything reads it."""
    largest: int = current_app.extensions["heard_bodies"].get(request.endpoint, 0)
    found = access.optional_reader() if largest else None
    if found is not None and policy.check(found, **(request.view_args or {})):
        request.max_content_length = largest


def _sign_in_first() -> ResponseReturnValue:
    """A page goes to the first page, without `next`; a fetch learns that it is signed out."""
    if request.method == "GET" and not security.is_fetch():
        return redirect("/", 303)
    return abort(401)


def finish(response: Response) -> Response:
    """Commit or roll back, then write what must be written before the first byte leaves."""
    try:
        person = access.optional_reader() if request.endpoint else None
        person_id = person.person_id if person else None
        _end_transaction(response)
        _write_reads(person_id, response)
        _write_kept()
    except SQLAlchemyError as error:
        current_app.logger.error("not saved: %s", type(error).__name__)
        end_session()
        return errors.answer(503)
    return response


def _end_transaction(response: Response) -> None:
    if "heard_session" in g and g.get("heard_may_write") and response.status_code < 400:
        session().commit()
    end_session()


def _write_reads(person_id: uuid.UUID | None, response: Response) -> None:
    policy: Policy | None = g.get("heard_policy")
    # 206: a part of a recording is a look too.
    if policy is None or response.status_code not in (200, 206) or request.method != "GET":
        return
    unnamed = [ReadNote(policy.act, "staff", None, "", None)] if policy.act else []
    notes = access.reads() or unnamed
    if not notes:
        return
    reads.write_down(person_id, notes)


def _write_kept() -> None:
    if access.kept():
        with database().writing() as db:
            for write in access.kept():
                write(db)
        access.kept().clear()
