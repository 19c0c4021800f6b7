"""The plan that is already written comes in: read, sorted into the parts, checked, made a draft."""
