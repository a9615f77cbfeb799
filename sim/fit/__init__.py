"""Fit a scenario to a tidy table of contacts or intervals: every number with its source, n and interval."""
