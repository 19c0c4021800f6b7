"""The `heard` command (design §6)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click
from flask import Flask

from webapp import (
    audit,
    create_app,
    demo,
    families,
    feedback,
    home,
    houses,
    localdata,
    media,
    migrations,
    plans,
)
from webapp.config import ConfigurationError, Settings, new_key
from webapp.core import backup as backups
from webapp.core import sealing, work
from webapp.core.database import database, unit_of_work

DAY = click.DateTime(["%Y-%m-%d"])


@contextmanager
def application() -> Iterator[Flask]:
    """The app, with its settings checked; a gap is said in one line, not as a trace."""
    try:
        settings = Settings.from_environment()
        settings.data.mkdir(parents=True, exist_ok=True)
        app = create_app(settings)
        with app.app_context(), app.test_request_context():
            yield app
    except ConfigurationError as error:
        raise click.ClickException(str(error)) from error


def migrate_here() -> None:
    """Bring this database to the head, and put in what every place begins with."""
    migrations.upgrade(database().engine)
    begin_here()


def begin_here() -> None:
    """The first key phones seal to, and our glossary where there never was one."""
    with unit_of_work():
        sealing.ensure_phone_key()
        plans.fill_glossary()


@click.group()
def main() -> None:
    """Heard: the family's side of a social work plan."""


@main.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    with application():
        migrate_here()
    click.echo("The database is at the newest schema.")


@main.command()
@click.option("--port", default=8000, show_default=True, envvar="PORT")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--workers", default=2, show_default=True)
def serve(port: int, host: str, workers: int) -> None:
    """Serve with gunicorn, and do the background work beside it."""
    with application() as app:
        demo.refuse_in_production(app)
    subprocess.Popen([sys.executable, "-m", "webapp.cli", "work"])
    options = ["--bind", f"{host}:{port}", "--workers", str(workers), "--threads", "4", "--no-control-socket"]
    # gunicorn takes this process's place, so that stopping it stops everything: the worker of the
    # background work sees its parent go.
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "webapp:create_app()", *options])


@main.command("work")
def do_work() -> None:
    """Sweeps and the daily heads of the audit chains; `heard serve` starts it."""
    with application() as app:
        sweeps = (plans.forget_brought_in, houses.sweep_attachments, localdata.sweep_runs)
        errands = (plans.hand_over, plans.send_news, media.sweep, feedback.ask_daily, localdata.look_at_night)
        work.run(app, audit.heads, *sweeps, errands=errands, often=(localdata.do_runs,))


@main.command("hand-over")
def hand_over() -> None:
    """Put into the council's record what it does not hold yet, now; `heard work` does so by itself."""
    with application() as app:
        if app.extensions["heard_settings"].record_folder is None:
            raise click.ClickException("HEARD_RECORD_FOLDER is not set.")
        done = plans.hand_over()
    click.echo(f"{done.written} copies written. {done.received} receipts read.")
    if done.without_id:
        click.echo(f"{done.without_id} plans wait: the council gave no person id for the child.", err=True)
    if done.trouble:
        raise click.ClickException(f"{done.trouble}: see docs/record.md")


@main.command("demo")
@click.option("--json", "as_json", is_flag=True, help="Print who can sign in, as JSON.")
@click.option("--again", is_flag=True, help="Erase everything and load the demo authority afresh.")
@click.option("--yes", is_flag=True, help="Do not ask before erasing.")
def load_demo(as_json: bool, again: bool, yes: bool) -> None:
    """Load the made-up authority Northbridge and print who can sign in and how."""
    with application() as app:
        if not app.extensions["heard_settings"].is_demo:
            raise click.ClickException("The demo authority is never loaded in production.")
        migrate_here()
        if again and (yes or click.confirm("Erase everything here and load the demo authority again?")):
            backups.erase(audit.unprotect, audit.protect)
            app.extensions["heard_settings"].heads_file.unlink(missing_ok=True)
            begin_here()
        sheet = demo.load_once()
    click.echo(json.dumps(sheet, ensure_ascii=False, indent=1) if as_json else demo.as_table(sheet))


@main.group("local-data")
def local_data() -> None:
    """Feedback as standard local data."""


@local_data.command()
@click.option("--from", "from_on", type=DAY, required=True)
@click.option("--to", "to_on", type=DAY, required=True)
@click.option("--out", type=click.Path(path_type=Path), required=True)
def extract(from_on: date, to_on: date, out: Path) -> None:
    """Write the record-level tables of a period into a new folder."""
    with application():
        try:
            report = localdata.extract(from_on=_day(from_on), to_on=_day(to_on), out=out)
        except (ValueError, FileExistsError) as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:
            raise click.ClickException(f"{error}. Run this again: it goes on where it was.") from error
    written = sum(report.rows.values())
    click.echo(f"{written} rows in {report.out}. {report.rejected} left out, each named in rejects.csv.")


