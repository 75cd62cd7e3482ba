"""Random mouse and key events on the real window: ``python -m tests.gui.monkey``.

Menus pop up and dialogs take mouse and keys while they are open. The window cannot be closed
and no file can be chosen or written; all else may happen. The process ends with 1 and the
last events if anything was raised or Qt warned, and by its signal if it crashes.
"""

from __future__ import annotations

import argparse
import faulthandler
import os
import random
import sys
import tempfile
import time
import traceback
from collections import deque
from types import TracebackType
from unittest.mock import patch

os.environ.setdefault("NETBUILDER_USER_DIR", tempfile.mkdtemp(prefix="netbuilder-monkey-"))
if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import (
    QEvent,
    QMessageLogContext,
    QObject,
    QPoint,
    QRect,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from shiboken6 import isValid

from netbuilder.project.examples import examples
from netbuilder.ui.theme import apply_theme
from netbuilder.ui.window import MainWindow
from tests.gui.canvas_hand import ALT, CONTROL, LEFT, MIDDLE, NONE, SHIFT

_BUTTONS = (LEFT, LEFT, LEFT, LEFT, Qt.MouseButton.RightButton, MIDDLE)
_MODIFIERS = (NONE, NONE, NONE, NONE, SHIFT, CONTROL, CONTROL, ALT, CONTROL | SHIFT, CONTROL | ALT)
_NAMED_KEYS = (
    *(Qt.Key.Key_Escape, Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Tab),
    *(Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Space, Qt.Key.Key_F2, Qt.Key.Key_F3),
    *(Qt.Key.Key_F1, Qt.Key.Key_F6, Qt.Key.Key_F8, Qt.Key.Key_Up, Qt.Key.Key_Down),
    *(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_Menu),
)
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789.,;+-()'"
_PAUSE_MS = 1
_STUCK_S = 0.3
"""After so long an event is taken to have begun a drag from one panel to another."""
_REMEMBERED = 40
_HARMLESS = ("This plugin does not support", "propagateSizeHints")


class Monkey(QObject):
    """Hits keys and moves the mouse until its time is over.

    Attributes:
        events: How many events it made.
        faults: What went wrong.
    """

    def __init__(self, window: MainWindow, seed: int, seconds: float) -> None:
        super().__init__(window)
        self.events = 0
        self.faults: list[str] = []
        self._window = window
        self._chance = random.Random(seed)
        self._end = time.monotonic() + seconds
        self._last: deque[str] = deque(maxlen=_REMEMBERED)
        self._held: tuple[QWidget, Qt.MouseButton] | None = None
        self._since: float | None = None
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the window open."""
        if watched is self._window and event.type() is QEvent.Type.Close:
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def act(self) -> None:
        """Make one event; the next is due before, as a menu, dialog or drag may hold this one."""
        if self.faults or time.monotonic() > self._end:
            QApplication.exit(1 if self.faults else 0)
            return
        QTimer.singleShot(_PAUSE_MS, self.act)
        over = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if self._since is not None and over is None and time.monotonic() < self._since + _STUCK_S:
            return
        before, self._since = self._since, time.monotonic()
        self.events += 1
        if self._held is None and self._chance.random() < 0.45:
            self._hit_key(over or self._window)
        else:
            self._use_mouse(over or self._window)
        self._since = before

    def fail(self, text: str) -> None:
        """Take note of a fault."""
        self.faults.append(text + "\nThe last events:\n" + "\n".join(self._last))

    def on_exception(
        self, kind: type[BaseException], error: BaseException, where: TracebackType | None
    ) -> None:
        """Take note of what Python raised in an event."""
        self.fail("".join(traceback.format_exception(kind, error, where)))

    def on_message(self, kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        """Take note of what Qt warns of."""
        if kind is not QtMsgType.QtDebugMsg and not any(word in text for word in _HARMLESS):
            self.fail(f"Qt: {text}")

    def _hit_key(self, target: QWidget) -> None:
        named = self._chance.random() < 0.6
        letter = ord(self._chance.choice(_LETTERS).upper())
        key = self._chance.choice(_NAMED_KEYS) if named else Qt.Key(letter)
        modifier = self._chance.choice(_MODIFIERS)
        focused = QApplication.focusWidget()
        inside = focused is not None and target.isAncestorOf(focused)
        self._say(f"{key.name} with {modifier.name}")
        QTest.keyClick(focused if focused is not None and inside else target, key, modifier)

    def _use_mouse(self, target: QWidget) -> None:
        """Press, move or release a button somewhere."""
        held, modifier = self._held, self._chance.choice(_MODIFIERS)
        if held is not None and not isValid(held[0]):
            held = self._held = None
        place = self._place(target)
        below = held[0] if held is not None else target.childAt(place) or target
        at = below.mapFromGlobal(target.mapToGlobal(place))
        where = f"at {at.x()}, {at.y()} of {type(below).__name__} '{below.objectName()}'"
        if held is not None and self._chance.random() < 0.4:
            self._held = None
            self._say(f"release {held[1].name} {where}")
            QTest.mouseRelease(below, held[1], modifier, at)
        elif held is not None or self._chance.random() < 0.3:
            self._say(f"move {where}")
            QTest.mouseMove(below, at)
        elif self._chance.random() < 0.15:
            self._say(f"double-click {where}")
            QTest.mouseDClick(below, LEFT, modifier, at)
        else:
            button = self._chance.choice(_BUTTONS)
            self._held = (below, button)
            self._say(f"press {button.name} {where}")
            QTest.mousePress(below, button, modifier, at)

    def _say(self, text: str) -> None:
        self._last.append(text)

    def _place(self, target: QWidget) -> QPoint:
        """Return a place of a window; mostly one where a node lies, or another part of it."""
        area, canvas = QRect(QPoint(), target.size()), self._window.canvas
        nodes = sorted(self._window.document.level.graph.nodes)
        if target is self._window and nodes and self._chance.random() < 0.5:
            rect = canvas.mapFromScene(canvas.node_rect(self._chance.choice(nodes))).boundingRect()
            shown = rect.intersected(canvas.viewport().rect())
            if not shown.isEmpty():
                area = shown.translated(canvas.viewport().mapTo(self._window, QPoint()))
        across, down = self._chance.randrange(area.width()), self._chance.randrange(area.height())
        return area.topLeft() + QPoint(across, down)


def main() -> int:
    """Let a monkey loose on the window; return 1 if anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600.0, help="default: %(default)s")
    parser.add_argument("--seed", type=int, default=1, help="default: %(default)s")
    options = parser.parse_args()
    faulthandler.enable()
    app = QApplication([])
    window = MainWindow()
    apply_theme(app, window.scheme)
    window.resize(1280, 720)
    window.show()
    shipped = examples()
    window.files.open_example(shipped[options.seed % len(shipped)].path)
    monkey = Monkey(window, options.seed, options.seconds)
    sys.excepthook = monkey.on_exception
    qInstallMessageHandler(monkey.on_message)
    with (
        patch.object(QFileDialog, "getOpenFileName", return_value=("", "")),
        patch.object(QFileDialog, "getSaveFileName", return_value=("", "")),
        patch.object(QFileDialog, "getExistingDirectory", return_value=""),
    ):
        QTimer.singleShot(0, monkey.act)
        code = app.exec()
    sys.stdout.write(f"{monkey.events} events, seed {options.seed}\n")
    sys.stdout.write("\n".join(monkey.faults))
    window.worker.shut_down()
    return code


if __name__ == "__main__":
    sys.exit(main())
