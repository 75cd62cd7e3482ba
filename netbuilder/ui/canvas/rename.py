"""The field in which a node is renamed in its place."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from netbuilder.graph import Node
from netbuilder.i18n import tr
from netbuilder.ui.canvas.in_place import put_away
from netbuilder.ui.theme import interface_font

_NARROWEST = 160


class RenameField(QLineEdit):
    """A line over a node's title: Enter or leaving it takes the name, Esc does not.

    Attributes:
        renamed: Fires once with the node's id and its new name, if it got one.
    """

    renamed = Signal(str, str)

    def __init__(self, parent: QWidget, node: Node) -> None:
        super().__init__(node.name, parent)
        self._node = node
        self._open = True
        self.setFont(interface_font(1, QFont.Weight.DemiBold))
        self.setAccessibleName(tr("Name of the layer"))

    def show_over(self, body: QRect) -> None:
        """Appear at the top of a node's body, with the name selected."""
        height = self.sizeHint().height()
        width = max(_NARROWEST, body.width())
        left = body.center().x() - width // 2
        self.setGeometry(QRect(left, body.top(), width, height))
        self.selectAll()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the name on Enter, leave it on Esc."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._close(keep=True)
        elif event.key() == Qt.Key.Key_Escape:
            self._close(keep=False)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the name when the field is left, but not for a menu over it."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._close(keep=True)

    def _close(self, *, keep: bool) -> None:
        if not self._open:
            return
        self._open = False
        put_away(self)
        name = self.text().strip()
        if keep and name and name != self._node.name:
            self.renamed.emit(self._node.id, name)
