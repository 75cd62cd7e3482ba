"""Keeps the commands true that hang on the document: undo, redo and the mode."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from netbuilder.i18n import tr
from netbuilder.ui.document import Document


class DocumentActions(QObject):
    """Says in the menus what undo and redo would do, and whether the network is a list.

    Args:
        document: The project.
        actions: The window's actions by key: ``undo``, ``redo`` and ``sequential`` among them.
        parent: Owns it.
    """

    def __init__(self, document: Document, actions: Mapping[str, QAction], parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._actions = actions
        document.state_changed.connect(self._show_history)
        document.changed.connect(self._show_mode)
        document.level_changed.connect(self._show_mode)
        # The click itself has checked it, whether the mode could be changed or not.
        actions["sequential"].triggered.connect(self._show_mode)
        self._show_history()

    def _show_history(self) -> None:
        undo, redo = self._actions["undo"], self._actions["redo"]
        history = self._document.history
        step = history.undoable
        undo.setEnabled(step is not None)
        undo.setText(tr("&Undo {step}", step=step.text) if step else tr("&Undo"))
        step = history.redoable
        redo.setEnabled(step is not None)
        redo.setText(tr("&Redo {step}", step=step.text) if step else tr("&Redo"))

    def _show_mode(self) -> None:
        self._actions["sequential"].setChecked(self._document.listed)
