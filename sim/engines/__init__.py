"""The engines: each turns the clock, keeps the floor, calls rules and policies, and decides nothing."""
