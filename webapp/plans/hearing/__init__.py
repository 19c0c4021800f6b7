"""A plan that is to be heard: recordings of its paragraphs and steps (practice §4)."""
