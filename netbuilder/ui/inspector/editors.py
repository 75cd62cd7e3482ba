"""One small editor for each kind of parameter.

An editor shows a value and fires when the user gives another. It never changes the
document itself.
"""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from netbuilder.catalog.entry import EntryError, read_entry, write_entry
from netbuilder.catalog.spec import Kind, Param
from netbuilder.graph import Value
from netbuilder.i18n import tr
from netbuilder.ui.theme import mono_font

_DTYPES = ("float32", "float16", "bfloat16", "float64", "int32", "int64", "uint8", "bool", "string")

_MOST_PARTS = 500
"""Of a value that can be typed."""


class Editor(QWidget):
    """Shows one parameter's value.

    Attributes:
        edited: Fires with the new value.
        left: Fires when the user turns to something else, which ends a row of edits.
    """

    edited = Signal(object)
    left = Signal()

    def __init__(self, param: Param) -> None:
        super().__init__()
        self.param = param
        self.setSizePolicy(self.sizePolicy().Policy.Expanding, self.sizePolicy().Policy.Fixed)

    def show_value(self, value: Value) -> None:
        """Show a value without firing."""
        raise NotImplementedError

    def _fill(self, widget: QWidget) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(widget)
        widget.setAccessibleName(self.param.name)
        self.setFocusProxy(widget)


class TextEditor(Editor):
    """A field for whatever can be typed: numbers with their limits, sizes, shapes, words.

    What is too long to be typed, such as a vocabulary of thousands of words, is only told of.
    """

    def __init__(self, param: Param) -> None:
        super().__init__(param)
        self.field = _Field()
        self.field.setPlaceholderText(_placeholder(param))
        if param.kind is not Kind.TEXT:
            self.field.setFont(mono_font())
        self._value: Value = None
        self._fill(self.field)
        self.field.textEdited.connect(self._on_typed)
        self.field.editingFinished.connect(self._on_left)

    def show_value(self, value: Value) -> None:
        """Show a value; a field that is being typed into is left as it is."""
        self._value = value
        self.field.setReadOnly(_is_long(value))
        if _is_long(value) or not (self.field.hasFocus() and self._reads_as(value)):
            self.field.setText(self._written(value))
            self._mark("")

    def _written(self, value: Value) -> str:
        if isinstance(value, tuple) and _is_long(value):
            first = write_entry(value[:3])
            return tr("{count} values: {first} …", count=len(value), first=first)
        return "" if value == () and self.param.kind is Kind.TEXTS else write_entry(value)

    def _reads_as(self, value: Value) -> bool:
        try:
            return read_entry(self.param, self.field.text()) == value
        except EntryError:
            return False

    def _on_typed(self, text: str) -> None:
        try:
            value = read_entry(self.param, text)
        except EntryError as error:
            self._mark(str(error))
            return
        self._mark("")
        self._value = value
        self.edited.emit(value)

    def _on_left(self) -> None:
        self.field.setText(self._written(self._value))
        self._mark("")
        self.left.emit()

    def _mark(self, complaint: str) -> None:
        self.field.setProperty("invalid", bool(complaint))
        self.field.setToolTip(complaint)
        self.field.style().unpolish(self.field)
        self.field.style().polish(self.field)


def _is_long(value: Value) -> bool:
    return isinstance(value, tuple) and len(value) > _MOST_PARTS


class FlagEditor(Editor):
    """A tick for yes or no."""

    def __init__(self, param: Param) -> None:
        super().__init__(param)
        self.box = QCheckBox()
        self._fill(self.box)
        self.box.toggled.connect(self.edited.emit)

    def show_value(self, value: Value) -> None:
        """Show a yes or no."""
        with QSignalBlocker(self.box):
            self.box.setChecked(value is True)


class ChoiceEditor(Editor):
    """A list of allowed values; words of one's own where ``free``."""

    def __init__(
        self, param: Param, choices: list[tuple[str, Value]], *, free: bool = False
    ) -> None:
        super().__init__(param)
        self.box = QuietComboBox()
        self._values = [value for _, value in choices]
        self.box.addItems([title for title, _ in choices])
        self.box.setEditable(free)
        self._fill(self.box)
        self.box.activated.connect(self._on_activated)

    def show_value(self, value: Value) -> None:
        """Show a value; one that is not in the list is added as it is."""
        with QSignalBlocker(self.box):
            if value not in self._values:
                self._values.append(value)
                self.box.addItem(write_entry(value))
            self.box.setCurrentIndex(self._values.index(value))

    def _on_activated(self, index: int) -> None:
        if index < len(self._values):
            self.edited.emit(self._values[index])
        else:
            self.edited.emit(self.box.currentText())


class QuietComboBox(QComboBox):
    """A list that does not turn under the wheel while one scrolls past it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumContentsLength(6)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


class _Field(QLineEdit):
    """A line that is wholly selected when one enters it by key."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumWidth(64)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select all when entered by the tab key."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()


def simple_editor(param: Param) -> Editor:
    """Return the editor for a parameter that holds no other object."""
    match param.kind:
        case Kind.BOOL if not param.optional:
            return FlagEditor(param)
        case Kind.BOOL:
            yes_no: list[tuple[str, Value]] = [(tr("yes"), True), (tr("no"), False)]
            return ChoiceEditor(param, [(tr("automatic"), None), *yes_no])
        case Kind.CHOICE:
            return ChoiceEditor(param, _listed(param, param.choices))
        case Kind.DTYPE:
            return ChoiceEditor(param, _listed(param, _DTYPES))
        case _:
            return TextEditor(param)


def _listed(param: Param, words: tuple[str, ...]) -> list[tuple[str, Value]]:
    none: list[tuple[str, Value]] = [(tr("automatic"), None)] if param.optional else []
    return none + [(word, word) for word in words]


def _placeholder(param: Param) -> str:
    """Say what may be left out, or between which limits a number may be."""
    if param.optional:
        return tr("none")
    if param.minimum is not None and param.maximum is not None:
        return tr("{low} to {high}", low=f"{param.minimum:g}", high=f"{param.maximum:g}")
    if param.minimum is not None:
        return tr("{low} or more", low=f"{param.minimum:g}")
    return ""


def stack(parent: QWidget, *widgets: QWidget) -> QVBoxLayout:
    """Lay widgets out one below another with no margin."""
    layout = QVBoxLayout(parent)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(6)
    for widget in widgets:
        layout.addWidget(widget)
    return layout
