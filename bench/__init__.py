"""Measurements: requests per second against a bare page, and what a phone fetches first (`make bench`)."""
