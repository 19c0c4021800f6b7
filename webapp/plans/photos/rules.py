"""Where a photo may stand, and how large. Pure."""

from __future__ import annotations

# "Who I will live with": the part for which a child has to see the place.
PART = "home"
# Pixels: as wide as a phone shows it.
LONGEST_SIDE = 1000
LONGEST_WORDS = 500
FILE_NAME = "photo.jpg"
