"""Tells somebody who looks elsewhere that a training or a sweep has come to its end."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from netbuilder.i18n import tr
from netbuilder.training.history import History, Stage
from netbuilder.ui.sweeps.control import SweepControl
from netbuilder.ui.text import duration, figure
from netbuilder.ui.training.control import TrainingControl

_SHOWN_MS = 15_000


class EndNotice(QObject):
    """Marks the window in the task bar and shows a message of the desktop, if there is one.

    Nothing is shown while the window is in front, nor while further runs are to follow.

    Args:
        window: The window.
        control: Trains.
        sweeps: Trains many times.
    """

    def __init__(self, window: QWidget, control: TrainingControl, sweeps: SweepControl) -> None:
        super().__init__(window)
        self._window = window
        self._control = control
        self._icon: QSystemTrayIcon | None = None
        self.said = ""
        """What was said last; empty if it has been seen."""
        control.ended.connect(self._on_ended)
        sweeps.ended.connect(lambda: self._tell(sweeps.message))
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the message back when the window is looked at."""
        if event.type() == QEvent.Type.WindowActivate:
            self.said = ""
            if self._icon is not None:
                self._icon.hide()
        return super().eventFilter(watched, event)

    def _on_ended(self) -> None:
        history = self._control.history
        if history is not None and not self._control.waiting:
            self._tell(end_words(history))

    def _tell(self, words: str) -> None:
        if self._window.isActiveWindow():
            return
        self.said = words
        QApplication.alert(self._window)
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._icon = self._icon or QSystemTrayIcon(self._window.windowIcon(), self)
            self._icon.show()
            self._icon.showMessage(
                tr("NetBuilder"), self.said, self._window.windowIcon(), _SHOWN_MS
            )


def end_words(history: History) -> str:
    """Return how a training ended, in a sentence."""
    if history.failure is not None:
        return tr("The training failed: {reason}", reason=history.failure.message)
    ended = (
        tr("The training was stopped after {time}.", time=duration(history.seconds))
        if history.stage is Stage.STOPPED
        else tr("The training has ended after {time}.", time=duration(history.seconds))
    )
    figures = [f"{name} {figure(value)}" for name, value in history.last_logs.items()]
    return f"{ended} {', '.join(figures)}".strip()
