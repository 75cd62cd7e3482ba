"""Asks which ready-made network is wanted, and how it is to be made."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from netbuilder.catalog.applications import APPLICATIONS
from netbuilder.catalog.preparing import LayerOf, about_pixels, needs_colours, preparing_layers
from netbuilder.catalog.tensors import Shape
from netbuilder.graph import Params, Value
from netbuilder.i18n import tr
from netbuilder.ui.applications.desk import ApplicationDesk
from netbuilder.ui.fuzzy import fit
from netbuilder.ui.text import grouped

_SIZE = QSize(680, 460)
_LARGEST = 1024
_USUAL: Shape = (224, 224, 3)
_IMAGENET, _FILE = "imagenet", "file"


class ApplicationDialog(QDialog):
    """All networks at the left, what is to be known and chosen of one at the right.

    Args:
        desk: Has it made, and adds it.
        shape: Of the pictures that come to it, as far as it is known.
        brightest: How large their numbers get, from 0 on.
        parent: What it belongs to.
    """

    def __init__(
        self, desk: ApplicationDesk, shape: Shape | None, brightest: float, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Add a ready-made network"))
        self.resize(_SIZE)
        self._desk, self._brightest = desk, brightest
        desk.setParent(self)
        self._path = ""
        self.search, self.list = QLineEdit(), QListWidget()
        self.about, self.words = QLabel(), QLabel()
        self.sides = (QSpinBox(), QSpinBox())
        self.channels, self.pooling, self.weights = QComboBox(), QComboBox(), QComboBox()
        self.top = QCheckBox(tr("with its own answer to ImageNet's 1000 classes"))
        self.frozen = QCheckBox(tr("keep its weights as they are"))
        self.prepared = QCheckBox(
            tr("prepare pixels from 0 to {brightest} for it", brightest=f"{brightest:g}")
        )
        self.progress = QProgressBar()
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self._fill(shape or _USUAL)
        self._lay_out()
        self._connect()
        self.list.setCurrentRow(0)
        self._show()

    def chosen(self) -> Params:
        """Return how the network is to be made."""
        size: tuple[Value, ...] = (*(side.value() for side in self.sides), self._channels())
        values: dict[str, Value] = {
            "application": self._application(),
            "include_top": self.top.isChecked(),
            "input_shape": size,
        }
        if self.pooling.currentData() and not self.top.isChecked():
            values["pooling"] = self.pooling.currentData()
        if self.weights.currentData():
            values["weights"] = self._path or _IMAGENET
        if self.frozen.isChecked():
            values["trainable"] = False
        return Params(values)

    def done(self, result: int) -> None:
        """Want nothing any more, however the dialog is closed."""
        self._desk.changed.disconnect(self._show)
        self._desk.cancel()
        super().done(result)

    def _start(self) -> None:
        """Have the network made; the dialog closes once it is there."""
        preparing = self._preparing() if self.prepared.isChecked() else ()
        self._desk.start(self.chosen(), preparing)

    def _fill(self, shape: Shape) -> None:
        for name, known in APPLICATIONS.items():
            item = QListWidgetItem(
                tr("{name}, {count} parameters", name=name, count=grouped(known.parameters))
            )
            item.setData(Qt.ItemDataRole.UserRole, name)
            self.list.addItem(item)
        for side, size in zip(self.sides, shape, strict=False):
            side.setMaximum(_LARGEST)
            side.setValue(size or 0)
        self.channels.addItem(tr("colour (3)"), 3)
        self.channels.addItem(tr("grey (1)"), 1)
        self.channels.setCurrentIndex(max(0, self.channels.findData(shape[-1])))
        self.pooling.addItem(tr("one row: the average of each map"), "avg")
        self.pooling.addItem(tr("one row: the largest of each map"), "max")
        self.pooling.addItem(tr("maps"), "")
        self.weights.addItem(tr("random"), "")
        self.weights.addItem(tr("of ImageNet, from the internet"), _IMAGENET)
        self.weights.addItem(tr("from a file …"), _FILE)

    def _lay_out(self) -> None:
        self.search.setPlaceholderText(tr("Search networks"))
        self.search.setClearButtonEnabled(True)
        left = QVBoxLayout()
        left.addWidget(self.search)
        left.addWidget(self.list, 1)
        size = QHBoxLayout()
        size.addWidget(self.sides[0])
        size.addWidget(QLabel("×"))
        size.addWidget(self.sides[1])
        size.addWidget(self.channels, 1)
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.addRow(tr("Pictures"), size)
        form.addRow(tr("It gives"), self.pooling)
        form.addRow("", self.top)
        form.addRow(tr("Weights"), self.weights)
        form.addRow("", self.frozen)
        form.addRow("", self.prepared)
        for label in (self.about, self.words):
            label.setWordWrap(True)
        self.about.setProperty("muted", True)
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setMaximumHeight(6)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self.about)
        right.addLayout(form)
        right.addStretch(1)
        right.addWidget(self.words)
        right.addWidget(self.progress)
        columns = QHBoxLayout()
        columns.setSpacing(16)
        columns.addLayout(left, 2)
        columns.addLayout(right, 3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addLayout(columns, 1)
        layout.addWidget(self.buttons)
        self._name_parts()

    def _name_parts(self) -> None:
        for part, name in (
            (self.list, tr("Networks")),
            (self.sides[0], tr("Height")),
            (self.sides[1], tr("Width")),
            (self.channels, tr("Channels")),
        ):
            part.setAccessibleName(name)
        self.frozen.setToolTip(tr("Training then changes only the layers after it"))
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(tr("Add"))

    def _connect(self) -> None:
        self.search.textChanged.connect(self._filter)
        self.list.currentRowChanged.connect(self._show)
        self.list.itemDoubleClicked.connect(self._start)
        self.top.toggled.connect(self._show)
        self.channels.activated.connect(self._show)
        self.weights.activated.connect(self._on_weights)
        self.buttons.accepted.connect(self._start)
        self.buttons.rejected.connect(self.reject)
        self._desk.changed.connect(self._show)
        self._desk.added.connect(self.accept)

    def _filter(self, typed: str) -> None:
        fitting = [name for name in APPLICATIONS if fit(typed, name) is not None]
        for row, name in enumerate(APPLICATIONS):
            self.list.item(row).setHidden(name not in fitting)
        if fitting and self._application() not in fitting:
            self.list.setCurrentRow(list(APPLICATIONS).index(fitting[0]))

    def _on_weights(self) -> None:
        self._path = ""
        if self.weights.currentData() == _FILE:
            self._path, _ = QFileDialog.getOpenFileName(
                self, tr("Weights"), str(Path.home()), tr("Weights of Keras (*.h5)")
            )
            if not self._path:
                self.weights.setCurrentIndex(0)
        for box in (self.frozen, self.prepared):
            box.setChecked(bool(self.weights.currentData()))
        self._show()

    def _show(self) -> None:
        known = APPLICATIONS[self._application()]
        for side in self.sides:
            side.setMinimum(known.least)
        self.about.setText(
            tr(
                "Its pictures are at least {least} × {least} pixels. {pixels}",
                least=known.least,
                pixels=about_pixels(known.pixels),
            )
        )
        self.pooling.setEnabled(not self.top.isChecked())
        preparing = self._preparing()
        self.prepared.setVisible(bool(preparing))
        self.prepared.setToolTip(
            tr("Puts {layers} before it", layers=", ".join(name for name, _ in preparing))
        )
        making = self._desk.making
        self.progress.setVisible(making)
        self.words.setText(tr("Its layers are being read …") if making else self._said())
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not making)

    def _said(self) -> str:
        if self._desk.message:
            return self._desk.message
        if self._path:
            return tr("Its weights are read from {file}.", file=Path(self._path).name)
        if self.weights.currentData() == _IMAGENET:
            return tr("Keras loads the weights from the internet when it is first trained.")
        return tr("It starts with random weights: it has learned nothing yet.")

    def _preparing(self) -> tuple[LayerOf, ...]:
        """Return the layers that would prepare its pixels; none where it needs none."""
        pixels = APPLICATIONS[self._application()].pixels
        if needs_colours(pixels) and self._channels() == 1:
            return ()
        return preparing_layers(pixels, self._brightest)

    def _application(self) -> str:
        return list(APPLICATIONS)[max(0, self.list.currentRow())]

    def _channels(self) -> int:
        return int(self.channels.currentData())
