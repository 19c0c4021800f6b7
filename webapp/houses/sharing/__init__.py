"""Who may see an entry after it was sent: the child changes it, or a manager with a reason."""
