"""Make what a run leaves: verdicts, result.json, tables, figures and event logs in a folder."""
