"""Asks where and as what the network of a run is to be written, and says what came of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from netbuilder.i18n import tr
from netbuilder.training.evaluation import ModelForm
from netbuilder.training.replies import Exported
from netbuilder.ui.results.control import ResultsControl

_ENDINGS: dict[ModelForm, str] = {
    "keras": ".keras",
    "weights": ".weights.h5",
    "saved_model": "",
    "tflite": ".tflite",
    "onnx": ".onnx",
}


class ModelExport(QObject):
    """Exports the run whose results are shown, or else the last one.

    Attributes:
        said: Fires with what there is to say.
    """

    said = Signal(str)

    def __init__(self, control: ResultsControl, parent: QWidget) -> None:
        super().__init__(parent)
        self._control = control
        self._parent = parent
        control.exported.connect(self._on_exported)

    def choose(self) -> None:
        """Ask for a file and its form, and have it written."""
        run = self._control.run or self._control.latest()
        hindrance = self._control.hindrance(run)
        if run is None or hindrance:
            QMessageBox.warning(self._parent, tr("NetBuilder"), hindrance)
            return
        names = form_names()
        path, chosen = QFileDialog.getSaveFileName(
            self._parent, tr("Export model"), str(Path.home() / "model"), ";;".join(names.values())
        )
        if not path:
            return
        form = next((form for form, name in names.items() if name == chosen), form_of(Path(path)))
        self._control.export(run, form, with_ending(Path(path), form))
        self.said.emit(tr("The model is being written …"))

    def _on_exported(self, event: Exported) -> None:
        if not event.message:
            self.said.emit(tr("Wrote {file}.", file=event.target))
            return
        box = QMessageBox(QMessageBox.Icon.Warning, tr("NetBuilder"), event.message)
        box.setParent(self._parent, box.windowFlags())
        box.setDetailedText(event.details)
        box.exec()


def form_names() -> dict[ModelForm, str]:
    """Return what a dialog offers, form by form."""
    return {
        "keras": tr("Keras model (*.keras)"),
        "weights": tr("Weights alone (*.weights.h5)"),
        "saved_model": tr("TensorFlow SavedModel, a folder (*)"),
        "tflite": tr("TensorFlow Lite, for telephones and small devices (*.tflite)"),
        "onnx": tr("ONNX, for other programs (*.onnx)"),
    }


def form_of(path: Path) -> ModelForm:
    """Return the form that a file's name asks for; a plain model if none."""
    for form, ending in _ENDINGS.items():
        if ending and path.name.endswith(ending):
            return form
    return "keras"


def with_ending(path: Path, form: ModelForm) -> Path:
    """Return a path with the ending that its form needs."""
    ending = _ENDINGS[form]
    return path if path.name.endswith(ending) else path.with_name(path.name + ending)
