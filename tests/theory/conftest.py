"""Make `closed_forms` importable for the tests of this folder and the processes they start."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
