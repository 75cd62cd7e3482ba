"""What the keys do on the canvas."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGraphicsView

from netbuilder.ui.canvas.asking import Asking
from netbuilder.ui.canvas.bending import Bending
from netbuilder.ui.canvas.chosen_wire import ChosenWire
from netbuilder.ui.canvas.flow import Direction
from netbuilder.ui.canvas.focus import FocusMark
from netbuilder.ui.canvas.gestures import Stage
from netbuilder.ui.canvas.noting import Noting
from netbuilder.ui.canvas.pointing import Pointing
from netbuilder.ui.canvas.shapes import GRID
from netbuilder.ui.canvas.walking import STEPS, nudge, walk


class Keys:
    """Moves and walks by arrows, cancels by Esc, pans by space."""

    def __init__(
        self,
        view: QGraphicsView,
        stage: Stage,
        *,
        pointing: Pointing,
        asking: Asking,
        focus: FocusMark,
        noting: Noting,
        chosen: ChosenWire,
        bending: Bending,
    ) -> None:
        self._view = view
        self._stage = stage
        self._pointing = pointing
        self._asking = asking
        self._focus = focus
        self._noting = noting
        self._chosen = chosen
        self._bending = bending

    def walk(self, direction: Direction) -> None:
        """Select the next node along the wires, or beside this one."""
        self._lead(partial(walk, self._stage.document, direction))

    def nudge(self, direction: Direction) -> None:
        """Move the selected nodes, note or point of a wire by one step of the grid."""
        step = STEPS[direction]
        if not (self._noting.nudge(*step) or self._bending.nudge(*step)):
            self._lead(partial(nudge, self._stage.document, direction))

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key means; False if it means nothing here."""
        match event.key():
            case Qt.Key.Key_Escape:
                self._escape()
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

    def _lead(self, step: Callable[[], object]) -> None:
        """Take a step by keyboard, if the pointer has nothing in hand, and show where it led."""
        if self._pointing.busy:
            return
        self._focus.follow(by_keyboard=True)
        step()
        chosen = self._stage.document.selection
        if chosen:
            self._view.ensureVisible(self._stage.scene.bounds(chosen), GRID, GRID)

    def _escape(self) -> None:
        """Cancel what is under way; else select nothing; else go out of the submodel."""
        document = self._stage.document
        if self._pointing.cancel():
            return
        if self._asking.popup is not None:
            self._asking.close()
        elif document.selection or self._chosen.wire or self._noting.chosen:
            self._chosen.choose(None)
            self._noting.choose(None)
            document.select(())
        else:
            document.go_to(document.level.path[:-1])
