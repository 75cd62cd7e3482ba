"""The panel of what a trained network gets right and wrong, and what it says to a new sample."""
