"""What an examination of custom code has found, check by check."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from netbuilder.catalog.custom import CustomKind
from netbuilder.i18n import tr
from netbuilder.training.examination import CHECKS, check_title
from netbuilder.training.replies import CheckDone
from netbuilder.ui.custom.examiner import Findings
from netbuilder.ui.icons import state_icon
from netbuilder.ui.theme import Scheme, tokens

_LINE = Qt.ItemDataRole.UserRole
_FAILED = _LINE + 1


class ResultsList(QListWidget):
    """One row a check; a row of a line in the code leads there.

    Attributes:
        line_wanted: Fires with the line of a check that is clicked or entered.
    """

    line_wanted = Signal(int)

    def __init__(self, scheme: Scheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scheme = scheme
        self.setAccessibleName(tr("What the examination found"))
        self.setWordWrap(True)
        self.setIconSize(QSize(16, 16))
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.itemClicked.connect(self._lead)
        self.itemActivated.connect(self._lead)

    def set_scheme(self, scheme: Scheme) -> None:
        """Draw in the colours of another scheme from the next findings on."""
        self._scheme = scheme

    def show_findings(self, kind: CustomKind, found: Findings | None, *, stale: bool) -> None:
        """Show what has been found so far; all checks are listed from the start.

        Args:
            kind: What the code defines.
            found: What is known; None if it was never examined.
            stale: Whether the code has changed since.
        """
        row = self.currentRow()
        self.clear()
        # A bar that comes and goes would change the width that the rows are broken for.
        bar = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(bar.ScrollBarAlwaysOn if found else bar.ScrollBarAsNeeded)
        done = {check.check: check for check in found.checks} if found else {}
        for check in CHECKS[kind] if found else ():
            is_running = found is not None and check == found.running
            item = self._row(check_title(check), done.get(check), is_running=is_running)
            if stale:
                item.setForeground(QColor(tokens(self._scheme).muted))
            self.addItem(item)
        self.setCurrentRow(row)
        self._show_first_failure()

    def _show_first_failure(self) -> None:
        items = (self.item(row) for row in range(self.count()))
        failed = next((item for item in items if item.data(_FAILED)), None)
        if failed is not None:
            self.scrollToItem(failed)

    def _row(self, title: str, done: CheckDone | None, *, is_running: bool) -> QListWidgetItem:
        state = done.state if done else "running" if is_running else "waiting"
        item = QListWidgetItem(self._icon(state), _text(title, done, is_running=is_running))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{_state_words(state)}: {item.text()}")
        item.setData(_FAILED, state == "failed")
        if done is None:
            item.setForeground(QColor(tokens(self._scheme).muted))
            return item
        if done.state == "skipped":
            item.setForeground(QColor(tokens(self._scheme).muted))
        if done.line is not None:
            item.setData(_LINE, done.line)
            item.setToolTip(tr("Click to go to line {line}", line=done.line))
        return item

    def _icon(self, state: str) -> QIcon:
        return state_icon(state, self._scheme)

    def _lead(self, item: QListWidgetItem) -> None:
        line = item.data(_LINE)
        if line is not None:
            self.line_wanted.emit(line)


def _text(title: str, done: CheckDone | None, *, is_running: bool) -> str:
    if done is None:
        return f"{title} …" if is_running else title
    if not done.message:
        return title
    if done.line is not None:
        words = tr("Line {line}: {message}", line=done.line, message=done.message)
        return f"{title}\n{words}"
    return f"{title}\n{done.message}"


def _state_words(state: str) -> str:
    words = {
        "passed": tr("passed"),
        "failed": tr("failed"),
        "skipped": tr("skipped"),
        "running": tr("under way"),
        "waiting": tr("to come"),
    }
    return words[state]
