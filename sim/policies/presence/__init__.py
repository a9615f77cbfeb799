"""The family of presence: who of those on the roster is there for contacts, and when."""
