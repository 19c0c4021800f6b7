"""Addresses, phones, schools, times and safe ways: changed by one person, confirmed by a second (T12)."""
