"""Answer a run's question on one screen: sentences that the figures bear, and the few lines that matter."""
