"""What can be varied, with a search."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from netbuilder.graph import Config
from netbuilder.i18n import tr
from netbuilder.project import Project
from netbuilder.project.places import LAYERS, place_words
from netbuilder.project.varying import Varied, varied
from netbuilder.training.range_text import write_value
from netbuilder.ui.fuzzy import fit

_DATA = Qt.ItemDataRole.UserRole
_NOW_WIDTH = 120


class Candidates(QWidget):
    """A list of all places; those that are seldom varied stand in it only while it is searched.

    Attributes:
        chosen: Fires with what is to be varied.
    """

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._all: tuple[Varied, ...] = ()
        self._words = ""
        self.search = QLineEdit()
        self.list = QTreeWidget()
        self.add = QPushButton(tr("Vary"))
        self._lay_out()
        self.search.textChanged.connect(self._fill)
        self.search.installEventFilter(self)
        self.list.itemDoubleClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)
        self.list.currentItemChanged.connect(self._on_current)
        self.add.clicked.connect(lambda: self._choose(self.list.currentItem()))

    def show_project(self, project: Project) -> None:
        """Show what can be varied in a project, and what has not been chosen yet."""
        chosen = {dimension.place for dimension in project.sweep.dimensions}
        found = tuple(one for one in varied(project) if one.place not in chosen)
        if found != self._all:
            self._all = found
            self._fill()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows and Enter in the search mean the list."""
        if watched is self.search and isinstance(event, QKeyEvent):
            pressed = event.type() == QEvent.Type.KeyPress
            if pressed and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.list.keyPressEvent(event)
                return True
            if pressed and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose(self.list.currentItem())
                return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        self.search.setPlaceholderText(tr("Search: units, learning_rate, dropout …"))
        self.search.setAccessibleName(tr("Search what can be varied"))
        self.search.setClearButtonEnabled(True)
        self.list.setAccessibleName(tr("What can be varied"))
        self.list.setHeaderLabels([tr("What"), tr("Now")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(1, _NOW_WIDTH)
        self.add.setToolTip(tr("Vary what is chosen in the list"))
        self.add.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    def _fill(self) -> None:
        typed = self.search.text()
        scored = [(fit(typed, _title(one)), one) for one in self._all]
        found = [(score, one) for score, one in scored if score is not None]
        if typed.strip():
            found.sort(key=lambda pair: -pair[0])
        else:
            found = [(score, one) for score, one in found if _is_usual(one)]
        self.list.clear()
        for _, one in found:
            item = QTreeWidgetItem([place_words(one.place), _now(one)])
            item.setData(0, _DATA, one)
            tip = "\n".join(part for part in (one.summary, one.param.doc) if part)
            item.setToolTip(0, tip)
            self.list.addTopLevelItem(item)
        if found:
            self.list.setCurrentIndex(self.list.model().index(0, 0))
        self.add.setEnabled(self.list.currentItem() is not None)

    def _on_current(self) -> None:
        self.add.setEnabled(self.list.currentItem() is not None)

    def _choose(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(0, _DATA))


def _title(one: Varied) -> str:
    return f"{place_words(one.place)} {one.summary}"


def _is_usual(one: Varied) -> bool:
    """Tell whether something is worth a place in a list that nobody has searched yet."""
    if one.place[0] == LAYERS:
        number = isinstance(one.value, int | float) and not isinstance(one.value, bool)
        return not one.param.advanced and (number or one.param.name == "activation")
    return not one.param.advanced and one.value is not None


def _now(one: Varied) -> str:
    return one.value.class_name if isinstance(one.value, Config) else write_value(one.value)
