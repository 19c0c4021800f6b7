"""The made-up authority Northbridge: loaded once, its days counted from the day of loading (design §6)."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import inspect

from webapp.config import ConfigurationError
from webapp.core import clock
from webapp.core.database import database, end_session, unit_of_work
from webapp.demo import (
    asking,
    editions,
    feedback,
    houses,
    journeys,
    outside,
    people,
    pictures,
    plans,
    records,
    seen,
    stage,
)
from webapp.demo.sheet import Person, Sheet, as_table, make

__all__ = ["Person", "Sheet", "as_table", "load_once", "refuse_in_production"]


def load_once() -> Sheet:
    """Load everyone unless they are here already, and say who can sign in and how. All or nothing.

    Where there is a folder for the council's record, one set of houses is put into it, outside the load.
    """
    with unit_of_work():
        cast = None if stage.is_loaded() else _load()
        sheet = make()
    if cast:
        records.put_in(cast)
    return sheet


def _load() -> stage.Cast:
    cast = stage.Cast(today=clock.today())
    parts = (people, outside, plans, journeys, pictures, houses, asking, seen, feedback, editions)
    stage.play(cast, [event for part in parts for event in part.events(cast)])
    return cast


def refuse_in_production(app: Flask) -> None:
    """ConfigurationError when made-up people, whose passwords are public, are in a production database."""
    if app.extensions["heard_settings"].is_demo or not inspect(database().engine).has_table("staff_logins"):
        return
    found = stage.is_loaded()
    end_session()
    if found:
        raise ConfigurationError("Made-up people (their passwords are public) are in this database.")
