"""Bringing in a caseload from the council's own tables, in batches (local-data §1)."""
