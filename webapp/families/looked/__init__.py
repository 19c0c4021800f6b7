"""Who has looked at my record: composed for each reader, because the log itself can reveal (safety §4.7)."""
