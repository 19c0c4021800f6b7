"""Hints beside what a worker writes, and "I read this aloud". They help and never block."""
