"""Families and the people in them, kept by hand: names, teams, who is in, who left."""
