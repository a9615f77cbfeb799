"""Conversation: what a stay with an agent will be."""
