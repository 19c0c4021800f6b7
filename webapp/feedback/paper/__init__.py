"""The questions on a paper sheet, and typing it in by the code that stands on it."""
