"""Ways in for staff."""
