"""Learning, not scoring: published numbers through time, and what changed because of them (R73, R78)."""
