"""What `heard local-data` says of a caseload, and making a made-up one. No name is printed."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from webapp.localdata import synthetic
from webapp.localdata.caseload.service import Load

DAY = click.DateTime(["%Y-%m-%d"])
WORDS = {
    "teams": "teams new",
    "families": "families new",
    "children": "children new",
    "linked": "children who are here already, known again",
    "updated": "children with another name or day of birth",
    "members": "members new",
    "allocations": "allocations new",
    "ended": "allocations ended",
    "plans": "empty first drafts of plans",
    "conflicts": "left for a person to decide",
}


def load_lines(found: Load, *, preview: bool) -> list[str]:
    """What a load did or would do, in lines for a terminal."""
    counts = found.changes.counts()
    lines = ["Nothing was changed: this is a preview." if preview else "Done."]
    lines += [f"{number:>8} {WORDS[name]}" for name, number in counts.items()]
    lines += [f"{number:>8} not taken: {reason}" for reason, number in sorted(found.changes.left_out.items())]
    return [*lines, f"{len(found.problems):>8} rows or files that could not be used"]


@click.command("make-synthetic")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--people", type=click.IntRange(1, 10_000_000), default=1000, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--today", type=DAY, default="2026-11-22", show_default=True)
@click.option("--clean", is_flag=True, help="Without the few wrong rows.")
@click.option(
    "--email", "emails", multiple=True, help="A worker's account here; several are dealt out in turn."
)
def make_synthetic(
    folder: Path, people: int, seed: int, today: datetime, clean: bool, emails: tuple[str, ...]
) -> None:
    """Write a made-up SSD folder into a new folder; the same seed gives the same bytes.

    Without --email the workers are two of the authority that `heard demo` makes.
    """
    day = date(today.year, today.month, today.day)
    try:
        counts = synthetic.make(
            folder, people=people, seed=seed, today=day, clean=clean, emails=emails or synthetic.EMAILS
        )
    except FileExistsError as error:
        raise click.ClickException(f"{folder} is there already.") from error
    click.echo("\n".join(f"{number:>8} {table}.csv" for table, number in counts.items()))
