"""Build the command line's parser once for all tests: it takes longer than many a command."""

from functools import cache

from typer import testing

testing._get_command = cache(testing._get_command)  # type: ignore[attr-defined]
