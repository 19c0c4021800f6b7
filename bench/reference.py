"""The page to compare with: bare Flask, Flask-Login and SQLAlchemy, four SELECTs, HTML of a given size.

No policy, no sealing, no audit row, no languages, no compression. What Heard's pages cost on top is the
ratio that `make bench` prints.
"""

from __future__ import annotations

import os
import secrets
from typing import Any

from flask import Flask, Response
from flask_login import LoginManager, UserMixin, current_user, login_required, login_user
from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

LINES, STEPS = 40, 6
MARKUP = 60
PAGE = """<!doctype html><html lang="ur" dir="rtl"><head><meta charset="utf-8">
<title>{{ name }}</title></head>
<body><h1>{{ plan.words }}</h1>
{% for line in lines %}<p id="l{{ line.id }}" class="line">{{ line.words }}</p>
{% endfor %}<ul>{% for step in steps %}<li id="s{{ step.id }}">{{ step.words }}</li>{% endfor %}</ul>
</body></html>"""


class Base(DeclarativeBase):
    """The reference's own four tables."""


class Person(UserMixin, Base):  # type: ignore[misc]
    """Who is signed in."""

    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Plan(Base):
    """One plan a person."""

    __tablename__ = "plan"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(index=True)
    words: Mapped[str]


class Line(Base):
    """A sentence of the plan."""

    __tablename__ = "line"
    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(index=True)
    words: Mapped[str]


class Step(Base):
    """A step of the plan."""

    __tablename__ = "step"
    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(index=True)
    words: Mapped[str]


def fill(url: str, size: int) -> None:
    """Make the tables; the sentences together are about `size` bytes of Urdu (two bytes a letter)."""
    engine = create_engine(url)
    Base.metadata.create_all(engine)
    words = "ہم " * ((size // (LINES + STEPS) - MARKUP) // 5)
    with Session(engine) as db:
        db.add_all([Person(id=1, name="Reference"), Plan(id=1, person_id=1, words="Plan")])
        db.add_all([Line(plan_id=1, words=words) for _ in range(LINES)])
        db.add_all([Step(plan_id=1, words=words) for _ in range(STEPS)])
        db.commit()
    engine.dispose()


def create_app() -> Flask:
    """REFERENCE_URL: the database; REFERENCE_BYTES: how long each answer is, to the byte."""
    app = Flask(__name__)
    app.secret_key = os.environ.get("REFERENCE_KEY") or secrets.token_hex(32)
    engine = create_engine(os.environ["REFERENCE_URL"], connect_args={"check_same_thread": False})
    size = int(os.environ["REFERENCE_BYTES"])
    template = app.jinja_env.from_string(PAGE)  # compiled once, as a file would be
    manager = LoginManager(app)

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(person_id: str) -> Any:
        with Session(engine, expire_on_commit=False) as db:
            return db.get(Person, int(person_id))

    @app.get("/in")
    def sign_in() -> str:
        login_user(load("1"))
        return "in"

    @app.get("/")
    @login_required  # type: ignore[untyped-decorator]
    def show() -> Response:
        with Session(engine) as db:
            plan = db.scalars(select(Plan).where(Plan.person_id == current_user.id)).one()
            lines = db.scalars(select(Line).where(Line.plan_id == plan.id).order_by(Line.id)).all()
            steps = db.scalars(select(Step).where(Step.plan_id == plan.id).order_by(Step.id)).all()
            html = template.render(name=current_user.name, plan=plan, lines=lines, steps=steps)
        body = html.encode()
        if len(body) > size:
            raise RuntimeError(f"the reference is too long: {len(body)} of {size} bytes")
        return Response(body.ljust(size), mimetype="text/html")

    return app
