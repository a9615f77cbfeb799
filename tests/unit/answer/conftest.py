"""Let tests of this folder import what tells a run."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
