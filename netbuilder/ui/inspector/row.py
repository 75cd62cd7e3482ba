"""One parameter in a form: its name, its editor, and the way back to its default."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from netbuilder.catalog.spec import Family, Kind, Param
from netbuilder.graph import Value
from netbuilder.i18n import tr
from netbuilder.ui.inspector.editors import Editor

NAME_WIDTH = 116
_WIDE = {Kind.OBJECT, Kind.OBJECTS, Kind.LAYER, Kind.JSON, Kind.TEXTS, Kind.NUMBERS}


class ParamRow(QWidget):
    """A parameter's name, its editor, and a button back to the default.

    Attributes:
        explained: Fires with the parameter when the pointer or the focus comes to it.
    """

    explained = Signal(object)

    def __init__(self, param: Param, editor: Editor, *, name_width: int = NAME_WIDTH) -> None:
        super().__init__()
        self.editor = editor
        self.label = QLabel(param.name)
        self.label.setMinimumWidth(name_width)  # so that editors stand below one another
        self.label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.label.setBuddy(editor)
        self.reset = QToolButton()
        self.reset.setText("↺")
        self.reset.setAutoRaise(True)
        self.reset.setToolTip(tr("Back to the default"))
        self.reset.setAccessibleName(tr("Reset {name}", name=param.name))
        policy = self.reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.reset.setSizePolicy(policy)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(4)
        head.addWidget(self.label)
        plain = param.kind not in _WIDE and param.family is None
        if not plain and param.family is not Family.ACTIVATION:
            head.addStretch(1)
            head.addWidget(self.reset)
            column = QVBoxLayout(self)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(2)
            column.addLayout(head)
            column.addWidget(editor)
        else:
            head.addWidget(editor, 1)
            head.addWidget(self.reset)
            self.setLayout(head)
        if focused := editor.focusProxy():
            focused.installEventFilter(self)

    def show_value(self, value: Value, *, is_set: bool) -> None:
        """Show a value; one that was set stands out and can be reset."""
        self.editor.show_value(value)
        font = self.label.font()
        font.setBold(is_set)
        self.label.setFont(font)
        self.reset.setVisible(is_set and not self.editor.param.required)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Explain the parameter under the pointer."""
        self.explained.emit(self.editor.param)
        super().enterEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Explain the parameter that has the focus."""
        if event.type() is QEvent.Type.FocusIn:
            self.explained.emit(self.editor.param)
        return super().eventFilter(watched, event)
