"""The database itself refuses to change or remove a row of the log (ASVS 16.4.2).

The migration that puts the triggers in place stands by itself: the same SQL is written out there. A later
migration that rebuilds audit_rows on SQLite (batch mode) has to call `protect` again.
"""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

_REFUSE = "BEGIN SELECT RAISE(ABORT, 'a row of the log never changes'); END"
_IS_THERE = (
    "EXISTS (SELECT 1 FROM audit_rows WHERE id = NEW.id OR (chain = NEW.chain AND number = NEW.number))"
)
PROTECT = {
    "sqlite": (
        f"CREATE TRIGGER audit_rows_no_update BEFORE UPDATE ON audit_rows {_REFUSE}",
        f"CREATE TRIGGER audit_rows_no_delete BEFORE DELETE ON audit_rows {_REFUSE}",
        # INSERT OR REPLACE removes the row before it without asking the trigger above.
        f"CREATE TRIGGER audit_rows_no_replace BEFORE INSERT ON audit_rows WHEN {_IS_THERE} {_REFUSE}",
    ),
    "postgresql": (
        "CREATE FUNCTION audit_rows_stay() RETURNS trigger LANGUAGE plpgsql AS "
        "$$BEGIN RAISE EXCEPTION 'a row of the log never changes'; END$$",
        "CREATE TRIGGER audit_rows_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_rows "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_rows_stay()",
    ),
}
UNPROTECT = {
    "sqlite": (
        "DROP TRIGGER audit_rows_no_update",
        "DROP TRIGGER audit_rows_no_delete",
        "DROP TRIGGER audit_rows_no_replace",
    ),
    "postgresql": (
        "DROP TRIGGER audit_rows_no_change ON audit_rows",
        "DROP FUNCTION audit_rows_stay()",
    ),
}


def protect(db: Session) -> None:
    """Put the triggers in place."""
    _run(db, PROTECT)


def unprotect(db: Session) -> None:
    """Take them away: for erasing the demo authority, and for tests, alone."""
    _run(db, UNPROTECT)


def _run(db: Session, statements: dict[str, tuple[str, ...]]) -> None:
    for statement in statements[db.get_bind().dialect.name]:
        db.execute(text(statement))
