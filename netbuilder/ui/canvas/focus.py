"""Shows what is selected, and where the keyboard is: at a node, or on the canvas itself."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from netbuilder.ui.canvas.chosen_wire import ChosenWire
from netbuilder.ui.canvas.gestures import Stage

_RING = "keyboard"
"""The property of the view by which the style sheet draws the ring."""


class FocusMark:
    """Marks the selected nodes; the ring of the keyboard only while keys lead the way.

    With nothing selected the ring is around the whole canvas.
    """

    def __init__(self, view: QWidget, stage: Stage, chosen: ChosenWire) -> None:
        self._view = view
        self._stage = stage
        self._chosen = chosen
        self._by_keyboard = False
        view.setProperty(_RING, False)

    def follow(self, *, by_keyboard: bool) -> None:
        """Take note of what leads the way now, keys or pointer."""
        self._by_keyboard = by_keyboard
        self.refresh()

    def refresh(self) -> None:
        """Mark what is selected now."""
        chosen = self._stage.document.selection
        focused = next(iter(chosen)) if self._by_keyboard and len(chosen) == 1 else None
        scene = self._stage.scene
        scene.show_selection(chosen, focused)
        something = chosen or scene.notes.chosen is not None or self._chosen.wire is not None
        self._show_ring(self._by_keyboard and self._view.hasFocus() and not something)

    def _show_ring(self, shown: bool) -> None:
        if self._view.property(_RING) != shown:
            self._view.setProperty(_RING, shown)
            self._view.style().unpolish(self._view)
            self._view.style().polish(self._view)
