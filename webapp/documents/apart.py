"""Reading a file in a process of its own: with a clock, a limit of memory, and none of our keys.

The libraries that read files have had errors that never end or eat all memory; here the page goes on.
"""

from __future__ import annotations

import json
import logging
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from webapp.documents import files
from webapp.documents.blocks import (
    LARGEST_PICTURE,
    LARGEST_SOUND,
    MOST_SECONDS,
    Block,
    Document,
    Picture,
    Sound,
    Unreadable,
)

ROOT = Path(__file__).resolve().parents[2]
MEGABYTE = 1024 * 1024
# By what is read: seconds of the clock, and memory. A photo is waited for by whoever sends it.
SECONDS: dict[str, float] = {"words": 20, "sound": 20, "picture": 10}
MEMORY = {"words": 1024 * MEGABYTE, "sound": 512 * MEGABYTE, "picture": 384 * MEGABYTE}


def read(data: bytes) -> Document:
    """The file's blocks; Unreadable, also when it takes too long. Bytes in, blocks out, nothing kept."""
    if len(data) > files.LARGEST_FILE:
        raise Unreadable("too_large")
    answer = json.loads(_run("words", data))
    _refuse(answer)
    return Document([_block(*one) for one in answer["blocks"]], answer["was_changed"])


def make_sound(data: bytes, most_seconds: int = MOST_SECONDS) -> Sound:
    """A recording made again as MP3 (see `sound`); Unreadable, also when it takes too long."""
    if len(data) > LARGEST_SOUND:
        raise Unreadable("too_large")
    made, answer = _made("sound", data, most_seconds)
    return Sound(made, answer["seconds"])


def make_picture(data: bytes, longest: int) -> Picture:
    """A photo made again as JPEG (see `picture`), its longest side at most so many pixels; Unreadable too."""
    if len(data) > LARGEST_PICTURE:
        raise Unreadable("too_large")
    made, answer = _made("picture", data, longest)
    return Picture(made, answer["width"], answer["height"])


def _made(what: str, data: bytes, most: int) -> tuple[bytes, dict[str, Any]]:
    first, _line_end, rest = _run(what, data, most).partition(b"\n")
    answer = json.loads(first)
    _refuse(answer)
    return rest, answer


def _run(what: str, data: bytes, most: int = 0) -> bytes:
    """What the other process answers. Unreadable when it dies or does not end."""
    command = [sys.executable, "-m", "webapp.documents.apart", what, str(most)]
    # None of the settings go along: what reads a stranger's file must not know HEARD_KEYS.
    env = {"PATH": os.defpath, "PYTHONUTF8": "1"}
    try:
        done = subprocess.run(  # noqa: S603 (our own program; the file comes on its input)
            command, input=data, capture_output=True, timeout=SECONDS[what], env=env, cwd=ROOT, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable("too_slow") from error
    if done.returncode != 0:
        raise Unreadable("too_slow" if done.returncode < 0 else "damaged")
    return done.stdout


def _refuse(answer: dict[str, Any]) -> None:
    if "refused" in answer:
        raise Unreadable(answer["refused"])


def _block(kind: str, text: str, cells: list[str], table: int) -> Block:
    return Block(kind, text, tuple(cells), table)


def main() -> None:
    """In the other process: the file on the input, what was found or the refusal on the output."""
    what, most = sys.argv[1], int(sys.argv[2])
    set_limits(what)
    try:
        found = ANSWERS[what](sys.stdin.buffer.read(), most)
    except Unreadable as error:
        found = json.dumps({"refused": error.code}).encode()
    sys.stdout.buffer.write(found)


def set_limits(what: str) -> None:
    """For the process that calls it, for good: its seconds and memory, and nothing said to anyone."""
    seconds = int(SECONDS[what])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY[what], MEMORY[what]))
    logging.disable()


def _words(data: bytes, _most: int) -> bytes:
    found = files.read(data)
    blocks = [[one.kind, one.text, one.cells, one.table] for one in found.blocks]
    return json.dumps({"blocks": blocks, "was_changed": found.was_changed}).encode()


def _sound(data: bytes, most_seconds: int) -> bytes:
    """A line of JSON, then the bytes."""
    # Loaded here alone: the server's own processes never hold FFmpeg.
    from webapp.documents.sound import make_again

    found = make_again(data, most_seconds)
    return json.dumps({"seconds": found.seconds}).encode() + b"\n" + found.data


def _picture(data: bytes, longest: int) -> bytes:
    """A line of JSON, then the bytes."""
    # Loaded here alone: the server's own processes never hold what decodes a stranger's picture.
    from webapp.documents.picture import make_again

    found = make_again(data, longest)
    return json.dumps({"width": found.width, "height": found.height}).encode() + b"\n" + found.data


ANSWERS: dict[str, Callable[[bytes, int], bytes]] = {"words": _words, "sound": _sound, "picture": _picture}

if __name__ == "__main__":
    main()
