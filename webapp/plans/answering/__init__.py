"""What comes back to a family that said something about a sentence, and where views differ."""
