"""The story's line of the ledger, and another authority's published file."""

from __future__ import annotations

import uuid

from tests.makers import Town
from webapp.core import clock
from webapp.core.database import unit_of_work
from webapp.localdata.comparison import service as comparison
from webapp.localdata.comparison.rules import Checked
from webapp.localdata.learning import screens, service

WORDS = {"heard": "Some wanted more time.", "changed": "There is more time now."}


def add_learning(town: Town) -> tuple[dict[str, uuid.UUID], dict[str, dict[str, str]]]:
    """Both, by the names of the routes' parameters; and what forms about them would send."""
    today, period = clock.today(), screens.periods()[0]
    line = service.Line(period, "LISTEN", "", changed_on=today, **WORDS)
    with unit_of_work():
        found = {
            "line_id": service.add_line(line=line, by_id=town.farah),
            "authority_id": comparison.put(
                checked=Checked("Ashford Vale", [], []), content=b"", by_id=town.owen
            ),
        }
    form = {"period": period, "question": "LISTEN", "on": today.isoformat(), "is_ours": "yes"}
    sure = dict.fromkeys(("localdata.take_back_ledger_line", "localdata.remove_authority"), {"sure": "yes"})
    return found, sure | {"localdata.add_ledger_line": form | WORDS}
