"""The rules: how the world answers. Pure scalar functions, one concept a file."""
