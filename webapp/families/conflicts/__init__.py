"""A worker's own relatives: whoever knows a child sees nothing of the family."""
