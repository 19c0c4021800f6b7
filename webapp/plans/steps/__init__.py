"""Steps that move with the family: they say how a step is going and propose new ones; a worker confirms."""
