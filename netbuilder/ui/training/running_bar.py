"""What can be asked of a training while it runs."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QDoubleValidator
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPushButton,
    QWidget,
)

from netbuilder.i18n import tr
from netbuilder.training.history import Stage
from netbuilder.ui.breaking_row import BreakingRow
from netbuilder.ui.training.control import TrainingControl

_LARGEST_RATE = 1e6


class RunningBar(QWidget):
    """Pause, the ways to stop, and the learning rate; hidden while nothing is trained."""

    def __init__(self, control: TrainingControl) -> None:
        super().__init__()
        self._control = control
        self.pause = QPushButton(tr("Pause"))
        self.stop = QPushButton(tr("Stop …"))
        self.ways = QMenu(self)
        self.keep = self.ways.addAction(tr("Stop and &keep"))
        self.best = self.ways.addAction(tr("Stop with the &best"))
        self.discard = self.ways.addAction(tr("Stop and &discard …"))
        self.rate = QLineEdit()
        self.set_rate = QPushButton(tr("Set"))
        self._set_up()
        self._lay_out()
        self.pause.clicked.connect(control.pause)
        self.stop.clicked.connect(self._show_ways)
        self.keep.triggered.connect(control.stop)
        self.best.triggered.connect(control.stop_with_best)
        self.discard.triggered.connect(self.ask_to_discard)
        self.rate.returnPressed.connect(self._set_rate)
        self.rate.textChanged.connect(self._on_typed)
        self.set_rate.clicked.connect(self._set_rate)
        control.began.connect(self.refresh)
        control.ended.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show where the training stands."""
        control = self._control
        self.setVisible(control.running)
        history = control.history
        paused = history is not None and history.stage is Stage.PAUSED
        self.pause.setText(tr("Go on") if paused else tr("Pause"))
        settable = control.rate_settable
        self.rate.setEnabled(settable)
        self.rate.setToolTip(
            tr("Go on with another learning rate from the next batch on; the run records it")
            if settable
            else tr("The learning rate follows a schedule, so it cannot be set by hand.")
        )
        if not control.running:
            self.rate.clear()
        self._on_typed()

    def enter_rate(self) -> None:
        """Lead to the field of the learning rate."""
        self.rate.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.rate.selectAll()

    def ask_to_discard(self) -> None:
        """End the training and forget it, once that is confirmed."""
        if not self._control.running:
            return
        buttons = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self,
            tr("Discard the training?"),
            tr("The training is ended, and nothing of this run is kept."),
            buttons.Discard | buttons.Cancel,
            buttons.Cancel,
        )
        if answer == buttons.Discard:
            self._control.discard()

    def _set_up(self) -> None:
        self.pause.setToolTip(tr("Hold the training before its next batch, or go on (Ctrl+F5)"))
        self.ways.setToolTipsVisible(True)
        self.stop.setToolTip(tr("End the training in one of three ways"))
        self.keep.setToolTip(tr("End the training and keep what was learnt (Shift+F5)"))
        self.best.setToolTip(
            tr("End the training and keep what was learnt in the epoch with the lowest loss")
        )
        self.discard.setToolTip(tr("End the training and delete this run"))
        numbers = QDoubleValidator(0.0, _LARGEST_RATE, 12, self.rate)
        numbers.setLocale(QLocale.c())
        self.rate.setValidator(numbers)
        self.rate.setFixedWidth(88)
        self.rate.setPlaceholderText("0.001")
        self.rate.setAccessibleName(tr("Learning rate"))

    def _lay_out(self) -> None:
        label = QLabel(tr("Learning rate"))
        label.setBuddy(self.rate)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(BreakingRow([self.pause, self.stop], [label, self.rate, self.set_rate]))

    def _show_ways(self) -> None:
        """Open the list of ways to stop, below its button."""
        self.ways.popup(self.stop.mapToGlobal(self.stop.rect().bottomLeft()))

    def _on_typed(self) -> None:
        self.set_rate.setEnabled(self.rate.isEnabled() and self._wanted() is not None)

    def _wanted(self) -> float | None:
        """Return the learning rate that is typed; None if it is none."""
        if not self.rate.hasAcceptableInput():
            return None
        value = float(self.rate.text())
        return value if value > 0 else None

    def _set_rate(self) -> None:
        rate = self._wanted()
        if rate is not None:
            self._control.set_rate(rate)
