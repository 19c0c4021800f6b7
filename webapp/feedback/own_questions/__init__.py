"""Questions that one authority adds beside the core, each change of a word a new version."""