@local_data.command("load-caseload")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--preview", is_flag=True, help="Say what would change, and change nothing.")
def load_caseload(folder: Path, preview: bool) -> None:
    """Bring in families, children, who works with whom, and plans from the council's SSD tables (CSV)."""
    with application():
        try:
            found = localdata.load(folder, preview=preview)
        except localdata.NothingToRead as error:
            raise click.ClickException(str(error)) from error
    click.echo("\n".join(localdata.load_lines(found, preview=preview)))
    for problem in (*found.notes, *found.problems, *found.changes.conflicts):
        click.echo(str(problem), err=True)


local_data.add_command(localdata.make_synthetic)


@local_data.command()
@click.option("--period", required=True, help="A financial year, 2026-27, or a quarter of it, 2026-27-Q1.")
@click.option("--out", type=click.Path(path_type=Path), required=True)
@click.option("--after", type=click.Path(path_type=Path), help="The folder published before this one.")
@click.option("--la-name", required=True, help="The authority's name, as it is published.")
@click.option("--new-la-code", default="", help="Its code of nine characters.")
@click.option("--old-la-code", default="", help="Its code of three figures.")
@click.option("--region-name", default="")
@click.option("--region-code", default="")
@click.option(
    "--correction", default="", help="Take back the numbers of this period that changed, and say why."
)
def publish(period: str, out: Path, after: Path | None, la_name: str, correction: str, **codes: str) -> None:
    """Write what may be published of a period, with what was published before, into a new folder."""
    with application():
        try:
            done = localdata.publish(
                place=localdata.Place(la_name, **codes),
                period=localdata.Period.named(period),
                out=out,
                after=after,
                correction=correction,
            )
        except (ValueError, FileExistsError) as error:
            raise click.ClickException(str(error)) from error
    click.echo(
        f"{done.out} is whole. Of this period {done.shown} numbers are shown and {done.hidden} hidden."
    )
    click.echo("Read it before you publish it. Heard keeps this edition: the next period comes after it.")


@main.command("own-questions")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def put_own_questions(file: Path) -> None:
    """Ask the questions of this CSV beside the core, and no other own questions, from now on."""
    wanted, problems = feedback.read_own_questions(file.read_bytes())
    for one in problems:
        click.echo(f"{file.name}, line {one.line}, {one.column or 'row'}: {one.reason}", err=True)
    if problems:
        raise click.ClickException("Nothing was changed.")
    with application(), unit_of_work():
        done = feedback.put_own_questions(wanted=wanted)
    click.echo(f"{len(done.added)} new or changed. {len(done.ended)} no longer asked in their old words.")


def _day(value: date) -> date:
    return date(value.year, value.month, value.day)


@main.group("people")
@click.pass_context
def people(context: click.Context) -> None:
    """Teams, staff, families and who works with whom."""
    context.with_resource(application())
    if context.invoked_subcommand == "add-administrator":
        migrate_here()
    elif home.check_health()["migrations"] != "head":
        raise families.Refused("The database is not at the newest schema. Run `heard migrate` first.")


for command in families.COMMANDS:
    people.add_command(command)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Write a backup while the service runs. The keys are not in it: keep HEARD_KEYS apart."""
    with application():
        rows = backups.write(file, media.for_backup)
    click.echo(
        f"{rows} rows written to {file}. The keys (HEARD_KEYS) are not in it: keep them in another place."
    )


@main.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True))
def restore(file: Path) -> None:
    """Read a backup into an empty place."""
    with application():
        migrations.upgrade(database().engine)
        try:
            rows = backups.read(file, media.put_back)
        except backups.BackupError as error:
            raise click.ClickException(str(error)) from error
    click.echo(f"{rows} rows restored.")


@main.command("verify-log")
def verify_log() -> None:
    """Check every audit chain, also against the daily heads (HEARD_HEADS); names the first wrong row."""
    with application() as app:
        problems = audit.verify(work.kept_heads(app.extensions["heard_settings"].heads_file))
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise SystemExit(1)
    click.echo("Every audit chain holds.")


@main.command("make-key")
def make_key() -> None:
    """Print a fresh key for HEARD_KEYS."""
    click.echo(new_key())


if __name__ == "__main__":
    main()
