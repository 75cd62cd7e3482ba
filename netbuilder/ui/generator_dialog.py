"""Asks what an ImageDataGenerator was told, and says the same with layers and a dataset."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from netbuilder.catalog.spec import ClassSpec, Kind, Param
from netbuilder.codegen.objects import object_expression
from netbuilder.codegen.write import flat
from netbuilder.dataset import DataError
from netbuilder.graph import Config, Params, Value
from netbuilder.i18n import tr
from netbuilder.project.generator import (
    GeneratorSettings,
    differences,
    layers_for,
    with_generator,
)
from netbuilder.ui.document import Document
from netbuilder.ui.inspector.objects import ParamForm
from netbuilder.ui.theme import mono_font

_SIZE = (820, 620)
_FORM_WIDTH, _NAME_WIDTH = 400, 144


class GeneratorDialog(QDialog):
    """The generator's settings at the left; at the right what becomes of them, and what differs.

    Attributes:
        form: The settings.
        folder: The field for ``flow_from_directory``'s folder.
        layers: Shows the layers as code.
        notes: Shows what differs.
        insert_button: Takes it over into the project.
    """

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent)
        self._document = document
        self._settings = GeneratorSettings()
        self.setWindowTitle(tr("Do as an ImageDataGenerator does"))
        self.resize(*_SIZE)
        self.form = ParamForm(
            ClassSpec(name="ImageDataGenerator", module="", params=_params()),
            document.catalog,
            name_width=_NAME_WIDTH,
        )
        self.folder = QLineEdit()
        self.folder.setReadOnly(True)
        self.folder.setPlaceholderText(tr("leave the data as they are"))
        self.folder.setAccessibleName("directory")
        self.browse_button = QPushButton(tr("Choose …"))
        self.browse_button.setToolTip(tr("Choose the folder with a folder of pictures per class"))
        self.layers, self.notes = QLabel(), QLabel()
        self.insert_button = QPushButton(tr("Insert"))
        self.insert_button.setToolTip(tr("Put the layers behind the Input and choose the data"))
        self._lay_out()
        self.form.edited.connect(self._on_edited)
        self.form.reset.connect(self._on_reset)
        self.browse_button.clicked.connect(self._on_browse)
        self.insert_button.clicked.connect(self._insert)
        self._show()

    def _lay_out(self) -> None:
        for label in (self.layers, self.notes):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.layers.setFont(mono_font())
        self.notes.setProperty("muted", True)
        row = QHBoxLayout()
        row.addWidget(self.folder, 1)
        row.addWidget(self.browse_button)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 12, 0)
        column.addWidget(QLabel("flow_from_directory"))
        column.addLayout(row)
        column.addWidget(self.form)
        column.addStretch(1)
        buttons = QDialogButtonBox()
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self.insert_button, QDialogButtonBox.ButtonRole.AcceptRole)
        self.insert_button.setDefault(True)
        buttons.rejected.connect(self.reject)
        told = QWidget()
        words = QVBoxLayout(told)
        words.setContentsMargins(4, 0, 8, 0)
        words.setSpacing(8)
        for title, label in (
            (tr("Layers behind the Input"), self.layers),
            (tr("What differs"), self.notes),
        ):
            words.addWidget(QLabel(title))
            words.addWidget(label)
        words.addStretch(1)
        right = QVBoxLayout()
        right.addWidget(_scrolled(told), 1)
        right.addWidget(buttons)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(16)
        left = _scrolled(page)
        left.setFixedWidth(_FORM_WIDTH)
        layout.addWidget(left)
        layout.addLayout(right, 1)

    def _show(self) -> None:
        usual = GeneratorSettings()
        given = {field.name: getattr(self._settings, field.name) for field in fields(usual)}
        folder = given.pop("directory")
        changed = {key: part for key, part in given.items() if part != getattr(usual, key)}
        self.form.show_params(Params(changed))
        self.folder.setText("" if folder is None else str(folder))
        catalog = self._document.catalog
        self.layers.setText(
            "\n".join(
                "• " + flat(object_expression(Config(name, params), catalog, None))
                for name, params in layers_for(self._settings)
            )
            or tr("none")
        )
        self.notes.setText("\n\n".join(differences(self._settings)) or tr("nothing"))

    def _on_edited(self, name: str, value: Value) -> None:
        if name == "target_size" and not (isinstance(value, tuple) and len(value) == 2):
            value = (value, value)
        given: dict[str, Any] = {name: value}
        self._settings = replace(self._settings, **given)
        self._show()

    def _on_reset(self, name: str) -> None:
        self._on_edited(name, getattr(GeneratorSettings(), name))

    def _on_browse(self) -> None:
        title = tr("Choose data")
        chosen = QFileDialog.getExistingDirectory(self, title, str(Path.home()))
        if chosen:
            self._settings = replace(self._settings, directory=Path(chosen))
            self._show()

    def _insert(self) -> None:
        try:
            changed = with_generator(self._document.project, self._settings)
        except DataError as error:
            QMessageBox.warning(self, tr("NetBuilder"), str(error))
            return
        title = tr("Do as an ImageDataGenerator does")
        self._document.apply_to_project(lambda _: changed, title)
        self.accept()


def _scrolled(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    return area


def _params() -> tuple[Param, ...]:
    """Describe the settings as parameters, so that the inspector's editors serve them."""
    usual = GeneratorSettings()
    fills = ("nearest", "constant", "reflect", "wrap")
    share = {"minimum": 0.0, "maximum": 0.99}
    rows: tuple[tuple[str, Kind, dict[str, Any]], ...] = (
        ("target_size", Kind.SIZE, {"length": 2, "minimum": 1}),
        ("color_mode", Kind.CHOICE, {"choices": ("rgb", "grayscale")}),
        (
            "class_mode",
            Kind.CHOICE,
            {"choices": ("categorical", "sparse", "binary", "input")},
        ),
        ("batch_size", Kind.INT, {"minimum": 1}),
        ("validation_split", Kind.FLOAT, share),
        ("rescale", Kind.FLOAT, {"minimum": 0.0}),
        ("rotation_range", Kind.FLOAT, {"minimum": 0.0, "maximum": 360.0}),
        ("width_shift_range", Kind.FLOAT, {"minimum": 0.0}),
        ("height_shift_range", Kind.FLOAT, {"minimum": 0.0}),
        ("shear_range", Kind.FLOAT, {"minimum": 0.0, "maximum": 45.0}),
        ("zoom_range", Kind.FLOAT, share),
        ("horizontal_flip", Kind.BOOL, {}),
        ("vertical_flip", Kind.BOOL, {}),
        ("brightness_low", Kind.FLOAT, {"minimum": 0.0, "maximum": 2.0}),
        ("brightness_high", Kind.FLOAT, {"minimum": 0.0, "maximum": 2.0}),
        ("fill_mode", Kind.CHOICE, {"choices": fills}),
        ("cval", Kind.FLOAT, {}),
    )
    return tuple(
        Param(name, kind, default=getattr(usual, name), **facts) for name, kind, facts in rows
    )
