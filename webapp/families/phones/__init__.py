"""The phones on which a family's cards are used: right or not, shared or own, stopped."""
