"""The family of recoveries: what is done for a customer who speaks up about a failure."""
