"""The SimPy engine: processes that read aloud and call the centre's verbs."""
