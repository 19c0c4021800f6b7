"""The family's side: reading the plan and answering it."""
