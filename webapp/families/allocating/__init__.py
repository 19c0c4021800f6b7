"""Who works with a child, and telling the family when that changes."""
