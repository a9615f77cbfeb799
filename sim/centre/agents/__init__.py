"""Agents: what agents do, plan, can and feel."""
