"""Who did and who looked: append-only, one hash chain per family and one for staff acts."""

from __future__ import annotations

from webapp.audit.queries import Looked, first_look, looks_at, verify
from webapp.audit.service import heads, record, record_read

__all__ = ["Looked", "first_look", "heads", "looks_at", "record", "record_read", "verify"]
