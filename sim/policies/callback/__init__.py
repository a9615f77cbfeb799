"""The family of callbacks: who need not wait on the line, and when an agent calls instead."""
