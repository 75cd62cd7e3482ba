"""The two programs whose start is compared: ``python -m tests.benchmarks.windows KIND``.

Each prints, as JSON, the moments (seconds since 1970) at which its window had painted
its first frame and at which it answered again, and then ends.
"""

from __future__ import annotations

import json
import sys
import time
from unittest.mock import patch

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget


class FirstFrame(QObject):
    """Notes when a window has painted and when it answers, then closes it.

    Attributes:
        moments: ``painted``: the whole first frame lies in the window's picture;
            ``usable``: whatever was put off until after that frame is done too.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.moments: dict[str, float] = {}
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait until the system shows the window, on which Qt paints all that it contains."""
        handle = self._window.windowHandle()
        if event.type() is QEvent.Type.Show and watched is self._window and handle is not None:
            handle.installEventFilter(self)
        elif event.type() is QEvent.Type.Expose:
            watched.removeEventFilter(self)
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self._on_painted)
        return super().eventFilter(watched, event)

    def _on_painted(self) -> None:
        self.moments["painted"] = time.time()
        QTimer.singleShot(0, self._on_usable)

    def _on_usable(self) -> None:
        self.moments["usable"] = time.time()
        self._window.close()


def run_bare() -> dict[str, float]:
    """Show the least that a program with live plots can show."""
    import pyqtgraph as pg

    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.setCentralWidget(pg.PlotWidget())
    window.resize(1440, 900)
    watch = FirstFrame(window)
    window.show()
    app.exec()
    return watch.moments


def run_netbuilder(file: str) -> dict[str, float]:
    """Open a project in the real program, as the command line does."""
    from netbuilder.__main__ import main
    from netbuilder.ui import app as app_module
    from netbuilder.ui.preferences import Preferences
    from netbuilder.ui.window import MainWindow

    watches = []

    def watched_window(preferences: Preferences) -> MainWindow:
        window = MainWindow(preferences)
        watches.append(FirstFrame(window))
        return window

    with patch.object(app_module, "MainWindow", watched_window):
        main([file])
    return watches[0].moments


if __name__ == "__main__":
    kind, *files = sys.argv[1:]
    sys.stdout.write(json.dumps(run_bare() if kind == "bare" else run_netbuilder(files[0])))
