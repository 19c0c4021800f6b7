"""The graphic record itself, as large as the screen, with what stood round it (R38)."""
