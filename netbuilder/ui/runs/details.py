"""One run in full: its facts, a note, and what can be done with what it has learnt."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from netbuilder.i18n import tr
from netbuilder.runs.checkpoints import BEST, Checkpoint, best_state, last_state
from netbuilder.runs.listing import status_word
from netbuilder.runs.model import Run, Status
from netbuilder.ui.text import duration, figure

_MOST_EPOCHS = 100_000
_NOTE_HEIGHT = 72
_FIELD_HEIGHT = 28
_PAUSE_MS = 500  # in typing, after which a note is kept


class RunDetails(QWidget):
    """Shows the chosen run.

    Attributes:
        noted: Fires with a run's number and its new note when typing pauses or the note is left.
        continue_wanted: Fires with a run, one of its states, and a number of epochs.
        save_wanted: Fires with a state whose model file is to be saved elsewhere.
        code_wanted: Fires with a run whose code is to be seen.
    """

    noted = Signal(int, str)
    continue_wanted = Signal(object, object, int)
    save_wanted = Signal(object)
    code_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._run: Run | None = None
        self.hint = QLabel(tr("Choose a run to see all about it."))
        self.hint.setProperty("muted", True)
        self.hint.setContentsMargins(12, 8, 12, 8)
        self.hint.setWordWrap(True)
        self.page = QWidget()
        self.facts = QLabel()
        self.facts.setWordWrap(True)
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.note = _Note()
        self.note.setPlaceholderText(tr("What was tried, what came of it"))
        self.note.setAccessibleName(tr("Note"))
        self.note.setFixedHeight(_NOTE_HEIGHT)
        self.note.setTabChangesFocus(True)
        self.epochs = QSpinBox()
        self.epochs.setRange(1, _MOST_EPOCHS)
        self.epochs.setValue(5)
        self.epochs.setPrefix(tr("for "))
        self.epochs.setSuffix(tr(" more epochs"))
        self.epochs.setAccessibleName(tr("How many epochs more"))
        self.state = QComboBox()
        self.state.setAccessibleName(tr("From which state"))
        self.state.setToolTip(tr("What the run had learnt after its last or its best epoch"))
        self.go_on = QPushButton(tr("Continue"))
        self.go_on.setToolTip(tr("Train from this state on, as a run of its own"))
        self.save = QPushButton(tr("Save model"))
        self.save.setToolTip(tr("Save the model in this state as a .keras file"))
        self.code = QPushButton(tr("Show code"))
        self.code.setToolTip(tr("See the script exactly as it was run"))
        self._lay_out()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._keep_note)
        self.note.textChanged.connect(self._pause.start)
        self.note.left.connect(self._keep_note)
        self.go_on.clicked.connect(self._continue)
        self.save.clicked.connect(self._save)
        self.code.clicked.connect(self._show_code)
        self.show_run(None, may_continue=False)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self.page)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(8)
        column.addWidget(self.facts)
        for widgets in ((self.state, self.save, self.code), (self.epochs, self.go_on)):
            row = QHBoxLayout()
            row.setSpacing(8)
            for widget in widgets:
                widget.setMinimumHeight(_FIELD_HEIGHT)
                row.addWidget(widget)
            row.addStretch(1)
            column.addLayout(row)
        column.addWidget(self.note)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(self.page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.hint)
        layout.addWidget(area, 1)

    def show_run(self, run: Run | None, *, may_continue: bool) -> None:
        """Show a run; None for none.

        Args:
            run: The run.
            may_continue: Whether a training may begin now.
        """
        if self._run is not None and (run is None or run.id != self._run.id):
            self._keep_note()
        same = run is not None and self._run is not None and run.id == self._run.id
        self._run = run
        self.hint.setVisible(run is None)
        self.page.setVisible(run is not None)
        if run is None:
            return
        self.facts.setText(facts(run))
        if not (same and (self.note.hasFocus() or self.note.document().isModified())):
            self.note.setPlainText(run.note)
        self._fill_states(run)
        has_state = self.state.count() > 0
        self.go_on.setEnabled(has_state and may_continue)
        self.save.setEnabled(has_state)
        self.state.setEnabled(has_state)

    def _fill_states(self, run: Run) -> None:
        before = self.state.currentIndex()
        self.state.clear()
        ended = run.status is not Status.RUNNING
        for state in states(run) if ended else ():
            title = (
                tr("best epoch, {epoch}", epoch=state.epoch)
                if state.kind == BEST
                else tr("last epoch, {epoch}", epoch=state.epoch)
            )
            self.state.addItem(title, state)
        self.state.setPlaceholderText(tr("no model is kept"))
        self.state.setCurrentIndex(min(max(before, 0), self.state.count() - 1))

    def _keep_note(self) -> None:
        document = self.note.document()
        if self._run is not None and document.isModified():
            document.setModified(False)
            self.noted.emit(self._run.id, document.toPlainText())

    def _continue(self) -> None:
        state = self.state.currentData()
        if self._run is not None and isinstance(state, Checkpoint):
            self.continue_wanted.emit(self._run, state, self.epochs.value())

    def _save(self) -> None:
        state = self.state.currentData()
        if isinstance(state, Checkpoint):
            self.save_wanted.emit(state)

    def _show_code(self) -> None:
        if self._run is not None:
            self.code_wanted.emit(self._run)


class _Note(QPlainTextEdit):
    """A field that tells when it is left.

    Attributes:
        left: Fires when the focus goes elsewhere.
    """

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the field is left."""
        super().focusOutEvent(event)
        self.left.emit()


def states(run: Run) -> list[Checkpoint]:
    """Return the states of a run that one can go on from: the last, and the best if another."""
    last = last_state(run.folder, run.restored or run.epochs_done)
    best = best_state(run.folder)
    kept = [state for state in (last, best) if state is not None]
    return kept[:1] if len(kept) == 2 and kept[0].epoch == kept[1].epoch else kept


def facts(run: Run) -> str:
    """Return what is known of a run, in a few lines."""
    lines = [_course(run)]
    figures = [f"{name} {figure(value)}" for name, value in run.logs.items()]
    if figures:
        lines.append(tr("At the end: {figures}", figures=",  ".join(figures)))
    if run.restored is not None:
        epoch = run.restored
        lines.append(tr("Its model has the weights of the best epoch, {epoch}.", epoch=epoch))
    if run.parent is not None:
        lines.append(tr("It goes on from run {number}.", number=run.parent))
    if run.sweep:
        lines.append(
            tr("It is a trial of a sweep; the search finds sweep={word}.", word=run.sweep[:8])
        )
    made_with = [f"{name} {value}" for name, value in run.versions.items() if name != "devices"]
    if run.versions:
        lines.append(
            tr(
                "Computed on {devices} with {versions}",
                devices=run.versions.get("devices", "?"),
                versions=", ".join(made_with),
            )
        )
    if run.data_hash:
        lines.append(tr("Data {hash}", hash=run.data_hash[:12]))
    lines.append(tr("In {folder}", folder=run.folder))
    return "\n".join(lines)


def _course(run: Run) -> str:
    return tr(
        "Run {number}, {title}: {status} after {done} of {epochs} epochs and {time}, seed {seed}",
        number=run.id,
        title=run.title or tr("Untitled"),
        status=status_word(run.status),
        done=run.epochs_done,
        epochs=run.epochs,
        time=duration(run.seconds),
        seed=run.seed,
    )
