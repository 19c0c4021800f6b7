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

from webapp.documents import files
from webapp.documents.blocks import Block, Document, Unreadable

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 20
MEMORY = 1024 * 1024 * 1024


def read(data: bytes) -> Document:
    """The file's blocks; Unreadable, also when it takes too long. Bytes in, blocks out, nothing kept."""
    if len(data) > files.LARGEST_FILE:
        raise Unreadable("too_large")
    command = [sys.executable, "-m", "webapp.documents.apart"]
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
    answer = json.loads(done.stdout)
    if "refused" in answer:
        raise Unreadable(answer["refused"])
    return Document([_block(*one) for one in answer["blocks"]], answer["was_changed"])


def _block(kind: str, text: str, cells: list[str], table: int) -> Block:
    return Block(kind, text, tuple(cells), table)


def main() -> None:
    """In the other process: the file on the input, the blocks or the refusal on the output."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    logging.disable()
    try:
        found = files.read(sys.stdin.buffer.read())
    except Unreadable as error:
        print(json.dumps({"refused": error.code}))
        return
    blocks = [[one.kind, one.text, one.cells, one.table] for one in found.blocks]
    print(json.dumps({"blocks": blocks, "was_changed": found.was_changed}))


if __name__ == "__main__":
    main()
