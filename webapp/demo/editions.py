"""What Northbridge published of quarters that are over, and what it says it changed. Made-up numbers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from webapp import localdata
from webapp.demo.stage import Cast, Event, content

HOUR = 9


def events(cast: Cast) -> Iterator[Event]:
    """Three quarters in a row; the one that ended last is left for the data officer to look at."""
    made = content("editions")
    over = [period for period in localdata.lately(cast.today) if period.quarter]
    quarters = sorted(over[1:4])
    for period in quarters:
        yield Event(made["day"], HOUR, partial(_publish, made["la_name"], period))
    for line in made["ledger"]:
        yield Event(made["day"], HOUR + 1, partial(_tell, cast, quarters[-1].name, line))


def _publish(la_name: str, period: localdata.Period) -> None:
    localdata.publish_made_up(place=localdata.Place(la_name), period=period)


def _tell(cast: Cast, period: str, line: dict[str, str]) -> None:
    localdata.add_line(
        line=localdata.Line(
            period=period,
            question_code=line["question_code"],
            theme=line["theme"],
            heard=line["heard"],
            changed=line["changed"],
            changed_on=cast.on(-30),
        ),
        by_id=cast.ids["owen"],
    )
