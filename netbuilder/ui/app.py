"""Starts the window."""

from __future__ import annotations

import gc
import signal
import sys
from functools import partial
from importlib import import_module
from pathlib import Path
from threading import Thread

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from netbuilder.resources import resource_path
from netbuilder.ui.preferences import Preferences
from netbuilder.ui.theme import apply_theme, set_text_step
from netbuilder.ui.window import MainWindow

_COLLECT_MS = 5_000
_PREPARE_MS = 300


def run_app(path: Path | None, *, welcome: bool = True) -> int:
    """Open the window, with ``path`` in it if given, and return the exit code at its end.

    Args:
        path: A project to open.
        welcome: Whether a start without a file greets with examples and recent files.
    """
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        return 2
    app.setApplicationName("NetBuilder")
    app.setDesktopFileName("netbuilder")
    app.setWindowIcon(QIcon(str(resource_path("icons", "netbuilder.png"))))
    preferences = Preferences()
    set_text_step(preferences.text_step)
    window = MainWindow(preferences)
    apply_theme(app, window.scheme)
    if path is not None:
        window.files.open(path)
    elif welcome:
        window.show_welcome()
    window.show()
    DesktopFollower(window)
    # The first frame goes before everything that can wait.
    QTimer.singleShot(0, window.start_worker)
    QTimer.singleShot(0, partial(prepare_training, window))
    QTimer.singleShot(0, window.recovery.offer)
    signal.signal(signal.SIGINT, lambda *_: window.close())
    collect_when_idle(app)
    return app.exec()


def prepare_training(window: MainWindow) -> None:
    """Make the training panel ready soon after the start, so that Train need not wait for it.

    What its plots need is imported beside the window; only the panel itself is made between
    the window's events.
    """
    importing = Thread(target=import_module, args=("netbuilder.ui.training.panel",))
    timer = QTimer(window)
    timer.setInterval(_PREPARE_MS)

    def make_if_imported() -> None:
        if not importing.is_alive():
            timer.stop()
            window.late.prepare()

    timer.timeout.connect(make_if_imported)
    importing.start()
    timer.start()


class DesktopFollower(QObject):
    """Changes a window's colours when the desktop changes its own, if its user wants that."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._follow)
        hints.accessibility().contrastPreferenceChanged.connect(self._follow)

    def _follow(self) -> None:
        if self._window.preferences.scheme == "system":
            self._window.set_scheme("system")


def collect_when_idle(app: QApplication) -> QTimer:
    """Have Python collect its garbage in the main thread only, and between events.

    A collection in the midst of an event could destroy a Qt object that is in use; what
    lives since the start is not looked at again. What has lived long is looked at while the
    user is in another program, as that takes too long to go unnoticed in this one.
    """
    gc.collect()
    gc.freeze()
    gc.disable()
    timer = QTimer(app)
    timer.setInterval(_COLLECT_MS)
    timer.timeout.connect(_collect)
    timer.start()
    app.applicationStateChanged.connect(_collect_all_unseen)
    return timer


def _collect() -> None:
    gc.collect(1)


def _collect_all_unseen(state: Qt.ApplicationState) -> None:
    if state is Qt.ApplicationState.ApplicationInactive:
        gc.collect()
