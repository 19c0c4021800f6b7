"""Who is signed in, where, and the end of it."""
