"""The list of all shortcuts, made from the table of commands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from netbuilder.i18n import tr
from netbuilder.ui.actions import Command, keys_text
from netbuilder.ui.theme import mono_font

_SIZE = (620, 620)
_LEADING = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class ShortcutList(QDialog):
    """A dialog with every command and its keys, menu by menu, and a line to search in it.

    Attributes:
        search: The line to type in; it finds words of titles and keys.
        tree: The list.
    """

    def __init__(
        self, parent: QWidget, commands: Iterable[Command], actions: Mapping[str, QAction]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keyboard shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search commands and keys"))
        self.search.setAccessibleName(tr("Search commands and keys"))
        self.search.setClearButtonEnabled(True)
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(tr("Keyboard shortcuts"))
        self.tree.setHeaderLabels([tr("Command"), tr("Keys")])
        self.tree.setUniformRowHeights(True)
        self.tree.setRootIsDecorated(False)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        layout = QVBoxLayout(self)
        layout.addWidget(self.search)
        layout.addWidget(self.tree, 1)
        self.resize(*_SIZE)
        self._fill(commands, actions)
        self.search.textChanged.connect(self._show_matches)
        self.search.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Lead from the line into the list; Esc closes."""
        if event.key() in _LEADING and self.search.hasFocus():
            self.tree.setFocus()
        else:
            super().keyPressEvent(event)

    def _fill(self, commands: Iterable[Command], actions: Mapping[str, QAction]) -> None:
        tops: dict[str, QTreeWidgetItem] = {}
        for command in commands:
            if command.path not in tops:
                top = tops[command.path] = QTreeWidgetItem([command.path])
                self.tree.addTopLevelItem(top)
                top.setFirstColumnSpanned(True)
                font = top.font(0)
                font.setBold(True)
                top.setFont(0, font)
                top.setExpanded(True)
            row = QTreeWidgetItem([command.words, keys_text(actions[command.key])])
            row.setFont(1, mono_font())
            row.setToolTip(0, actions[command.key].toolTip())
            tops[command.path].addChild(row)

    def _show_matches(self, text: str) -> None:
        words = text.casefold().split()
        for top in (self.tree.topLevelItem(at) for at in range(self.tree.topLevelItemCount())):
            if top is None:
                continue
            children = (top.child(at) for at in range(top.childCount()))
            rows = [row for row in children if row is not None]
            for row in rows:
                written = f"{top.text(0)} {row.text(0)} {row.text(1)}".casefold()
                row.setHidden(not all(word in written for word in words))
            top.setHidden(all(row.isHidden() for row in rows))
