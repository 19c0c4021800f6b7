"""Which two times stand side by side. Pure: nothing here compares what is in them (R59)."""

from __future__ import annotations


def sides(times: int, asked: int | None) -> tuple[int, int]:
    """The numbers of the earlier and the later time, counted from 0, oldest first; needs two times or more.

    The first ever stands on the earlier side: it is what everything later is looked at beside. `asked` is the
    later one; the latest when it is not one that can be.
    """
    last = times - 1
    return 0, asked if asked is not None and 1 <= asked <= last else last
