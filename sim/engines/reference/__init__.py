"""Hold the reference engine: SimPy processes that read as a customer's journey and an agent's day."""
