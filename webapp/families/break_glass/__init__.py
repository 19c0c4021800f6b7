"""Opening one family in an emergency, for an hour, before everyone's eyes (safety §4.7)."""
