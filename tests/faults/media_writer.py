"""Keeps one photo after another, a transaction each, until it is killed. Run by test_media_kills."""

from __future__ import annotations

import sys
import uuid
from pathlib import Path

from tests.capability.media_corpus import saved
from tests.conftest import settings_for
from webapp import create_app, documents, media
from webapp.core.database import unit_of_work
from webapp.documents import Picture


def main() -> None:
    folder = Path(sys.argv[1])
    app = create_app(settings_for(f"sqlite:///{folder / 'heard.db'}", folder))
    # What is tried here is the order of writing, not the making of pictures.
    photo = saved("JPEG")
    documents.make_picture = lambda data, longest: Picture(photo, 240, 180)
    with app.app_context():
        print("begun", flush=True)
        while True:
            with unit_of_work():
                media.keep_photo(owner=("child", uuid.UUID(int=1)), data=photo)


if __name__ == "__main__":
    main()
