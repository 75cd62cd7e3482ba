"""What the keys do on the canvas that are no shortcuts of the window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGraphicsView

from netbuilder.ui.canvas.asking import Asking
from netbuilder.ui.canvas.editing import Editing
from netbuilder.ui.canvas.flow import Direction
from netbuilder.ui.canvas.focus import FocusMark
from netbuilder.ui.canvas.gestures import Stage
from netbuilder.ui.canvas.grouping import Grouping
from netbuilder.ui.canvas.noting import Noting
from netbuilder.ui.canvas.pointing import Pointing
from netbuilder.ui.canvas.shapes import GRID
from netbuilder.ui.canvas.walking import ARROWS, STEPS, nudge, walk


class Keys:
    """Moves and walks by arrows, cancels by Esc, renames by F2, opens by Enter, pans by space."""

    def __init__(
        self,
        view: QGraphicsView,
        stage: Stage,
        *,
        pointing: Pointing,
        asking: Asking,
        focus: FocusMark,
        editing: Editing,
        grouping: Grouping,
        noting: Noting,
    ) -> None:
        self._view = view
        self._stage = stage
        self._pointing = pointing
        self._asking = asking
        self._focus = focus
        self._editing = editing
        self._grouping = grouping
        self._noting = noting

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key means; False if it means nothing here."""
        direction = ARROWS.get(event.key())
        if direction is not None and not self._pointing.busy:
            walking = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._go(direction, walking=walking)
            return True
        match event.key():
            case Qt.Key.Key_Escape:
                self._escape()
            case Qt.Key.Key_F2:
                self._editing.rename()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if not self._noting.edit():
                    self._grouping.open_submodel()
            case Qt.Key.Key_Space:
                self._pointing.hold_hand(True)
            case _:
                return False
        return True

    def release(self, event: QKeyEvent) -> bool:
        """Stop panning when the space bar is let go; False for other keys."""
        if event.key() != Qt.Key.Key_Space or event.isAutoRepeat():
            return False
        self._pointing.hold_hand(False)
        return True

    def tab(self, event: QKeyEvent) -> bool:
        """Ask for the next layer on Tab; Shift+Tab leaves the canvas. False for other keys."""
        shifted = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.key() != Qt.Key.Key_Tab or shifted:
            return False
        if event.type() == QKeyEvent.Type.KeyPress:
            self._asking.next()
        return True

    def _go(self, direction: Direction, *, walking: bool) -> None:
        document = self._stage.document
        self._focus.follow(by_keyboard=True)
        if walking:
            walk(document, direction)
        elif not self._noting.nudge(*STEPS[direction]):
            nudge(document, direction)
        self._view.ensureVisible(self._stage.scene.bounds(document.selection), GRID, GRID)

    def _escape(self) -> None:
        """Cancel what is under way; else select nothing; else go out of the submodel."""
        document = self._stage.document
        if self._pointing.cancel():
            return
        if self._asking.popup is not None:
            self._asking.close()
        elif document.selection or self._pointing.wire or self._noting.chosen:
            self._pointing.choose_wire(None)
            self._noting.choose(None)
            document.select(())
        else:
            document.go_to(document.level.path[:-1])
