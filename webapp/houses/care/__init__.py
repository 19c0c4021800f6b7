"""A picture that needs care: out of every page and print; one sealed original stays (practice §5)."""
