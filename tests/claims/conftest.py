"""Let the tests of this folder import `harness`, and give each the claim that its name tells."""

import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from harness import CLAIMS_SEEN, Claim


@pytest.fixture
def claim(request):
    """Give the row of evidence.md section 1 that a test named `test_d0_1_...` judges."""
    found = re.match(r"test_d(\d+)_(\d+)_", request.node.originalname)
    assert found, "name a claim's test by its row, as test_d0_1_a_tighter_target_..."
    CLAIMS_SEEN[request.node.name] = judged = Claim(f"D{found[1]}.{found[2]}")
    return judged
