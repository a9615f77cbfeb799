"""The compiled engine: the centre's verbs turned into machine code by numba, around a loop of their own."""
