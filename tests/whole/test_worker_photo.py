"""The worker's photo reaches those whose child they work with, where their page shows it, and nobody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.whole.personas import PERSONAS
from tests.whole.walk import Walk

SEE = {"child", "sibling", "mother", "separated father", "carer", "grandmother"}


@pytest.mark.parametrize("persona", PERSONAS)
def test_who_gets_it(walked: Callable[[str], Walk], persona: str) -> None:
    walk = walked(persona)
    got = {
        one.endpoint
        for one in walk.sent
        if one.endpoint.startswith("plans.see_worker ") and one.status == 200
    }
    assert got == ({"plans.see_worker n=0"} if persona in SEE else set())
    (page,) = [one for one in walk.pages if one.endpoint == "plans.show_journey"]
    assert (b"/journey/photo?n=" in page.words) == (persona in SEE)
