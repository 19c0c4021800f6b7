"""A worker put one set of houses into the council's record, where Heard is told of its folder."""

from __future__ import annotations

from contextlib import suppress

from webapp import houses
from webapp.core.database import unit_of_work
from webapp.demo.stage import Actor, Cast, demo_id

CHILD, WORKER, SET = "hamza", "tom", "hamza-1"


def put_in(cast: Cast) -> None:
    """After the load's own transaction, for a disk is written to. Without a folder nothing happens."""
    reader = Actor(cast.ids[WORKER], "worker")
    with suppress(houses.NotWritten), unit_of_work():
        houses.put_in_record(reader, child_id=cast.ids[CHILD], set_id=demo_id(SET))
