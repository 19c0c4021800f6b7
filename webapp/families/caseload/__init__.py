"""A worker's families, and the cards of the people in them."""
