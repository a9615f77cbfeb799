"""Fixtures: the tests of this folder import `harness`, and each has the claim that its name tells."""

import re
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from harness import CLAIMS_SEEN, Claim


@pytest.fixture
def claim(request):
    """Yield the row of the evidence that a test named `test_d0_1_...` judges, and print the time it took."""
    found = re.match(r"test_d(\d+)_(\d+)_", request.node.originalname)
    assert found, "name a claim's test by its row, as test_d0_1_a_tighter_target_..."
    CLAIMS_SEEN[request.node.name] = judged = Claim(f"D{found[1]}.{found[2]}")
    began = time.process_time()
    yield judged
    print(f"{judged.row}: {time.process_time() - began:.0f} s of the processor")  # stated, never judged
