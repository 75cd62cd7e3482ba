"""The path from the whole network to the submodel that is open."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from netbuilder.graph import NodeId
from netbuilder.i18n import tr
from netbuilder.ui.document import Document

_PLACE = QPoint(12, 12)


class Breadcrumb(QFrame):
    """Names each network on the way; a click on one goes back to it. Hidden on the whole."""

    def __init__(self, parent: QWidget, document: Document) -> None:
        super().__init__(parent)
        self.setObjectName("breadcrumb")
        self.setAccessibleName(tr("Path of submodels"))
        self._document = document
        self._names: tuple[str, ...] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(4, 2, 8, 2)
        self._row.setSpacing(2)
        self.move(_PLACE)
        self.hide()

    def refresh(self) -> None:
        """Show the path to the network that is open now."""
        level = self._document.level
        if level.names == self._names:
            return
        self._names = level.names
        while (item := self._row.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for depth, name in enumerate((tr("Network"), *level.names[:-1])):
            self._add(self._step(name, level.path[:depth]))
            self._add(_muted("›"))
        self._add(_here(level.names[-1] if level.names else ""))
        self.setVisible(bool(level.path))
        self.adjustSize()

    def _add(self, widget: QWidget) -> None:
        self._row.addWidget(widget)
        widget.show()

    def _step(self, name: str, path: tuple[NodeId, ...]) -> QPushButton:
        button = QPushButton(name)
        button.setObjectName("link")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setToolTip(tr("Go back to '{name}'", name=name))
        button.clicked.connect(partial(self._go_to, path))
        return button

    def _go_to(self, path: tuple[NodeId, ...], _checked: bool = False) -> None:
        self._document.go_to(path)


def _muted(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("muted", True)
    return label


def _here(name: str) -> QLabel:
    label = QLabel(name)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label
