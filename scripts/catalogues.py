"""The words people see, gathered into the catalogues: `python -m scripts.catalogues`.

Our own writer, because the usual one stamps each run with its time; a second run here changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polib
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "ur")
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "lazy_gettext": None}
NOT_OURS = frozenset({"node_modules", "static", "tests"})
Message = tuple[str, str]


def catalogue_path(language: str) -> Path:
    """Where a language's catalogue lies."""
    return ROOT / "translations" / language / "LC_MESSAGES" / "messages.po"


def open_catalogue(language: str) -> polib.POFile:
    """A catalogue as it stands; lines are never wrapped, so one changed message is one changed line."""
    return polib.pofile(str(catalogue_path(language)), wrapwidth=0)


def messages_in_use() -> list[Message]:
    """Every (message, its plural or '') in the code and the templates, sorted. A broken template raises."""
    return sorted(set(_found()))


def _found() -> Iterator[Message]:
    with (ROOT / "babel.cfg").open(encoding="utf-8") as config:
        methods, options = parse_mapping_cfg(config)  # type: ignore[no-untyped-call]  # Babel leaves it untyped
    for _file, _line, message, _comments, _context in extract_from_dir(
        ROOT, methods, options, keywords=KEYWORDS, directory_filter=_is_ours
    ):
        yield (message, "") if isinstance(message, str) else (message[0], message[1])


def _is_ours(folder: str) -> bool:
    name = Path(folder).name
    return not name.startswith((".", "_")) and name not in NOT_OURS


def updated(language: str) -> polib.POFile:
    """What is new added, what is gone dropped, every translation and the header kept as they are."""
    old = open_catalogue(language)
    known = {entry.msgid: entry for entry in old}
    new = polib.POFile(wrapwidth=0)
    new.header, new.metadata = old.header, old.metadata
    new.extend(_entry(message, known.get(message[0]), language) for message in _without_doubles())
    return new


def _without_doubles() -> list[Message]:
    """One entry for a message that stands alone in one place and with a plural in another."""
    return list({message: (message, plural) for message, plural in messages_in_use()}.values())


def _entry(message: Message, known: polib.POEntry | None, language: str) -> polib.POEntry:
    text, plural = message
    flags = ["python-format"] if "%(" in text + plural else []
    if not plural:
        return polib.POEntry(msgid=text, msgstr=known.msgstr if known else "", flags=flags)
    forms = known.msgstr_plural if known else {}
    if language == "en":
        forms = {0: text, 1: plural}
    return polib.POEntry(msgid=text, msgid_plural=plural, msgstr_plural=forms or {0: "", 1: ""}, flags=flags)


def main() -> None:
    """Update every catalogue and say what still needs a translator."""
    for language in LANGUAGES:
        updated(language).save(str(catalogue_path(language)))
    for entry in open_catalogue("ur").untranslated_entries():
        print(f"not yet in Urdu: {entry.msgid}")


if __name__ == "__main__":
    main()
