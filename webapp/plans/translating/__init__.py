"""A plan's text in other languages: an invited interpreter, an agency's file, a computer; names stay here."""
