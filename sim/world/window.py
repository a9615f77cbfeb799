"""Window: which moments lie within the measured window, and how much of a span."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.scenario.clock import Window


def is_in(window: Window, moments: Any) -> NDArray[np.bool_]:
    """Return which moments [s] lie within the window, its end left out."""
    found: NDArray[np.bool_] = (moments >= window.opens) & (moments < window.closes)
    return found


def clipped(window: Window, moments: Any) -> NDArray[np.float64]:
    """Return moments [s] with those before the window, or after it, put at its ends.

    They are the moments themselves where all lie within it, which is a sixth of the work.
    """
    values: NDArray[np.float64] = np.asarray(moments, float)
    opens, closes, _ = window
    if len(values) and values.min() >= opens and values.max() <= closes:
        return values
    return np.clip(values, opens, closes)


def seconds_in(window: Window, begins: Any, ends: Any) -> NDArray[np.float64]:
    """Return how long [s] each span lies within the window."""
    seconds: NDArray[np.float64] = clipped(window, ends) - clipped(window, begins)
    return seconds
