"""An adult's own lists about a child: what worries them, what goes well, what needs to happen."""
