"""The family of distributions: parameters in the scenario, a quantile rule for the engines."""
