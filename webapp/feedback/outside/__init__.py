"""Staff and partners answer by a link, without an account; nothing says who answered what."""
