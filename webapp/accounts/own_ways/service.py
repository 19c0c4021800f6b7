"""Starting again after everything was forgotten: a new card from the worker is the one recovery."""

from __future__ import annotations

import uuid

from webapp.accounts import passkeys, queries, service


def forget_ways_in(*, person_id: uuid.UUID, actor_id: uuid.UUID) -> None:
    """Every way in of the person stops and their sessions end; a card and its code let them begin anew."""
    for kind in queries.ways_of(person_id):
        service.forget_way_in(person_id=person_id, kind=kind, actor_id=actor_id)
    passkeys.remove_all(person_id=person_id, actor_id=actor_id)
    service.end_sessions(person_id=person_id)
