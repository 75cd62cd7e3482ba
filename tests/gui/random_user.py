"""A user who does one thing after another on the canvas, as chance will have it.

All of it by real mouse and key events. The same seed does the same things.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit

from netbuilder.ui.canvas.navigation import seen_area
from netbuilder.ui.window import MainWindow
from tests.gui.canvas_hand import ALT, CONTROL, LEFT, NONE, SHIFT, Hand

KEY = Qt.Key
_MOST_NODES = 24
"""Above so many nodes the user deletes more than he adds."""
_WORDS = ("dense", "conv", "add", "flat", "drop", "lstm", "relu", "input", "norm", "x")
_BOTH = CONTROL | SHIFT
_CONTROL_ALT = CONTROL | ALT

_EDITS = (
    (KEY.Key_Z, CONTROL),
    (KEY.Key_Z, CONTROL),
    (KEY.Key_Y, CONTROL),
    (KEY.Key_D, CONTROL),
    (KEY.Key_C, CONTROL),
    (KEY.Key_X, CONTROL),
    (KEY.Key_V, CONTROL),
    (KEY.Key_Delete, NONE),
    (KEY.Key_A, NONE),
    (KEY.Key_B, NONE),
    (KEY.Key_I, NONE),
    (KEY.Key_W, NONE),
    (KEY.Key_W, SHIFT),
    (KEY.Key_X, NONE),
    (KEY.Key_N, NONE),
    (KEY.Key_P, NONE),
    (KEY.Key_P, SHIFT),
    (KEY.Key_Period, NONE),
    (KEY.Key_F2, NONE),
    (KEY.Key_Up, CONTROL),
    (KEY.Key_Right, CONTROL),
    (KEY.Key_L, CONTROL),
    (KEY.Key_L, _BOTH),
    (KEY.Key_A, _CONTROL_ALT),
    (KEY.Key_W, _CONTROL_ALT),
    (KEY.Key_H, _CONTROL_ALT),
    (KEY.Key_V, _CONTROL_ALT),
    (KEY.Key_D, _BOTH),
    (KEY.Key_G, CONTROL),
    (KEY.Key_G, _BOTH),
    (KEY.Key_F, _BOTH),
    (KEY.Key_C, _BOTH),
    (KEY.Key_N, _BOTH),
    (KEY.Key_Escape, NONE),
)
"""The keys that edit, in and out of submodels, and those that undo it."""
_VIEWS = (
    (KEY.Key_1, CONTROL),
    (KEY.Key_0, CONTROL),
    (KEY.Key_Plus, CONTROL),
    (KEY.Key_Minus, CONTROL),
    (KEY.Key_A, CONTROL),
    (KEY.Key_I, CONTROL),
    (KEY.Key_U, CONTROL),
    (KEY.Key_J, CONTROL),
    (KEY.Key_B, CONTROL),
    (KEY.Key_Down, NONE),
    (KEY.Key_Left, NONE),
    (KEY.Key_T, CONTROL),
)
"""The keys that select and show, and leave the network as it is."""


@dataclass(frozen=True)
class RandomUser:
    """Sits in front of a window without knowing what he wants.

    Attributes:
        window: The window.
        chance: Decides what he does.
    """

    window: MainWindow
    chance: random.Random

    @property
    def hand(self) -> Hand:
        """His hand on the canvas."""
        return Hand(self.window.canvas)

    def act(self) -> None:
        """Make one gesture from its beginning to its end."""
        nodes = len(self.window.document.level.graph.nodes)
        if nodes == 0 or (nodes < _MOST_NODES and self.chance.random() < 0.2):
            self._add()
        elif nodes > _MOST_NODES and self.chance.random() < 0.5:
            self._delete()
        else:
            gestures: tuple[Callable[[], None], ...] = (
                self._click,
                self._drag,
                self._drag,
                self._wire,
                self._wire,
                self._wire,
                self._double_click,
                self._slice,
                self._turn_wheel,
                self._look,
                self._edit,
                self._edit,
                self._edit,
                self._edit,
            )
            self.chance.choice(gestures)()
        self._answer()

    def _add(self) -> None:
        self._press(KEY.Key_Tab, NONE)

    def _delete(self) -> None:
        canvas = self.window.canvas
        self._press(KEY.Key_1, CONTROL)
        rect = canvas.node_rect(self._some_node())
        self.hand.drag(rect.topLeft() - QPointF(300, 30), rect.bottomRight() + QPointF(300, 30))
        self._press(KEY.Key_Delete, NONE)

    def _click(self) -> None:
        self.hand.click(self._place(), self.chance.choice((NONE, NONE, SHIFT, CONTROL)))

    def _drag(self) -> None:
        modifier = self.chance.choice((NONE, NONE, NONE, SHIFT, ALT, CONTROL))
        self.hand.drag(self._place(), self._place(), LEFT, modifier)

    def _wire(self) -> None:
        """Draw a wire from an output, or from an input, to wherever it ends."""
        side = self.chance.choice(("out", "out", "out", "in"))
        start = self.window.canvas.port_position(self._some_node(), side)
        self.hand.drag(start, self._place())

    def _double_click(self) -> None:
        at, viewport = self.hand.at(self._place()), self.window.canvas.viewport()
        QTest.mouseClick(viewport, LEFT, NONE, at)
        QTest.mouseDClick(viewport, LEFT, NONE, at)
        QTest.mouseRelease(viewport, LEFT, NONE, at)

    def _slice(self) -> None:
        self.hand.drag(self._place(), self._place(), Qt.MouseButton.RightButton, CONTROL)

    def _turn_wheel(self) -> None:
        self.hand.wheel(self._place(), self.chance.choice((-240, -120, 120, 240)))

    def _look(self) -> None:
        self._press(*self.chance.choice(_VIEWS))

    def _edit(self) -> None:
        self._press(*self.chance.choice(_EDITS))

    def _press(self, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
        self.window.canvas.setFocus()
        self.hand.key(key, modifier)

    def _answer(self) -> None:
        """Type into whatever asks for a word, and take it or leave it."""
        field = QApplication.focusWidget()
        if isinstance(field, QLineEdit | QPlainTextEdit | QTextEdit):
            QTest.keyClicks(field, self.chance.choice(_WORDS))
            leaving = (KEY.Key_Return, KEY.Key_Return, KEY.Key_Return, KEY.Key_Escape)
            QTest.keyClick(field, self.chance.choice(leaving))
        self.window.canvas.asking.close()
        self.window.canvas.setFocus()

    def _some_node(self) -> str:
        return self.chance.choice(sorted(self.window.document.level.graph.nodes))

    def _place(self) -> QPointF:
        """Return where something is, or perhaps nothing, in the scene."""
        canvas = self.window.canvas
        wires = sorted(canvas.network.curves, key=str)
        places: list[Callable[[], QPointF]] = [
            lambda: self.hand.middle(self._some_node()),
            lambda: canvas.port_position(self._some_node(), "in"),
            lambda: canvas.port_position(self._some_node(), "out"),
            self._anywhere,
        ]
        if wires:
            path = canvas.network.curves[self.chance.choice(wires)].path()
            places.append(lambda: path.pointAtPercent(self.chance.random()))
        return self.chance.choice(places)()

    def _anywhere(self) -> QPointF:
        seen = seen_area(self.window.canvas)
        across, down = self.chance.random() * seen.width(), self.chance.random() * seen.height()
        return seen.topLeft() + QPointF(across, down)
