"""Sweeps in the window: what is varied, how far they are, and what came of them."""
