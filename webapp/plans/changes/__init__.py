"""What changed in a reader's own copy since the version they last opened."""
