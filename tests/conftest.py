"""Do once what many tests need: build the command line's parser, and keep what Python compiles.

Each takes longer than many a command, and many tests start processes. Ctrl-C is heard, whoever starts them.
"""

import gc
import os
import signal
import sys
from functools import cache

from typer import testing

testing._get_command = cache(testing._get_command)  # type: ignore[attr-defined]
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as in what a shell has started with `&`
    signal.signal(signal.SIGINT, signal.default_int_handler)  # tests that press Ctrl-C mean it


def pytest_collection_finish() -> None:
    """Leave what was imported and collected out of every later search for cycles."""
    gc.collect()
    gc.freeze()
