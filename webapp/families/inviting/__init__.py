"""People from outside: an advocate, an interpreter, a partner, for one child and a stated time."""
