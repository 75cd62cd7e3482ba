"""The first rows of a table, with what each column is for in its heading."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QBrush, QColor
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTableWidget, QTableWidgetItem, QWidget

from netbuilder.dataset import ColumnProfile, DataChoice, Profile
from netbuilder.dataset.roles import Role
from netbuilder.dataset.uses import Ends, Use, column_uses, uses_of
from netbuilder.i18n import tr
from netbuilder.ui.text import grouped
from netbuilder.ui.theme import Scheme, tokens


class HeadTable(QTableWidget):
    """Shows the first rows; a column's heading, or the menu key on a cell, changes its role.

    Attributes:
        use_chosen: Fires with a column's name and the use that it is to have.
    """

    use_chosen = Signal(str, object)

    def __init__(self, scheme: Scheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scheme = scheme
        self._profile: Profile | None = None
        self._choice = DataChoice()
        self._ends = Ends()
        self._uses: tuple[Use, ...] = ()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setAccessibleName(tr("First rows of the table"))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu_asked)
        self.horizontalHeader().setSectionsClickable(True)
        self.horizontalHeader().sectionClicked.connect(self._on_heading)

    def set_scheme(self, scheme: Scheme) -> None:
        """Draw in the colours of another scheme."""
        self._scheme = scheme
        self._show_headings()

    def show_rows(self, profile: Profile | None, choice: DataChoice, ends: Ends) -> None:
        """Show the head of a table that was measured as ``choice``; nothing for other data.

        Args:
            profile: Of the table.
            choice: The data.
            ends: Those of the network, for which columns can be.
        """
        known = profile is not None and profile is self._profile
        if known and choice == self._choice and ends == self._ends:
            return
        self._choice, self._profile, self._ends = choice, profile, ends
        head = profile.head if profile else ()
        self._uses = uses_of(choice, ends) if head else ()
        self.setVisible(bool(head))
        if not known:
            self._show_cells(head)
        self._show_headings()
        self.resizeColumnsToContents()

    def menu_of(self, column: int) -> QMenu:
        """Return a menu with the roles that a column can have, its own one checked."""
        name = self._columns()[column].name
        menu = QMenu(self)
        group = QActionGroup(menu)
        now = column_uses(self._choice, [name])[name]
        for use in self._uses:
            action = QAction(use_title(use), group, checkable=True, checked=_is(use, now))
            action.setToolTip(_role_sentence(use.role))
            action.triggered.connect(lambda _=False, use=use: self.use_chosen.emit(name, use))
            menu.addAction(action)
        menu.setToolTipsVisible(True)
        return menu

    def _columns(self) -> tuple[ColumnProfile, ...]:
        return self._profile.columns if self._profile else ()

    def _show_cells(self, head: tuple[tuple[str, ...], ...]) -> None:
        self.clear()
        self.setRowCount(len(head))
        self.setColumnCount(max(map(len, head), default=0))
        for row, cells in enumerate(head):
            for at, text in enumerate(cells):
                self.setItem(row, at, QTableWidgetItem(text))

    def _show_headings(self) -> None:
        colours = tokens(self._scheme)
        names = [column.name for column in self._columns()]
        uses = column_uses(self._choice, names) if self._uses else {}
        for at, column in enumerate(self._columns()):
            use = uses.get(column.name)
            text = column.name if use is None else f"{column.name}\n{use_title(use)}"
            heading = QTableWidgetItem(text)
            heading.setToolTip(_column_sentence(column, changeable=bool(self._uses)))
            self.setHorizontalHeaderItem(at, heading)
            shown = {
                "left out": colours.muted,
                "target": colours.accent,
                "number": colours.accent,
            }.get(use.role if use else "", colours.text)
            for row in range(self.rowCount()):
                if item := self.item(row, at):
                    item.setForeground(QBrush(QColor(shown)))

    def _on_heading(self, column: int) -> None:
        header = self.horizontalHeader()
        corner = QPoint(header.sectionViewportPosition(column), header.height())
        self._ask(column, header.viewport().mapToGlobal(corner))

    def _on_menu_asked(self, at: QPoint) -> None:
        index = self.indexAt(at)
        column = index.column() if index.isValid() else self.currentColumn()
        if column >= 0:
            self._ask(column, self.viewport().mapToGlobal(at))

    def _ask(self, column: int, at: QPoint) -> None:
        if self._uses:
            menu = self.menu_of(column)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(at)


def use_title(use: Use) -> str:
    """Return what a column is for, as a heading shows it."""
    if use.ends:
        return f"{_role_title(use)} → {', '.join(use.ends)}"
    return _role_title(use)


def _role_title(use: Use) -> str:
    if use.ends and use.role == "target":
        return tr("class")
    titles: dict[Role, str] = {
        "feature": tr("feature"),
        "category": tr("category"),
        "target": tr("target"),
        "number": tr("number to predict"),
        "weight": tr("weight"),
        "text": tr("text"),
        "free text": tr("text"),
        "picture": tr("picture"),
        "series": tr("series"),
        "left out": tr("left out"),
    }
    return titles[use.role]


def _is(use: Use, now: Use) -> bool:
    """Tell whether a use is what a column is for now, perhaps besides others."""
    return use.role == now.role and set(use.ends) <= set(now.ends)


def _role_sentence(role: Role) -> str:
    return {
        "feature": tr("The network sees this column."),
        "category": tr("The network sees it; its numbers are names of kinds."),
        "target": tr("The network is to predict this column."),
        "number": tr("The network is to predict this column, which holds quantities."),
        "weight": tr("It says how much each row counts in training."),
        "text": tr("This column holds the texts."),
        "free text": tr("The network gets the texts of this column as they are."),
        "picture": tr("This column names picture files; the network gets the pictures."),
        "series": tr("This column holds the series."),
        "left out": tr("The network does not see this column."),
    }[role]


def _column_sentence(column: ColumnProfile, *, changeable: bool) -> str:
    facts = tr(
        "{kind}, {distinct} different values, {missing} missing",
        kind=tr("numbers") if column.kind == "number" else tr("text"),
        distinct=grouped(column.distinct),
        missing=grouped(column.missing),
    )
    return f"{facts}\n{tr('Click to choose what the column is for.')}" if changeable else facts
