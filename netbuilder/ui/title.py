"""What the window's title says, which a task bar shows too: how far a training is, and the file."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from netbuilder.i18n import tr
from netbuilder.training.history import History, Stage
from netbuilder.ui.document import Document
from netbuilder.ui.sweeps.control import SweepControl
from netbuilder.ui.text import duration
from netbuilder.ui.training.control import TrainingControl

_PROGRESS_MS = 1_000


class WindowTitle(QObject):
    """Keeps the title of a window true.

    Args:
        window: The window.
        document: The project in it.
        control: Trains it.
        sweeps: Trains it many times.
    """

    def __init__(
        self,
        window: QWidget,
        document: Document,
        control: TrainingControl,
        sweeps: SweepControl,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._document = document
        self._control = control
        self._sweeps = sweeps
        self._timer = QTimer(self)
        self._timer.setInterval(_PROGRESS_MS)
        self._timer.timeout.connect(self._show)
        document.state_changed.connect(self._show)
        for one in (control, sweeps):
            one.began.connect(self._on_began)
            one.ended.connect(self._on_ended)
        self._show()

    def _on_began(self) -> None:
        self._timer.start()
        self._show()

    def _on_ended(self) -> None:
        if not (self._control.running or self._sweeps.running):
            self._timer.stop()
        self._show()

    def _show(self) -> None:
        path, project = self._document.path, self._document.project
        name = path.name if path else project.title or tr("Untitled")
        title = tr("{name}[*] – NetBuilder", name=name)
        if self._control.running and self._control.history is not None:
            title = f"{progress_words(self._control.history)} – {title}"
        elif self._sweeps.running:
            words = share_words(self._sweeps.progress, self._sweeps.seconds_left)
            title = f"{words} – {title}"
        self._window.setWindowTitle(title)
        self._window.setWindowModified(self._document.modified)


def progress_words(history: History) -> str:
    """Return in a few words how far a training is: ``37 %, 2:05 left``."""
    if history.stage is Stage.PAUSED:
        return tr("{share} %, paused", share=int(100 * history.progress))
    return share_words(history.progress, history.seconds_left)


def share_words(done: float, left: float | None) -> str:
    """Return how far something is: the share that is done, and the seconds left if known."""
    share = tr("{share} %", share=int(100 * done))
    return share if left is None else tr("{share}, {time} left", share=share, time=duration(left))
