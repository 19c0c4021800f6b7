"""What the process apart makes of many files, one after another, within its limit of memory.

Run: python -m tests.capability.media_batch DOOR FOLDER. Beside each file it writes what came out, and it
prints one line of JSON: by name, [code or "read", seconds of work]; under "memory" the most bytes it held.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from webapp.documents import Unreadable, apart
from webapp.media import LONGEST_SIDE, LONGEST_VOICE


def main() -> None:
    door, folder = sys.argv[1], Path(sys.argv[2])
    what = {"photo": "picture", "voice": "sound"}[door]
    resource.setrlimit(resource.RLIMIT_AS, (apart.MEMORY[what], apart.MEMORY[what]))
    make = apart.ANSWERS[what]
    told: dict[str, object] = {}
    for file in sorted(folder.glob(f"{door}--*")):
        begun = time.process_time()
        told[file.name] = [_answer(file, make, door), round(time.process_time() - begun, 3)]
    most = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert most
    print(json.dumps(told | {"memory": int(most[1]) * 1024}))


def _answer(file: Path, make: Callable[[bytes, int], bytes], door: str) -> str:
    try:
        made = make(file.read_bytes(), LONGEST_SIDE if door == "photo" else LONGEST_VOICE)
    except Unreadable as error:
        return error.code
    file.with_name(f"out-{file.name}").write_bytes(made.partition(b"\n")[2])
    return "read"


if __name__ == "__main__":
    main()
