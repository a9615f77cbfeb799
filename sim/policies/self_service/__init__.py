"""The family of self-service: who is led to a machine before a person."""
