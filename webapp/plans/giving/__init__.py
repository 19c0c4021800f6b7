"""Given to whom and when, talked through or not, names in place of signatures (Annex B)."""
