"""Teams and staff."""
