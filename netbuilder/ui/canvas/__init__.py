"""The canvas on which the network is drawn."""

from netbuilder.ui.canvas.mime import LAYER_MIME
from netbuilder.ui.canvas.view import Canvas

__all__ = ["LAYER_MIME", "Canvas"]
