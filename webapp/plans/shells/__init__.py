"""Empty first drafts of plans that the council's case system says there are (local-data §1)."""
