"""The family of routings: a contact arrives, which free agent takes it."""
