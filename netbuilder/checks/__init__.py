"""Teaching rules over a network, its data and its training settings."""
