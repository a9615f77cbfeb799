"""Save talk without value by better tools: search, screens, knowledge at hand.

It is one lever, not a family: whatever the tool is, what counts is the share of `behaviour.work.avoidable`
that it saves, under any pace. What it costs stands under the policy's `cost`.
Source: DESIGN.md E1a.
"""

from __future__ import annotations

from sim.frozen import Frozen
from sim.quantities import Share


class Tools(Frozen):
    """Tools that save talk without value, whatever the pace."""

    saves: Share
    """Share of the avoidable talk that they save (assumption: measure this first, by a pilot)."""
