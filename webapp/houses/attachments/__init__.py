"""Photos and voice notes of an entry: they come in sealed parts, and are seen and heard with their entry."""
