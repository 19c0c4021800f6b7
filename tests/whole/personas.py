"""People who should each see something else, and who each is signed in as."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from tests.conftest import Browser, Open, SignInAs
from tests.makers import Town

PERSONAS = (
    "stranger",
    "nobody",
    "child",
    "sibling",
    "mother",
    "separated father",
    "worker of the family",
    "worker of another team",
    "manager",
    "administrator",
    "data officer",
    # Made by the story: those whom a family reaches past the worker, and those invited from outside.
    "advocacy service",
    "advocate",
    "complaints manager",
    "partner",
    "interpreter",
)


@dataclass(frozen=True)
class Cast:
    """Who plays each persona in a town."""

    town: Town
    sign_in: SignInAs
    browser: Open
    # Who the story made besides the town's own.
    others: dict[str, uuid.UUID] = field(default_factory=dict)

    def person(self, persona: str) -> uuid.UUID | None:
        """The persona's person id; None for nobody signed in."""
        town = self.town
        return {
            "stranger": town.stranger,
            "nobody": None,
            "child": town.zara,
            "sibling": town.yusuf,
            "mother": town.samina,
            "separated father": town.imran,
            "worker of the family": town.beth,
            "worker of another team": town.tom,
            "manager": town.farah,
            "administrator": town.priya,
            "data officer": town.owen,
            **self.others,
        }[persona]

    def open(self, persona: str) -> Browser:
        """A browser in which the persona is signed in."""
        person = self.person(persona)
        return self.browser() if person is None else self.sign_in(person)
