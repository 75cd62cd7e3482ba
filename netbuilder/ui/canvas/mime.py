"""What a layer that is dragged from the palette is called."""

LAYER_MIME = "application/x-netbuilder-layer"
"""The MIME type of a dragged layer; its data is the class's name as UTF-8."""
