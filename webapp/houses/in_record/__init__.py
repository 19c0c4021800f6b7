"""A worker's one tap: what a child sent goes into the case's folder of the council's own record."""
