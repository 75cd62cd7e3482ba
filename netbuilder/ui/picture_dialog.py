"""Asks what kind of picture of the network is wanted, shows it small, and saves it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from netbuilder.i18n import tr
from netbuilder.ui.canvas.drawing import Drawing, drawing_of
from netbuilder.ui.document import Document
from netbuilder.ui.export import suggested_path
from netbuilder.ui.picture import (
    SCALES,
    PictureForm,
    largest_scale,
    png_image,
    svg_bytes,
    write_picture,
)
from netbuilder.ui.text import grouped

_PREVIEW = QSize(360, 320)
_SHARP = 2


class PictureDialog(QDialog):
    """What to draw, as which kind of file, how large.

    Attributes:
        part: Whole network or selection.
        form: The kind of file.
        scale: How many pixels for one on the canvas.
    """

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent)
        self._document = document
        self._whole = drawing_of(document)
        self._selected = drawing_of(document, document.selection) if document.selection else None
        self.setWindowTitle(tr("Export picture"))
        self.part, self.form, self.scale = QComboBox(), QComboBox(), QComboBox()
        self._preview, self._size = QLabel(), QLabel()
        self.save_button = QPushButton(tr("Save …"))
        self.copy_button = QPushButton(tr("Copy"))
        self._fill()
        self._lay_out()
        self._show_drawing()
        for box in (self.part, self.form, self.scale):
            box.currentIndexChanged.connect(self._show_drawing)
        self.save_button.clicked.connect(self._save)
        self.copy_button.clicked.connect(self._copy)

    @property
    def drawing(self) -> Drawing:
        """What is to be drawn."""
        wants_part = self.part.currentIndex() == 1
        return self._selected if wants_part and self._selected is not None else self._whole

    def _fill(self) -> None:
        self.part.addItem(tr("The whole network"))
        if self._selected is not None:
            count = len(self._selected.nodes)
            self.part.addItem(tr("What is selected ({count} nodes)", count=count))
            self.part.setCurrentIndex(1)
        self.form.addItem(tr("SVG: drawing, for web pages and editing"), PictureForm.SVG)
        self.form.addItem(tr("PDF: drawing, for papers and LaTeX"), PictureForm.PDF)
        self.form.addItem(tr("PNG: pixels, for text programs and chats"), PictureForm.PNG)
        for scale in SCALES:
            self.scale.addItem(tr("{scale} times", scale=scale), scale)
        self.scale.setCurrentIndex(SCALES.index(_SHARP))
        self.scale.setToolTip(tr("How many pixels of the picture for one on the canvas"))

    def _lay_out(self) -> None:
        self._preview.setFixedSize(_PREVIEW)
        self._preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._preview.setObjectName("paper")
        self._preview.setAccessibleName(tr("How the picture will look"))
        self._size.setProperty("muted", True)
        form = QFormLayout()
        form.setSpacing(12)
        form.addRow(tr("Picture of"), self.part)
        form.addRow(tr("File"), self.form)
        form.addRow(tr("Size"), self.scale)
        form.addRow("", self._size)
        self.copy_button.setToolTip(tr("Put the picture on the clipboard"))
        self.save_button.setDefault(True)
        buttons = QDialogButtonBox()
        buttons.addButton(self.copy_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self.save_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.rejected.connect(self.reject)
        right = QVBoxLayout()
        right.addLayout(form)
        right.addStretch(1)
        right.addWidget(buttons)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(16)
        layout.addWidget(self._preview)
        layout.addLayout(right, 1)

    def _show_drawing(self) -> None:
        """Show the picture small, and how large it will be."""
        drawing, wanted = self.drawing, self._wanted_scale()
        room = _PREVIEW - QSize(16, 16)
        ratio = self.devicePixelRatioF()
        wide, high = drawing.bounds.width(), drawing.bounds.height()
        fitting = min(1.0, room.width() / max(1, wide), room.height() / max(1, high))
        empty = drawing.bounds.isEmpty()
        picture = QPixmap() if empty else QPixmap.fromImage(png_image(drawing, fitting * ratio))
        picture.setDevicePixelRatio(ratio)
        self._preview.setPixmap(picture)
        as_pixels = self.form.currentData() == PictureForm.PNG
        self.scale.setEnabled(as_pixels)
        possible = min(wanted if as_pixels else 1, largest_scale(drawing))
        self._size.setText(
            tr(
                "{wide} by {high} pixels",
                wide=grouped(round(wide * possible)),
                high=grouped(round(high * possible)),
            )
        )
        for button in (self.save_button, self.copy_button):
            button.setEnabled(not empty)

    def _wanted_scale(self) -> int:
        return int(self.scale.currentData())

    def _copy(self) -> None:
        """Put pixels and drawing on the clipboard, for programs that take either."""
        data = QMimeData()
        data.setImageData(png_image(self.drawing, self._wanted_scale()))
        data.setData("image/svg+xml", svg_bytes(self.drawing, self._title()))
        QGuiApplication.clipboard().setMimeData(data)
        self.accept()

    def _save(self) -> None:
        form = PictureForm(self.form.currentData())
        kinds = tr("Pictures (*.{suffix})", suffix=form)
        name, _ = QFileDialog.getSaveFileName(
            self, tr("Export picture"), str(suggested_path(self._document, form)), kinds
        )
        if not name:
            return
        path = Path(name)
        path = path if path.suffix.lower() == f".{form}" else path.with_name(f"{path.name}.{form}")
        try:
            write_picture(self.drawing, path, form, self._title(), self._wanted_scale())
        except OSError as error:
            QMessageBox.warning(
                self, tr("NetBuilder"), tr("The picture cannot be saved: {reason}.", reason=error)
            )
            return
        self.accept()

    def _title(self) -> str:
        return self._document.project.title or tr("Network")
