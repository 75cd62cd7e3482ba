"""The panel of all runs: their table, their curves, what differs between two of them."""
