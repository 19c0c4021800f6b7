"""A caseload from the council's own tables: reading, what would change, doing it (local-data §1)."""
