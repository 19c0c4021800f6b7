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
from pathlib import Path
from typing import Any

from webapp.documents import files
from webapp.documents.blocks import LARGEST_SOUND, Block, Document, Sound, Unreadable

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 20
MEMORY = 1024 * 1024 * 1024


def read(data: bytes) -> Document:
    """The file's blocks; Unreadable, also when it takes too long. Bytes in, blocks out, nothing kept."""
    if len(data) > files.LARGEST_FILE:
        raise Unreadable("too_large")
    answer = json.loads(_run("words", data))
    _refuse(answer)
    return Document([_block(*one) for one in answer["blocks"]], answer["was_changed"])


def make_sound(data: bytes) -> Sound:
    """A recording made again as MP3 (see `sound`); Unreadable, also when it takes too long."""
    if len(data) > LARGEST_SOUND:
        raise Unreadable("too_large")
    first, _line_end, rest = _run("sound", data).partition(b"\n")
    answer = json.loads(first)
    _refuse(answer)
    return Sound(rest, answer["seconds"])


def _run(what: str, data: bytes) -> bytes:
    """What the other process answers. Unreadable when it dies or does not end."""
    command = [sys.executable, "-m", "webapp.documents.apart", what]
    # None of the settings go along: what reads a stranger's file must not know HEARD_KEYS.
    env = {"PATH": os.defpath, "PYTHONUTF8": "1"}
    try:
        done = subprocess.run(  # noqa: S603 (our own program; the file comes on its input)
            command, input=data, capture_output=True, timeout=SECONDS, env=env, cwd=ROOT, check=False
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
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    logging.disable()
    answer = {"words": _words, "sound": _sound}[sys.argv[1]]
    try:
        found = answer(sys.stdin.buffer.read())
    except Unreadable as error:
        found = json.dumps({"refused": error.code}).encode()
    sys.stdout.buffer.write(found)


def _words(data: bytes) -> bytes:
    found = files.read(data)
    blocks = [[one.kind, one.text, one.cells, one.table] for one in found.blocks]
    return json.dumps({"blocks": blocks, "was_changed": found.was_changed}).encode()


def _sound(data: bytes) -> bytes:
    """A line of JSON, then the bytes."""
    # Loaded here alone: the server's own processes never hold FFmpeg.
    from webapp.documents.sound import make_again

    found = make_again(data)
    return json.dumps({"seconds": found.seconds}).encode() + b"\n" + found.data


if __name__ == "__main__":
    main()
