"""Answer one question by many experiments: how many agents, what matters, what would turn the verdict."""
