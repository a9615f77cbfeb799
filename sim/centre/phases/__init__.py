"""Phases: optional parts of a customer's journey."""
