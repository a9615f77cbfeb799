"""The family of handoffs: what happens to a contact that its agent does not finish."""
