"""Queues: who waits, who is free, who is let in; they match and never answer."""
