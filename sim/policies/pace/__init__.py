"""The family of paces: how long an agent keeps the conversation going."""
