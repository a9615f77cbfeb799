"""The family of diallings: how a campaign's numbers are dialled."""
