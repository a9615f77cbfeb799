"""Closed forms that a simulation must reproduce: oracles that share no code with the engines.

One topic per module. Times are in seconds and rates per second; any other single unit of time
works as well, because no formula contains a constant with a unit. Only `math`, NumPy and SciPy
are used, SciPy inside functions, and bad input raises `ValueError`.
"""
