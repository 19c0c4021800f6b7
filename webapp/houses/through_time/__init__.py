"""A child's houses through time, side by side: an early one is the baseline (issue 5, "After")."""
