"""Do once what many tests need: build the command line's parser, and keep what Python compiles.

Each takes longer than many a command, and many tests start processes.
"""

import gc
import os
import sys
from functools import cache

from typer import testing

testing._get_command = cache(testing._get_command)  # type: ignore[attr-defined]
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


def pytest_collection_finish() -> None:
    """Leave what was imported and collected out of every later search for cycles."""
    gc.collect()
    gc.freeze()
