"""The training panel: settings at the left, curves at the right, progress below."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from netbuilder.i18n import tr
from netbuilder.runs.folder import HISTORY, MODEL
from netbuilder.training.events import Differs
from netbuilder.training.history import History, Stage
from netbuilder.training.weights import fitted_words
from netbuilder.ui.breaking_row import BreakingRow
from netbuilder.ui.document import Document
from netbuilder.ui.folding import Folding, Part
from netbuilder.ui.text import duration, figure
from netbuilder.ui.theme import Scheme, mono_font
from netbuilder.ui.training.control import TrainingControl
from netbuilder.ui.training.plots import CurvePlots
from netbuilder.ui.training.running_bar import RunningBar
from netbuilder.ui.training.settings_form import SettingsForm
from netbuilder.ui.weights_start import WeightsStart

REDRAW_MS = 100
_STATUS_WIDTH = 140  # pixels in which a sentence can be read


class TrainingPanel(QWidget):
    """Everything about training; curves are redrawn on a timer, never per event."""

    def __init__(
        self,
        document: Document,
        control: TrainingControl,
        weights: WeightsStart,
        scheme: Scheme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._control = control
        self.settings = SettingsForm(document, weights)
        self.curves = QWidget()
        self.folding = Folding(
            [
                Part(tr("Settings"), self.settings, readable=316, usual=316, grows=False),
                Part(tr("Curves"), self.curves, readable=360, usual=900),
            ]
        )
        self.plots = CurvePlots(scheme)
        self.running_bar = RunningBar(control)
        self.by_batch = QCheckBox(tr("Every batch"))
        self.log = QCheckBox(tr("Logarithmic"))
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.status = QLabel()
        self.status.setWordWrap(True)
        self.status.setMinimumWidth(_STATUS_WIDTH)
        self.status.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.start_words = QLabel()
        self.start_words.setWordWrap(True)
        self.start_words.setProperty("muted", True)
        self.start_words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.notice = QLabel(
            tr("Keras made something else than NetBuilder had said: please report the details.")
        )
        self.notice.setWordWrap(True)
        self.notice.setProperty("severity", "warning")
        self.notice.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.details_button = QPushButton(tr("Details"))
        self.details_button.setCheckable(True)
        self.model_button = QPushButton(tr("Save model"))
        self.history_button = QPushButton(tr("Save history"))
        self.details = QPlainTextEdit()
        self.details.setReadOnly(True)
        self.details.setFont(mono_font())
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setInterval(REDRAW_MS)
        self._timer.timeout.connect(self._redraw)
        self._connect()
        if control.running:
            self._timer.start()
        self._redraw()

    def _lay_out(self) -> None:
        legend = QLabel(tr("━━ training  ╍╍ validation"))
        legend.setProperty("muted", True)
        buttons = (self.details_button, self.history_button, self.model_button)
        column = QVBoxLayout(self.curves)
        column.setContentsMargins(12, 8, 16, 8)
        column.setSpacing(8)
        column.addWidget(self.progress)
        column.addWidget(self.running_bar)
        column.addWidget(BreakingRow([self.status], buttons, wide=self.status))
        column.addWidget(self.start_words)
        column.addWidget(self.notice)
        column.addWidget(BreakingRow([self.by_batch, self.log], [legend], spacing=12))
        column.addWidget(self.details, 1)
        column.addWidget(self.plots, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.folding)

    def _connect(self) -> None:
        self.by_batch.toggled.connect(self.plots.set_by_batch)
        self.log.toggled.connect(self.plots.set_log)
        self.details_button.toggled.connect(self._show_details)
        self.model_button.clicked.connect(self._save_model)
        self.history_button.clicked.connect(self._save_history)
        self._control.began.connect(self._on_began)
        self._control.ended.connect(self._on_ended)
        self._control.refused.connect(self._on_refused)

    def set_scheme(self, scheme: Scheme) -> None:
        """Draw the curves in the colours of another scheme."""
        self.plots.set_scheme(scheme)

    def enter_rate(self) -> None:
        """Lead to the field of the learning rate."""
        self.folding.bring(self.curves)
        self.running_bar.enter_rate()

    def _on_began(self) -> None:
        self.folding.bring(self.curves)
        self.details_button.setChecked(False)
        self._timer.start()
        self._redraw()

    def _on_ended(self) -> None:
        self._timer.stop()
        self._redraw()

    def _on_refused(self, sentence: str) -> None:
        self.folding.bring(self.curves)
        self._say(sentence, "error")

    def _say(self, sentence: str, severity: str = "") -> None:
        self.status.setText(sentence)
        if self.status.property("severity") != severity:
            self.status.setProperty("severity", severity)
            self.status.style().polish(self.status)

    def _redraw(self) -> None:
        history = self._control.history
        self.plots.show_history(history)
        self.progress.setValue(round(1000 * history.progress) if history else 0)
        self.running_bar.refresh()
        failed = history is not None and history.failure is not None
        self._say(status_text(history, self._control.waiting), "error" if failed else "")
        weights = history.weights if history else None
        self.start_words.setVisible(weights is not None)
        self.start_words.setText(fitted_words(weights) if weights else "")
        self._show_trouble(history)
        self.model_button.setEnabled(self._file(MODEL) is not None)
        self.history_button.setEnabled(self._file(HISTORY) is not None)

    def _show_trouble(self, history: History | None) -> None:
        """Show that NetBuilder had been wrong, and the details of that or of a failure."""
        difference = history.difference if history else None
        failure = history.failure if history else None
        details = failure.details if failure else _told_in_full(difference)
        self.notice.setVisible(difference is not None)
        self.notice.setToolTip(difference.message if difference else "")
        self.details_button.setVisible(bool(failure or difference))
        self._show_details(bool(failure or difference) and self.details_button.isChecked())
        if self.details.toPlainText() != details:
            self.details.setPlainText(details)

    def _show_details(self, shown: bool) -> None:
        """Show the details in the curves' place, or the curves again."""
        self.details.setVisible(shown)
        self.plots.setVisible(not shown)

    def _file(self, name: str) -> Path | None:
        """Return a file of the last run, if that run has ended and left it."""
        run = self._control.run
        if run is None or self._control.running:
            return None
        path = run.folder / name
        return path if path.is_file() else None

    def _save_model(self) -> None:
        self._save_copy(MODEL, tr("Save model"))

    def _save_history(self) -> None:
        self._save_copy(HISTORY, tr("Save history"))

    def _save_copy(self, name: str, title: str) -> None:
        source = self._file(name)
        if source is None:
            return
        chosen, _ = QFileDialog.getSaveFileName(self, title, str(Path.home() / name))
        if not chosen:
            return
        try:
            Path(chosen).write_bytes(source.read_bytes())
        except OSError as error:
            self._on_refused(tr("The file cannot be written: {reason}.", reason=error.strerror))


