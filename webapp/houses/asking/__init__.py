"""What a person may be asked: templates with parts, a sign for each, and an open question for each band."""
