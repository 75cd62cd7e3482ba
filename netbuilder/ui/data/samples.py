"""Real samples of the data before and after one layer, in a window of their own."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from netbuilder.codegen.keras_names import keras_names
from netbuilder.dataset.errors import DataError
from netbuilder.graph.walks import INPUT_CLASS
from netbuilder.i18n import tr
from netbuilder.project.file import ProjectError
from netbuilder.runs.command import start_weights
from netbuilder.training.commands import ShowSamples
from netbuilder.training.protocol import AnyEvent
from netbuilder.training.replies import Shown
from netbuilder.ui.data.preview import PictureSheet
from netbuilder.ui.document import Document
from netbuilder.ui.training.control import TrainingControl
from netbuilder.ui.training.trials import prepare_trial, trial_hindrance
from netbuilder.ui.worker_process import WorkerProcess

_SIZE = QSize(720, 340)


class SampleShow(QObject):
    """Has the worker compute what the selected layer does to some samples.

    Attributes:
        changed: Fires when there is something else to show.
        running: Whether the worker is at it.
        title: The name of the layer; empty for none.
        shown: What came of it; None before, and where nothing came.
        message: What there is to say; empty for nothing.
    """

    changed = Signal()

    def __init__(
        self,
        document: Document,
        worker: WorkerProcess,
        control: TrainingControl,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._worker = worker
        self._control = control
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._request = 0
        self.running = False
        self.title = ""
        self.shown: Shown | None = None
        self.message = ""
        worker.reported.connect(self._take)
        worker.state_changed.connect(self._on_worker_state)

    def start(self) -> None:
        """Ask for the samples around the selected layer, if that can be."""
        self.close()
        layer, self.message = self._layer()
        self.message = self.message or trial_hindrance(self._document, self._control)
        if not self.message:
            self._ask(layer)
        self.changed.emit()

    def close(self) -> None:
        """Forget what was shown, and what may still come."""
        self._request += 1
        self.running, self.shown = False, None
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _layer(self) -> tuple[str, str]:
        """Return the layer's name in Keras, or why its samples cannot be shown."""
        document = self._document
        chosen = [key for key in document.selection if key in document.graph.nodes]
        if len(chosen) != 1 or document.level.path:
            self.title = ""
            return "", tr("Select one layer of the whole network.")
        node = document.graph.nodes[chosen[0]]
        self.title = node.name
        calls = sum((one.shares or one.id) == node.id for one in document.graph.nodes.values())
        if node.class_name == INPUT_CLASS or node.shares or calls > 1:
            return "", tr("Select a layer that is called once, and that takes something.")
        if len(document.graph.incoming(node.id)) != 1:
            return "", tr("Select a layer that takes one thing.")
        names = keras_names(document.graph, document.report, document.catalog)
        return names.get((node.id,), node.name), ""

    def _ask(self, layer: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="netbuilder-samples-")
        folder = Path(self._folder.name)
        try:
            path = prepare_trial(self._document, folder)
        except (DataError, ProjectError, OSError) as error:
            self.message = str(error)
            return
        self.running = True
        self.message = tr("The samples are on their way …")
        weights = start_weights(self._document.project)
        self._worker.send(ShowSamples(self._request, str(path), layer, str(folder), weights))

    def _take(self, event: AnyEvent) -> None:
        if isinstance(event, Shown) and event.request == self._request:
            self.running, self.message = False, event.message
            self.shown = None if event.message else event
            self.changed.emit()

    def _on_worker_state(self, state: str) -> None:
        if state == "gone" and self.running:
            self.running = False
            self.message = tr("The worker ended before, perhaps for want of memory.")
            self.changed.emit()


class SamplesDialog(QDialog):
    """Shows the same samples before and after a layer; where chance is in it, draw by draw."""

    def __init__(self, show: SampleShow, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(_SIZE)
        self._show_of = show
        self._draw = 0
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.captions = (QLabel(tr("Before")), QLabel(tr("After")))
        self.before, self.after = PictureSheet(), PictureSheet()
        self.table = QTableWidget(0, 2)
        self.table.setHorizontalHeaderLabels([tr("Before"), tr("After")])
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setShowGrid(False)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.shuffle = QPushButton(tr("&Shuffle"))
        self.shuffle.setToolTip(tr("Let chance decide once more, on the same samples"))
        self._lay_out()
        self.shuffle.clicked.connect(self._on_shuffle)
        show.changed.connect(self._refresh)
        show.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Forget the samples."""
        self._show_of.changed.disconnect(self._refresh)
        self._show_of.close()
        super().closeEvent(event)

    def reject(self) -> None:
        """Close on Esc."""
        self.close()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(self.words)
        for caption, sheet in zip(self.captions, (self.before, self.after), strict=True):
            caption.setProperty("muted", True)
            layout.addWidget(caption)
            layout.addWidget(sheet, 1)
        layout.addWidget(self.table, 2)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.shuffle)
        layout.addLayout(row)

    def _refresh(self) -> None:
        show = self._show_of
        self.setWindowTitle(tr("Samples before and after '{name}'", name=show.title))
        self.words.setText(show.message)
        self.words.setVisible(bool(show.message))
        self._draw = 0
        self._show_draw()

    def _show_draw(self) -> None:
        shown = self._show_of.shown
        pictures = shown is not None and bool(shown.after)
        rows = shown.rows[self._draw] if shown is not None and shown.rows else []
        for caption in self.captions:
            caption.setVisible(pictures)
        self.before.show_file(Path(shown.before) if shown and pictures else None)
        self.after.show_file(Path(shown.after[self._draw]) if shown and pictures else None)
        self.table.setVisible(bool(rows))
        self.table.setRowCount(len(rows))
        for number, cells in enumerate(rows):
            for column, text in enumerate(cells):
                self.table.setItem(number, column, QTableWidgetItem(text))
        self.table.resizeColumnsToContents()
        self.shuffle.setVisible(self._draws() > 1)

    def _draws(self) -> int:
        shown = self._show_of.shown
        return max(len(shown.after), len(shown.rows)) if shown else 0

    def _on_shuffle(self) -> None:
        self._draw = (self._draw + 1) % self._draws()
        self._show_draw()
