"""Evidence for an inspection: of one child for those who work with the child; counts for the authority."""
