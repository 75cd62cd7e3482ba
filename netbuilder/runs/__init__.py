"""The run store: every training with all that is needed to repeat it."""
