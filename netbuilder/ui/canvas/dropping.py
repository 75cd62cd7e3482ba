"""Layers that are dragged onto the canvas from the palette."""

from __future__ import annotations

from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent

from netbuilder.ui.canvas.gestures import Pointer
from netbuilder.ui.canvas.placer import Placer
from netbuilder.ui.canvas.pointing import Pointing


class Dropping:
    """Takes a layer of the palette, shows where it would go, and adds it there."""

    def __init__(self, placer: Placer, pointing: Pointing) -> None:
        self._placer = placer
        self._pointing = pointing

    def enter(self, event: QDragEnterEvent) -> None:
        """Take a layer from the palette, nothing else."""
        event.setAccepted(self._placer.layer_in(event.mimeData()) is not None)

    def move(self, event: QDragMoveEvent) -> None:
        """Show the wire that the layer would go into."""
        spec = self._placer.layer_in(event.mimeData())
        event.setAccepted(spec is not None)
        if spec is not None:
            self._placer.show_target(spec, self._pointer(event))

    def leave(self, event: QDragLeaveEvent) -> None:
        """Forget the layer."""
        self._placer.forget_target()
        event.accept()

    def drop(self, event: QDropEvent) -> bool:
        """Add the layer where it was dropped; tell whether it was one."""
        spec = self._placer.layer_in(event.mimeData())
        if spec is None:
            return False
        self._placer.drop(spec, self._pointer(event))
        event.acceptProposedAction()
        return True

    def _pointer(self, event: QDropEvent) -> Pointer:
        return self._pointing.pointer_at(event.position(), event.modifiers())
