"""The docks around the canvas; each renders the document and asks it for changes."""
