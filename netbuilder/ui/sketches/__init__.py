"""Small pictures of what layers do to their input."""

from netbuilder.ui.sketches.card import layer_card, sketch_pixmap
from netbuilder.ui.sketches.families import Family, family_of

__all__ = ["Family", "family_of", "layer_card", "sketch_pixmap"]
