"""Ways in for families: a card, and what goes with it."""
