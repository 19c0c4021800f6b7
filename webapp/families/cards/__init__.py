"""Cards: the questions before one is given, printing, codes, unlocking, stopping (practice §3)."""
