"""The command line: checks, exports and trains without a window."""
