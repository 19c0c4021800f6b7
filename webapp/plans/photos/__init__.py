"""A photo in a plan, of the home a child moves to: a paragraph whose words say what it shows (R28–R31)."""
