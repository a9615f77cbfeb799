"""Customers: how they stand to the firm, how they judge, when they call again."""
