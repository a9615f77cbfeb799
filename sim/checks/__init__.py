"""Check expectations against a simulation: limits, claims between policies, and a stored history.

One `Report` (verdict.py) carries every verdict; the table, check.json, JUnit XML, annotations, the
Markdown summary and the exit code all read it and judge nothing themselves.
"""
