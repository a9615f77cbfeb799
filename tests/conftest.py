"""Do once what many tests need: build the command line's parser, and keep what Python compiles of the project.

Each takes longer than many a command, and many tests start processes.
"""

import os
import sys
from functools import cache

from typer import testing

testing._get_command = cache(testing._get_command)  # type: ignore[attr-defined]
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
