"""The runs as Qt's views want them: those that a search finds, in the order of a column."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from netbuilder.i18n import tr
from netbuilder.runs.listing import Column, columns, found, metrics, ordered, status_word
from netbuilder.runs.model import Run, Status
from netbuilder.ui.text import duration, figure
from netbuilder.ui.theme import Scheme, mono_font, tokens

_WRITERS: Mapping[str, Callable[[Run], str]] = {
    "starred": lambda run: "★" if run.starred else "☆",
    "title": lambda run: run.title or tr("Untitled"),
    "started": lambda run: run.started.astimezone().strftime("%Y-%m-%d %H:%M"),
    "status": lambda run: status_word(run.status),
    "epochs_done": lambda run: f"{run.epochs_done}/{run.epochs}",
    "seconds": lambda run: duration(run.seconds),
    "note": lambda run: " ".join(run.note.split()),
}
_WORDS = {"title", "started", "status", "note", "starred"}


class RunsModel(QAbstractTableModel):
    """Gives Qt's view the runs that a search finds, in the order of one column.

    Attributes:
        columns: What is shown of each run, from the left.
        rows: The runs that are shown, from the top.
        scheme: The colours.
    """

    def __init__(self, scheme: Scheme) -> None:
        super().__init__()
        self.columns: tuple[Column, ...] = columns(())
        self.rows: list[Run] = []
        self._runs: tuple[Run, ...] = ()
        self.scheme = scheme
        self._text = ""
        self._sort_key, self._descending = "id", True

    @property
    def order(self) -> tuple[str, bool]:
        """The column that the rows are ordered by, and whether from high to low."""
        return self._sort_key, self._descending

    def set_scheme(self, scheme: Scheme) -> None:
        """Write in the colours of another scheme."""
        self.scheme = scheme
        self._arrange()

    def show(self, runs: Sequence[Run]) -> None:
        """Show other runs."""
        self._runs = tuple(runs)
        self._arrange()

    def update(self, run: Run) -> bool:
        """Show a run as it is now, in its row; return whether that could be done.

        It cannot if the run is not shown, or has figures for which there is no column.
        """
        row = next((row for row, shown in enumerate(self.rows) if shown.id == run.id), None)
        if row is None or not {*metrics([run])} <= {column.key for column in self.columns}:
            return False
        self._runs = tuple(run if other.id == run.id else other for other in self._runs)
        self.rows[row] = run
        last = len(self.columns) - 1
        self.dataChanged.emit(self.index(row, 0), self.index(row, last))
        return True

    def show_found(self, text: str) -> None:
        """Show only the runs that a search finds."""
        self._text = text
        self._arrange()

    def order_by(self, key: str, *, descending: bool) -> None:
        """Order the rows by a column."""
        self._sort_key, self._descending = key, descending
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the rows by the column at a place, as a click on its heading asks for."""
        if 0 <= column < len(self.columns):
            falling = order is Qt.SortOrder.DescendingOrder
            self.order_by(self.columns[column].key, descending=falling)

    def _arrange(self) -> None:
        self.beginResetModel()
        self.columns = columns(self._runs)
        by_key = {column.key: column for column in self.columns}
        column = by_key.get(self._sort_key, by_key["id"])
        self.rows = ordered(found(self._runs, self._text), column, descending=self._descending)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """Return the number of runs that are shown."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return what a cell shows, how, and its exact value as a tip."""
        column, run = self.columns[index.column()], self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _text(column, run)
            case Qt.ItemDataRole.ToolTipRole:
                return _tip(column, run)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case Qt.ItemDataRole.FontRole if column.is_figure:
                return mono_font()
            case Qt.ItemDataRole.ForegroundRole if column.key in ("status", "starred"):
                return self._colour(column, run)
            case _:
                return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return a column's heading, or what it means."""
        if orientation is Qt.Orientation.Vertical or section >= len(self.columns):
            return None
        column = self.columns[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.title
            case Qt.ItemDataRole.ToolTipRole if column.is_figure:
                return tr("{metric} after the last epoch; click to sort", metric=column.title)
            case Qt.ItemDataRole.ToolTipRole:
                return tr("Click to sort; right-click to choose columns")
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case _:
                return None

    def _colour(self, column: Column, run: Run) -> QColor:
        colours = tokens(self.scheme)
        if column.key == "starred":
            return QColor(colours.warning if run.starred else colours.line)
        by_status = {
            Status.RUNNING: colours.accent,
            Status.FAILED: colours.error,
            Status.LOST: colours.warning,
        }
        return QColor(by_status.get(run.status, colours.text))


def _text(column: Column, run: Run) -> str:
    write = _WRITERS.get(column.key)
    if write is not None:
        return write(run)
    value = column.value(run)
    if value is None:
        return ""
    return figure(value) if isinstance(value, float) else str(value)


def _tip(column: Column, run: Run) -> str:
    if column.key == "note":
        return run.note
    if column.is_figure:
        value = column.value(run)
        return "" if value is None else repr(value)
    return _text(column, run)


def _alignment(column: Column) -> Qt.AlignmentFlag:
    words = column.key in _WORDS
    side = Qt.AlignmentFlag.AlignLeft if words else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter
