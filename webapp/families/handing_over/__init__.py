"""A worker hands their own device to a child for half an hour (safety §4.1)."""
