"""The list of a project's own code, with what can be done to it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from netbuilder.catalog.custom import CustomCode, CustomKind
from netbuilder.catalog.custom_reading import read_custom
from netbuilder.i18n import tr
from netbuilder.project.custom import uses_of
from netbuilder.ui.custom.templates import kind_title
from netbuilder.ui.custom.trust_book import TrustBook
from netbuilder.ui.document import Document
from netbuilder.ui.icons import action_icon, category_icon, severity_icon
from netbuilder.ui.theme import Scheme

_NAME = Qt.ItemDataRole.UserRole


class PiecesList(QWidget):
    """All pieces by name, and buttons to add and change them.

    Attributes:
        chosen: Fires when another piece is current; empty for none.
        added: Fires with the kind of a new piece that is wanted.
        renamed: Fires with a piece's name and the one that was typed.
        duplicate_wanted: Fires with a piece's name.
        delete_wanted: Fires with a piece's name.
    """

    chosen = Signal(str)
    added = Signal(object)
    renamed = Signal(str, str)
    duplicate_wanted = Signal(str)
    delete_wanted = Signal(str)

    def __init__(self, document: Document, trust: TrustBook, scheme: Scheme) -> None:
        super().__init__()
        self._document = document
        self._trust = trust
        self._scheme = scheme
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Own code"))
        self.list.setIconSize(QSize(16, 16))
        self.list.setEditTriggers(
            QListWidget.EditTrigger.EditKeyPressed | QListWidget.EditTrigger.DoubleClicked
        )
        self.new_button = _button(tr("New …"), tr("Write a layer or a function of your own"))
        self.new_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.new_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.new_menu = QMenu(self.new_button)
        for kind in CustomKind:
            action = self.new_menu.addAction(kind_title(kind))
            action.triggered.connect(partial(self._on_new, kind))
        self.new_button.setMenu(self.new_menu)
        self.rename_button = _button("", tr("Rename it, also wherever it is used (F2)"))
        self.duplicate_button = _button("", tr("Add a copy of it"))
        self.delete_button = _button("", tr("Delete it"))
        self._lay_out()
        self._connect()
        self.set_scheme(scheme)

    @property
    def current(self) -> str:
        """The name of the current piece; empty for none."""
        item = self.list.currentItem()
        return "" if item is None else str(item.data(_NAME))

    def set_scheme(self, scheme: Scheme) -> None:
        """Draw the icons in the colours of another scheme."""
        self._scheme = scheme
        for button, icon in (
            (self.new_button, "add"),
            (self.rename_button, "rename"),
            (self.duplicate_button, "duplicate"),
            (self.delete_button, "delete"),
        ):
            button.setIcon(action_icon(icon, scheme))
        self.refresh()

    def refresh(self) -> None:
        """Show the pieces as they are now; the current one stays so if it is there."""
        current, row = self.current, self.list.currentRow()
        codes = self._document.project.custom
        with QSignalBlocker(self.list):
            self.list.clear()
            for code in codes:
                self.list.addItem(self._item(code))
            names = [code.name for code in codes]
            kept = names.index(current) if current in names else min(row, len(names) - 1)
            self.list.setCurrentRow(max(kept, 0) if names else -1)
        for button in (self.rename_button, self.duplicate_button, self.delete_button):
            button.setEnabled(bool(codes))
        if self.current != current:
            self.chosen.emit(self.current)

    def show_piece(self, name: str) -> None:
        """Make a piece the current one."""
        for row in range(self.list.count()):
            if self.list.item(row).data(_NAME) == name:
                self.list.setCurrentRow(row)

    def rename_current(self) -> None:
        """Let the current piece's name be typed."""
        item = self.list.currentItem()
        if item is not None:
            self.list.setFocus()
            self.list.editItem(item)

    def _item(self, code: CustomCode) -> QListWidgetItem:
        item = QListWidgetItem(self._icon(code), code.name)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        item.setData(_NAME, code.name)
        item.setToolTip(self._words(code))
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, self._words(code))
        return item

    def _icon(self, code: CustomCode) -> QIcon:
        if not self._trust.trusts(code):
            return severity_icon("warning", self._scheme)
        if read_custom(code).fault:
            return severity_icon("error", self._scheme)
        return kind_icon(code.kind, self._scheme)

    def _words(self, code: CustomCode) -> str:
        uses = ", ".join(uses_of(self._document.project, code.name)) or tr("nothing yet")
        words = tr("{kind}, used by: {uses}", kind=kind_title(code.kind), uses=uses)
        if not self._trust.trusts(code):
            return tr("{words}. Inert: it is not trusted.", words=words)
        return words

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 6, 8, 6)
        bar.setSpacing(2)
        bar.addWidget(self.new_button)
        bar.addStretch(1)
        for button in (self.rename_button, self.duplicate_button, self.delete_button):
            bar.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self.list, 1)

    def _connect(self) -> None:
        self._document.changed.connect(self.refresh)
        self._trust.changed.connect(self.refresh)
        self.list.currentItemChanged.connect(lambda: self.chosen.emit(self.current))
        self.list.itemChanged.connect(self._on_typed)
        self.rename_button.clicked.connect(self.rename_current)
        self.duplicate_button.clicked.connect(lambda: self.duplicate_wanted.emit(self.current))
        self.delete_button.clicked.connect(lambda: self.delete_wanted.emit(self.current))

    def _on_new(self, kind: CustomKind) -> None:
        self.added.emit(kind)

    def _on_typed(self, item: QListWidgetItem) -> None:
        name, typed = str(item.data(_NAME)), item.text().strip()
        with QSignalBlocker(self.list):
            item.setText(name)
        if typed and typed != name:
            # Later, for the list is made anew then, and its field is still being closed.
            QTimer.singleShot(0, self, partial(self.renamed.emit, name, typed))


def kind_icon(kind: CustomKind, scheme: Scheme) -> QIcon:
    """Return the icon of a kind of code."""
    match kind:
        case CustomKind.LAYER:
            return category_icon("custom", scheme)
        case CustomKind.ACTIVATION:
            return category_icon("activation", scheme)
        case _:
            return action_icon(kind.value, scheme)


def _button(text: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setAccessibleName(text or tip)
    button.setAutoRaise(True)
    return button
