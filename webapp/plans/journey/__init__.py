"""Where we are: a child's journey, coming back after the end, why we keep what we keep."""
