"""A folder that grows beside its place, goes on where it was after a kill, and appears whole."""

from __future__ import annotations

import csv
import fcntl
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TextIO

from webapp.core import clock
from webapp.localdata.folder import must_be_free, to_disk

STATE = "checkpoint.json"
# A folder left longer than this is begun anew: what it holds may have been taken back since.
OLDEST = timedelta(days=1)


@dataclass
class State:
    """How far the files are whole. `sizes`: bytes by file; `after`: the place within the running step."""

    about: dict[str, str]
    begun_at: str
    finished: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    done: int = 0


class Making:
    """The folder in the making. Rows added since the last `save` are taken back when a run goes on."""

    def __init__(self, folder: Path, state: State) -> None:
        self.folder, self.state = folder, state
        self._open: dict[str, TextIO] = {}

    def add(self, name: str, rows: Sequence[Sequence[object]]) -> None:
        """Write rows (RFC 4180, UTF-8) to the end of a CSV that `begin` began."""
        csv.writer(self._file(name)).writerows(rows)
        self.state.rows[name] = self.state.rows.get(name, 0) + len(rows)

    def begin(self, name: str, header: Sequence[str]) -> None:
        """The header of a new CSV; nothing when the file was begun before."""
        if name not in self.state.rows:
            self.add(name, [header])
            self.state.rows[name] = 0

    def add_text(self, name: str, lines: Iterable[str]) -> None:
        """Write lines as they are."""
        self._file(name).writelines(lines)

    def save(self, after: Sequence[str] = (), finished: str = "") -> None:
        """From here a later run goes on. Everything written so far is on the disk when this returns."""
        for name, file in self._open.items():
            file.flush()
            os.fsync(file.fileno())
            self.state.sizes[name] = os.fstat(file.fileno()).st_size
        self.state.after = list(after)
        if finished:
            self.state.finished.append(finished)
        fresh = self.folder / f"{STATE}.new"
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(asdict(self.state), file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.folder / STATE)

    def drop(self, name: str) -> None:
        """Take away a file that is needed no more."""
        self.close(name)
        self.state.sizes.pop(name, None)
        self.save(self.state.after)
        (self.folder / name).unlink(missing_ok=True)

    def close(self, name: str = "") -> None:
        """Close one file, or all."""
        for one in [name] if name else list(self._open):
            if one in self._open:
                self._open.pop(one).close()

    def _file(self, name: str) -> TextIO:
        if name not in self._open:
            self._open[name] = (self.folder / name).open("a", encoding="utf-8", newline="")
        return self._open[name]


@contextmanager
def made(out: Path, about: Mapping[str, str]) -> Iterator[Making]:
    """The folder `.NAME.part` beside `out`, which takes the name of `out` at the end and not before.

    It stays after a failure, for a run about the same to go on. FileExistsError when `out` is there and is
    not an empty folder, or another run writes it now.
    """
    must_be_free(out)
    folder = part_of(out)
    folder.mkdir(mode=0o700, exist_ok=True)
    with _locked(folder):
        making = Making(folder, _cut_back(folder, dict(about)))
        try:
            yield making
        finally:
            making.close()
        (folder / STATE).unlink()
        to_disk(folder)
        folder.rename(out)
        to_disk(out.parent)


def part_of(out: Path) -> Path:
    """Where a folder is while it is made."""
    return out.parent / f".{out.name}.part"


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise FileExistsError(f"{folder} is being written by another run.") from error
        yield
    finally:
        os.close(handle)


def _cut_back(folder: Path, about: dict[str, str]) -> State:
    """The state of an earlier run about the same, and the files as long as it says; else all begins anew."""
    state = _kept(folder, about) or State(about, clock.now().isoformat())
    for path in folder.iterdir():
        if path.name in state.sizes:
            os.truncate(path, state.sizes[path.name])
        elif path.is_dir():
            shutil.rmtree(path)
        elif path.name != STATE or not state.sizes:
            path.unlink()
    return state


def _kept(folder: Path, about: dict[str, str]) -> State | None:
    try:
        state = State(**json.loads((folder / STATE).read_text(encoding="utf-8")))
        is_old = clock.now() - datetime.fromisoformat(state.begun_at) > OLDEST
    except (FileNotFoundError, ValueError, TypeError):
        return None
    is_there = all(_size(folder / name) >= size for name, size in state.sizes.items())
    return state if state.about == about and is_there and not is_old else None


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else -1
