"""Who did and who looked: append-only, one hash chain per family and one for staff acts."""

from __future__ import annotations

from webapp.audit.queries import (
    Looked,
    first_look,
    first_looks,
    heads,
    looked_at,
    looks_about,
    looks_at,
    verify,
)
from webapp.audit.service import record, record_all, record_read, record_reads
from webapp.audit.triggers import protect, unprotect

__all__ = [
    "Looked",
    "first_look",
    "first_looks",
    "heads",
    "looked_at",
    "looks_about",
    "looks_at",
    "protect",
    "record",
    "record_all",
    "record_read",
    "record_reads",
    "unprotect",
    "verify",
]
