"""One file per plan version, PDF and JSON, into the council's own record (docs/record.md)."""

from __future__ import annotations

from webapp.plans.council_record.handing_over import Round, hand_over

__all__ = ["Round", "hand_over"]
