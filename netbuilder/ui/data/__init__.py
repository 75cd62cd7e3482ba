"""The data panel: choose a dataset, set its options, see what is in it."""
