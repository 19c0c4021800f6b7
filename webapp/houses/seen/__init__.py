"""For a child who cannot use the houses: what we saw, and how this child tells things (practice §5)."""
