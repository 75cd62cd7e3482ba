"""Sweeps: many trainings of one project with varied settings. The only user of Optuna."""
