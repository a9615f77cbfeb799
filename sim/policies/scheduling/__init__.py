"""The family of schedulings: when the job that follows a report is done."""
