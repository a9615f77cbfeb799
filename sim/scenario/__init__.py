"""The scenario: the file planners write, read strictly into one frozen tree."""
