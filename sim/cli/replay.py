"""Another name of `goodwill backtest`."""

from __future__ import annotations

from sim.cli.backtest import backtest as replay

__all__ = ["replay"]
