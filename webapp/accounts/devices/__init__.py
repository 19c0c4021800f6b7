"""Phones on which a card was used, and the ticket each keeps."""
