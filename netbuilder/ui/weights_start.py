"""The weights that a training starts from: chosen, given up, and written beside saved code."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from netbuilder.i18n import tr
from netbuilder.project.weights import SUFFIXES, WeightsFile, weights_in
from netbuilder.runs.command import start_weights
from netbuilder.training.commands import WriteWeights
from netbuilder.training.protocol import AnyEvent
from netbuilder.training.replies import WeightsWritten
from netbuilder.training.weights import START_WEIGHTS, fitted_words
from netbuilder.ui.document import Document
from netbuilder.ui.files import Files
from netbuilder.ui.worker_process import WorkerProcess

if TYPE_CHECKING:
    from netbuilder.codegen.product import Product


@dataclass(frozen=True, slots=True)
class _Read:
    """What looking at a file gave: weights, or the sentence that says why there are none."""

    weights: WeightsFile | None
    refusal: str = ""


class WeightsStart(QObject):
    """Keeps and uses the project's file of weights.

    Attributes:
        said: Fires with a sentence about what was done.
    """

    said = Signal(str)
    _read = Signal(object)

    def __init__(
        self, document: Document, worker: WorkerProcess, files: Files, window: QWidget
    ) -> None:
        super().__init__(window)
        self._document = document
        self._worker = worker
        self._files = files
        self._window = window
        self._request = 0
        self._read.connect(self._take_file)
        worker.reported.connect(self._take)

    def choose(self) -> None:
        """Ask for a file of weights, and start trainings from them."""
        patterns = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        name, _ = QFileDialog.getOpenFileName(
            self._window,
            tr("Start from the weights of a file"),
            str(self._files.folder()),
            tr("Weights of Keras ({patterns})", patterns=patterns),
        )
        if name:
            threading.Thread(target=self._look_at, args=(Path(name),), daemon=True).start()

    def use(self, wanted: bool) -> None:
        """Start trainings from the project's file of weights, or from fresh ones."""
        weights = self._document.project.weights
        if weights is not None and weights.used != wanted:
            title = (
                tr("Start from the file's weights") if wanted else tr("Start from fresh weights")
            )
            self._set(replace(weights, used=wanted), title)

    def switch(self) -> None:
        """Start trainings from the other of both: the file's weights, or fresh ones."""
        weights = self._document.project.weights
        self.use(weights is None or not weights.used)

    def write(self, made: Product, folder: Path) -> None:
        """Have the worker write the weights that saved code starts from, beside it."""
        weights = start_weights(self._document.project)
        if weights is not None and made.start_code:
            self._request += 1
            target = str(folder / START_WEIGHTS)
            self._worker.send(WriteWeights(self._request, made.start_code, weights, target))
            self.said.emit(tr("The weights are being written beside the code …"))

    def _look_at(self, path: Path) -> None:
        try:
            read = _Read(weights_in(path))
        except OSError as error:
            read = _Read(None, error.strerror or type(error).__name__)
        with suppress(RuntimeError):  # the window has been closed meanwhile
            self._read.emit(read)

    def _take_file(self, read: _Read) -> None:
        if read.weights is None:
            reason = read.refusal or tr("it is neither a .keras nor an .h5 file")
            self._files.complain(tr("The weights cannot be read: {reason}.", reason=reason))
        else:
            self._set(read.weights, tr("Choose weights"))

    def _set(self, weights: WeightsFile, title: str) -> None:
        self._document.apply_to_project(lambda project: replace(project, weights=weights), title)

    def _take(self, event: AnyEvent) -> None:
        if not isinstance(event, WeightsWritten) or event.request != self._request:
            return
        if event.found is None:
            self._files.complain(event.message)
        else:
            self.said.emit(fitted_words(event.found))
