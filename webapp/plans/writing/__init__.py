"""The worker's side: drafts, "Read as…", publishing."""
