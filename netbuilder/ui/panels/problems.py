"""The problems panel: what is wrong, why, and what would put it right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from netbuilder.i18n import tr
from netbuilder.ui.document import Document
from netbuilder.ui.finding import place_of
from netbuilder.ui.icons import severity_icon
from netbuilder.ui.theme import Scheme
from netbuilder.validation import Fix, Problem

_SMALLEST_BUTTON = 80


class ProblemsPanel(QWidget):
    """A list of all problems, and beside it the chosen one with its fixes.

    Attributes:
        place_wanted: Fires with the place of a problem that is double-clicked or entered.
    """

    place_wanted = Signal(object)

    def __init__(self, document: Document, scheme: Scheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._scheme = scheme
        self._shown: tuple[Problem, ...] | None = None
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Problems"))
        self.list.setWordWrap(True)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.details = _Details()
        splitter = QSplitter()
        splitter.addWidget(self.list)
        splitter.addWidget(self.details)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([500, 500])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)
        document.changed.connect(self._refresh)
        self.list.currentRowChanged.connect(self._show_details)
        self.list.itemActivated.connect(self._on_activated)
        self.details.fix_chosen.connect(self._apply)
        self._refresh()

    def set_scheme(self, scheme: Scheme) -> None:
        """Draw the icons in the colours of another scheme."""
        self._scheme = scheme
        self._shown = None
        self._refresh()

    @property
    def current_problem(self) -> Problem | None:
        """The chosen problem."""
        row, problems = self.list.currentRow(), self._shown or ()
        return problems[row] if 0 <= row < len(problems) else None

    def show_problem(self, problem: Problem) -> None:
        """Choose a problem of the list."""
        if self._shown and problem in self._shown:
            self.list.setCurrentRow(self._shown.index(problem))

    def _refresh(self) -> None:
        problems = self._document.report.problems
        if problems == self._shown:
            return
        row = max(self.list.currentRow(), 0)
        self._shown = problems
        self.list.clear()
        for problem in problems:
            item = QListWidgetItem(severity_icon(problem.severity, self._scheme), problem.message)
            item.setToolTip(problem.why)
            self.list.addItem(item)
        self.list.setCurrentRow(min(row, len(problems) - 1))
        if not problems:
            self.details.show_none(empty=not self._document.graph.nodes)

    def _show_details(self, row: int) -> None:
        problems = self._shown or ()
        if 0 <= row < len(problems):
            self.details.show_problem(problems[row])

    def _on_activated(self, item: QListWidgetItem) -> None:
        problem = (self._shown or ())[self.list.row(item)]
        if problem.node is not None:
            self.place_wanted.emit(place_of(problem))

    def _apply(self, fix: Fix) -> None:
        self._document.apply_fix(fix)


class _Details(QScrollArea):
    """One problem in full.

    Attributes:
        fix_chosen: Fires with the fix whose button was pressed.
    """

    fix_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_none(self, *, empty: bool) -> None:
        """Say that there is nothing to mend."""
        text = (
            tr("Problems will be explained here as you build.")
            if empty
            else tr("No problems: this network can be trained.")
        )
        self._show([_paragraph(text, muted=True)])

    def show_problem(self, problem: Problem) -> None:
        """Show a problem's message, reason and fixes."""
        parts: list[QWidget] = [_paragraph(problem.message)]
        if problem.why:
            parts.append(_paragraph(problem.why, muted=True))
        parts.extend(self._fix_row(fix) for fix in problem.fixes)
        self._show(parts)

    def _fix_row(self, fix: Fix) -> QWidget:
        row = QWidget()
        layout = QVBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        button = QPushButton(fix.title)
        button.setToolTip(fix.title)
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        button.setMinimumWidth(_SMALLEST_BUTTON)
        button.setObjectName("fix")
        button.clicked.connect(lambda _checked=False, chosen=fix: self.fix_chosen.emit(chosen))
        layout.addWidget(button)
        if fix.effect:
            effect = QLabel(tr("gives {effect}", effect=fix.effect))
            effect.setProperty("muted", True)
            effect.setWordWrap(True)
            layout.addWidget(effect)
        return row

    def _show(self, parts: list[QWidget]) -> None:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        for part in parts:
            layout.addWidget(part)
        layout.addStretch(1)
        self.setWidget(page)


def _paragraph(text: str, *, muted: bool = False) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setProperty("muted", muted)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
