"""What the data officer has asked for: an extract that waits."""

from __future__ import annotations

import uuid
from datetime import timedelta

from tests.makers import Town
from webapp.core import clock
from webapp.localdata.desk import service


def add_desk(town: Town) -> tuple[dict[str, uuid.UUID], dict[str, dict[str, str]]]:
    """The ids and the bodies of the desk's routes."""
    last = clock.today() - timedelta(days=1)
    first = last - timedelta(days=30)
    run_id = service.ask_extract(from_on=first, to_on=last, actor_id=town.owen)
    days = {"from": first.isoformat(), "to": last.isoformat()}
    return {"run_id": run_id}, {"localdata.ask_extract": days}
