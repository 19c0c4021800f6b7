"""A worker signs a person of their family out everywhere."""
