"""The worker's own photo, beside their name on "Where we are" (issue 4); without one, initials stand in."""