def _told_in_full(difference: Differs | None) -> str:
    if difference is None:
        return ""
    return f"{difference.message}\n{difference.why}\n\n{difference.details}"


def status_text(history: History | None, waiting: int = 0) -> str:
    """Say in one line where a training stands.

    Args:
        history: Of the training; None for none yet.
        waiting: How many will follow it.
    """
    if history is None:
        return tr("Press Train to see the curves here.")
    match history.stage:
        case Stage.STARTING:
            return tr("Getting ready: loading the data and building the network …")
        case Stage.TRAINING | Stage.PAUSED:
            return _running_text(history, waiting)
        case Stage.DISCARDED:
            return tr("Discarded: nothing of this training is kept.")
        case Stage.FAILED:
            failure = history.failure
            return f"{failure.message} {failure.why}".strip() if failure else tr("It failed.")
        case _:
            return _ended_text(history)


def _running_text(history: History, waiting: int) -> str:
    epoch = min(history.epochs_done + 1, history.epochs)
    parts = [tr("Epoch {epoch} of {epochs}", epoch=epoch, epochs=history.epochs)]
    if history.stage is Stage.PAUSED:
        parts.append(tr("paused"))
    if (left := history.seconds_left) is not None:
        parts.append(tr("{time} left", time=duration(left)))
    if (speed := history.batches_per_second) is not None:
        parts.append(tr("{speed} batches a second", speed=figure(speed)))
    if waiting:
        parts.append(tr("{count} more runs to follow", count=waiting))
    return "  ·  ".join(parts)


def _ended_text(history: History) -> str:
    first = tr("Trained in {time}", time=duration(history.seconds))
    if history.stage is Stage.STOPPED:
        first = tr("Stopped after {time}; what was learnt is kept", time=duration(history.seconds))
    if history.restored is not None:
        first = tr(
            "Stopped after {time}; what was learnt in the best epoch, {epoch}, is kept",
            time=duration(history.seconds),
            epoch=history.restored,
        )
    figures = [f"{name} {figure(value)}" for name, value in history.evaluation.items()]
    if figures:
        return "  ·  ".join([first, tr("on the test data: {figures}", figures=", ".join(figures))])
    return first
