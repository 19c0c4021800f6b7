"""A family member's own ways in: set up after the worker's code, changed when signed in."""
