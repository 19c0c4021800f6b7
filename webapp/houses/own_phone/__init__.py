"""What a child's own phone keeps, sealed, to show without a network."""
