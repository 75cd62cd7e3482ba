"""The inspector: everything about what is selected, and an editor for every parameter."""
