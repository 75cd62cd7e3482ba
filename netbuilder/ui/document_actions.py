"""Keeps the commands true that hang on the document: undo, redo and the mode."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from netbuilder.i18n import tr
from netbuilder.ui.document import Document


class DocumentActions(QObject):
    """Says in the menus what undo and redo would do, and which of the project's switches are on.

    Args:
        document: The project.
        actions: The window's actions by key: ``undo``, ``redo``, ``sequential`` and
            ``use_weights`` among them.
        parent: Owns it.
    """

    def __init__(self, document: Document, actions: Mapping[str, QAction], parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._actions = actions
        document.state_changed.connect(self._show_history)
        document.changed.connect(self._show_switches)
        document.level_changed.connect(self._show_switches)
        # The click itself has checked it, whether the mode could be changed or not.
        actions["sequential"].triggered.connect(self._show_switches)
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

    def _show_switches(self) -> None:
        self._actions["sequential"].setChecked(self._document.listed)
        weights = self._document.project.weights
        self._actions["use_weights"].setEnabled(weights is not None)
        self._actions["use_weights"].setChecked(weights is not None and weights.used)
