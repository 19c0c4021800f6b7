"""A photo and a recording that the child sent, her words for them, and what her worker typed beside."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.capability.attachments import photo, voice
from tests.phone import share, with_files
from webapp import houses
from webapp.core import ids
from webapp.houses.attachments import service

NEAR = ("child", "worker of the family", "manager")


def add_attachments(teller: Any) -> None:
    """Sent to the worker alone; `teller` keeps which entry it is, and its recording."""
    town, entry_id = teller.town, ids.new()
    made = {"photo": (ids.new(), photo(11)), "voice": (ids.new(), voice(0.3))}
    for kind, (one, data) in made.items():
        houses.keep_attachment(child_id=town.zara, entry_id=entry_id, attachment_id=one, kind=kind, data=data)
    named = [(str(one), data, kind) for kind, (one, data) in made.items()]
    content = with_files(*named, words=teller.token("with-photo", *NEAR), share=share())
    content["things"][0]["said"] = teller.token("photo-said", *NEAR)
    content["voice"][0]["said"] = teller.token("voice-said", *NEAR)
    houses.receive(child_id=town.zara, content=content, entry_id=entry_id, made_at=datetime.now(UTC))
    teller.with_files, teller.voice = entry_id, made["voice"][0]
    service.write_transcript(
        child_id=town.zara,
        entry_id=entry_id,
        attachment_id=made["voice"][0],
        words=teller.token("transcript", *NEAR),
        by_id=town.beth,
    )
