"""Training as the window shows it: settings, live curves, progress, and what came of it."""
