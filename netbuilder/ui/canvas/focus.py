"""Shows what is selected, and where the keyboard is."""

from __future__ import annotations

from netbuilder.ui.canvas.gestures import Stage


class FocusMark:
    """Marks the selected nodes; the ring of the keyboard only while keys lead the way."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._by_keyboard = False

    def follow(self, *, by_keyboard: bool) -> None:
        """Take note of what leads the way now, keys or pointer."""
        self._by_keyboard = by_keyboard
        self.refresh()

    def refresh(self) -> None:
        """Mark what is selected now."""
        chosen = self._stage.document.selection
        focused = next(iter(chosen)) if self._by_keyboard and len(chosen) == 1 else None
        self._stage.scene.show_selection(chosen, focused)
