"""The glossary: words of the trade with their plain words, explained where they stand in a plan."""
