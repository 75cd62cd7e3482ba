"""The data panel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from netbuilder.catalog.spec import ClassSpec, Kind
from netbuilder.checks.fitting import take_shapes
from netbuilder.codegen.ends import input_names, output_names
from netbuilder.dataset import NO_DATA, DataChoice
from netbuilder.dataset.errors import DataError
from netbuilder.dataset.online import DATASETS, ONLINE
from netbuilder.dataset.options import FOLDERS, options_of
from netbuilder.dataset.suggest import suggest_choice
from netbuilder.dataset.uses import Ends, Use, with_use
from netbuilder.graph import Params, Value
from netbuilder.i18n import tr
from netbuilder.ui.data.control import DataControl
from netbuilder.ui.data.ends_form import EndsForm
from netbuilder.ui.data.head_table import use_title
from netbuilder.ui.data.preview import Preview
from netbuilder.ui.document import Document
from netbuilder.ui.inspector.editors import QuietComboBox
from netbuilder.ui.inspector.objects import ParamForm
from netbuilder.ui.theme import Scheme, mono_font

_OWN = {
    "csv": tr("Table or series from a CSV file …"),
    "npz": tr("Arrays from NPZ or NPY files …"),
    "images": tr("Pictures in a folder for each class …"),
    "texts": tr("Texts in a folder for each class …"),
}
_NO_OPTIONS = ClassSpec(name="", module="", params=())
_FILTERS = {"csv": "CSV (*.csv *.tsv *.txt)", "npz": "NumPy (*.npz *.npy)"}


class DataPanel(QWidget):
    """Choice and options at the left, what is in the data at the right."""

    def __init__(
        self,
        document: Document,
        control: DataControl,
        scheme: Scheme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._control = control
        self._options_spec = _NO_OPTIONS
        self._edits = 0
        self.source_box = QuietComboBox()
        self.source_box.setAccessibleName(tr("Dataset"))
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.sentence.setProperty("muted", True)
        self.form: ParamForm | None = None
        self._options = QVBoxLayout()
        # A long form takes a while to be made: not in the same breath as all that follows a choice.
        self._making_form = QTimer(self, singleShot=True, interval=0)
        self._making_form.timeout.connect(self._make_form)
        self.ends = EndsForm(document.catalog)
        self.fit_button = QPushButton(tr("Take the network's shapes from the data"))
        self.preview = Preview(scheme)
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.details_button = QPushButton(tr("Details"))
        self.details_button.setCheckable(True)
        self.details = QPlainTextEdit()
        self.details.setReadOnly(True)
        self.details.setFont(mono_font())
        self._lay_out()
        self._fill_sources()
        self.source_box.activated.connect(self._on_source)
        self.fit_button.clicked.connect(self._take_shapes)
        self.details_button.toggled.connect(self.details.setVisible)
        self.preview.table.use_chosen.connect(self._on_use)
        self.ends.chosen.connect(self._on_end)
        self.ends.left.connect(self._end_row)
        document.changed.connect(self._refresh)
        control.changed.connect(self._refresh)
        self._refresh()

    def set_scheme(self, scheme: Scheme) -> None:
        """Draw in the colours of another scheme."""
        self.preview.set_scheme(scheme)

    def choose_file(self, path: Path) -> None:
        """Choose the user's own file as the project's data."""
        try:
            self._choose(suggest_choice(path.absolute()))
        except DataError as error:
            QMessageBox.warning(self, tr("NetBuilder"), str(error))
            self._refresh()

    def _lay_out(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 12, 8, 12)
        column.setSpacing(8)
        column.addWidget(self.source_box)
        column.addWidget(self.sentence)
        column.addWidget(self.fit_button)
        column.addWidget(self.ends)
        column.addLayout(self._options)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(page)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setMinimumWidth(300)
        right = QWidget()
        layout = QVBoxLayout(right)
        layout.setContentsMargins(0, 0, 0, 0)
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 8, 16, 0)
        bar.addWidget(self.state, 1)
        bar.addWidget(self.details_button)
        layout.addLayout(bar)
        layout.addWidget(self.details)
        preview_area = QScrollArea()
        preview_area.setWidget(self.preview)
        preview_area.setWidgetResizable(True)
        preview_area.setFrameShape(QFrame.Shape.NoFrame)
        layout.addWidget(preview_area, 1)
        splitter = QSplitter()
        splitter.addWidget(area)
        splitter.addWidget(right)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([340, 900])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(splitter)

    def _fill_sources(self) -> None:
        self.source_box.addItem(tr("No data yet"), "")
        for key, dataset in DATASETS.items():
            if key == next(iter(ONLINE)):
                self.source_box.insertSeparator(self.source_box.count())
            self.source_box.addItem(dataset.title, key)
            at = self.source_box.count() - 1
            self.source_box.setItemData(at, dataset.sentence, Qt.ItemDataRole.ToolTipRole)
        self.source_box.insertSeparator(self.source_box.count())
        for key, title in _OWN.items():
            self.source_box.addItem(title, key)

    def _on_source(self, index: int) -> None:
        source = self.source_box.itemData(index)
        if source in _OWN:
            name = self._ask_for(source)
            if name:
                self.choose_file(Path(name))
            else:
                self._refresh()
        elif source is not None:
            self._choose(DataChoice(source) if source else NO_DATA)

    def _ask_for(self, source: str) -> str:
        """Let a file or folder be chosen; return its path, or nothing."""
        title, home = tr("Choose data"), str(Path.home())
        if source in FOLDERS:
            return QFileDialog.getExistingDirectory(self, title, home)
        return QFileDialog.getOpenFileName(self, title, home, _FILTERS[source])[0]

    def _choose(self, choice: DataChoice) -> None:
        self._document.apply_to_project(
            lambda project: replace(project, data=choice), tr("Choose data")
        )

    def _refresh(self) -> None:
        choice, control = self._document.project.data, self._control
        self.source_box.setCurrentIndex(max(0, self.source_box.findData(choice.source)))
        self.sentence.setText(_sentence(choice))
        self._show_options(choice)
        ends = self._network_ends()
        columns = [column.name for column in control.profile.columns] if control.profile else []
        self.ends.show_choice(choice, ends, columns)
        self.preview.show_profile(control.profile, control.pictures, choice, ends)
        self.preview.setVisible(control.profile is not None)
        self.state.setText(self._state_text())
        self.state.setVisible(bool(self.state.text()))
        self.details_button.setVisible(bool(control.details))
        self.details.setPlainText(control.details)
        self.details.setVisible(bool(control.details) and self.details_button.isChecked())
        profile = control.profile
        graph = self._document.graph
        self.fit_button.setEnabled(
            profile is not None and take_shapes(graph, self._document.report, profile) != graph
        )

    def _state_text(self) -> str:
        if self._control.complaint:
            return self._control.complaint
        if self._control.measuring:
            return tr("Looking at the data …")
        if self._document.project.data == NO_DATA:
            return tr("Choose a dataset at the left; its samples and shapes are shown here.")
        return ""

    def _show_options(self, choice: DataChoice) -> None:
        try:
            params = options_of(choice) if choice.source else ()
            params = tuple(param for param in params if param.kind is not Kind.JSON)
        except DataError:
            return
        wanted = ClassSpec(name=choice.source, module="", params=params)
        if _rows(wanted) != _rows(self._options_spec):
            self._options_spec = wanted
            self._drop_form()
            self._making_form.start()
        elif self.form is not None:
            self.form.show_params(choice.options)

    def _drop_form(self) -> None:
        if self.form is not None:
            self._options.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None

    def _make_form(self) -> None:
        self._drop_form()
        self.form = ParamForm(self._options_spec, self._document.catalog)
        self.form.edited.connect(self._on_option)
        self.form.reset.connect(self._on_option_reset)
        self.form.left.connect(self._end_row)
        self.form.show_params(self._document.project.data.options)
        self._options.addWidget(self.form)

    def _on_option(self, name: str, value: Value) -> None:
        self._change_options(lambda options: options.with_value(name, value), name)

    def _on_option_reset(self, name: str) -> None:
        self._change_options(lambda options: options.without(name), name)

    def _change_options(self, change: Callable[[Params], Params], name: str) -> None:
        self._document.apply_to_project(
            lambda project: replace(
                project, data=replace(project.data, options=change(project.data.options))
            ),
            tr("Set {name}", name=name),
            merge=f"data.{name}.{self._edits}",
        )

    def _network_ends(self) -> Ends:
        """Return the names of the network's inputs and outputs, where there are several."""
        document = self._document
        graph, report = document.project.graph, document.report
        outputs = output_names(graph, report, document.catalog)
        return Ends(input_names(graph, report), outputs)

    def _on_use(self, column: str, use: Use) -> None:
        profile, choice = self._control.profile, self._document.project.data
        if profile is not None:
            columns = [known.name for known in profile.columns]
            changed = with_use(choice, columns, column, use, self._network_ends())
            self._document.apply_to_project(
                lambda project: replace(project, data=changed),
                tr("Use column '{name}' as {role}", name=column, role=use_title(use)),
            )

    def _on_end(self, choice: DataChoice, name: str) -> None:
        self._document.apply_to_project(
            lambda project: replace(project, data=choice),
            tr("Choose data for '{name}'", name=name),
            merge=f"data.end.{name}.{self._edits}",
        )

    def _end_row(self) -> None:
        self._edits += 1

    def _take_shapes(self) -> None:
        profile = self._control.profile
        if profile is not None:
            report = self._document.report
            self._document.apply(
                lambda graph: take_shapes(graph, report, profile), tr("Take shapes from the data")
            )


def _rows(options: ClassSpec) -> tuple[str, ...]:
    """Return which rows a form for the options of a kind of data has."""
    return (options.name, *(param.name for param in options.params))


def _sentence(choice: DataChoice) -> str:
    if choice.path is not None:
        return str(choice.path)
    dataset = DATASETS.get(choice.source)
    return dataset.sentence if dataset else ""
