"""Editors for parameters that hold another object with parameters of its own."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from netbuilder.catalog.library import Catalog
from netbuilder.catalog.spec import ClassSpec, Family, Kind, LayerSpec, Param
from netbuilder.graph import Config, Params, Value
from netbuilder.i18n import tr
from netbuilder.ui.inspector.editors import (
    Editor,
    QuietComboBox,
    TextEditor,
    simple_editor,
    stack,
)
from netbuilder.ui.inspector.row import NAME_WIDTH, ParamRow
from netbuilder.ui.inspector.schedule_curve import ScheduleCurve

_NONE, _NUMBER = "", "#"
# Keras's own short word, for which it picks the class that fits the network.
_SHORT = {Family.METRIC: ("accuracy",)}


def make_editor(param: Param, catalog: Catalog) -> Editor:
    """Return the fitting editor for any parameter."""
    match param.kind:
        case Kind.OBJECT:
            return ObjectEditor(param, catalog, param.family or Family.LAYER)
        case Kind.LAYER:
            return ObjectEditor(param, catalog, Family.LAYER)
        case Kind.FLOAT if param.family is not None:
            return ObjectEditor(param, catalog, param.family)
        case Kind.OBJECTS:
            return ObjectsEditor(param, catalog)
        case _:
            return simple_editor(param)


class ObjectEditor(Editor):
    """A class to choose, and below it that class's own parameters.

    Where the parameter may also be a plain number (a learning rate), the list begins
    with "number" and the field for it stands below. A schedule of rates is drawn.

    Attributes:
        box: Where the class is chosen.
        inner: Its parameters, or the field for the number; None where there are none.
        curve: The drawing of a schedule.
    """

    def __init__(self, param: Param, catalog: Catalog, family: Family) -> None:
        super().__init__(param)
        self._catalog = catalog
        self._family = family
        self._value: Value = None
        self.inner: ParamForm | TextEditor | None = None
        self.box = QuietComboBox()
        self.box.setAccessibleName(param.name)
        for title, key in self._choices():
            self.box.addItem(title, key)
        self._frame = QFrame()
        self._frame_layout = QVBoxLayout(self._frame)
        self.curve = ScheduleCurve()
        stack(self, self.box, self._frame, self.curve)
        self.setFocusProxy(self.box)
        self.box.activated.connect(self._on_chosen)

    def show_value(self, value: Value) -> None:
        """Show an object by name or Config, a number, or none."""
        known = self.inner is not None and _key(value) == _key(self._value)
        self._value = value
        with QSignalBlocker(self.box):
            self._point_at(self._box_key(value))
        if not known:
            self._rebuild()
        if isinstance(self.inner, TextEditor):
            self.inner.show_value(value)
        elif self.inner is not None:
            self.inner.show_params(_params(value))
        if self._family is Family.SCHEDULE:
            self.curve.show_schedule(value, self._catalog.find(self._family, self._box_key(value)))

    def _choices(self) -> list[tuple[str, str]]:
        listed = self._catalog.families[self._family]
        choices = [(name, name) for name in _SHORT.get(self._family, ())]
        choices += [(name, name) for name in listed if _fits(self.param, listed[name])]
        if self.param.kind is Kind.FLOAT:
            choices.insert(0, (tr("number"), _NUMBER))
        elif self.param.optional:
            choices.insert(0, (tr("none"), _NONE))
        return choices

    def _box_key(self, value: Value) -> str:
        """Return the list's entry for a value; Keras's snake_case names mean classes too."""
        key = _key(value)
        listed = self._catalog.families[self._family]
        known = key in listed or key in _SHORT.get(self._family, ())
        return key if known else _class_by_alias(key, listed)

    def _point_at(self, key: str) -> None:
        index = self.box.findData(key)
        if index < 0:
            self.box.addItem(key, key)
            index = self.box.count() - 1
        self.box.setCurrentIndex(index)

    def _rebuild(self) -> None:
        if self.inner is not None:
            self.inner.hide()
            self.inner.deleteLater()
            self.inner = None
        if self._box_key(self._value) == _NUMBER:
            number = TextEditor(self.param)
            number.edited.connect(self._on_number)
            number.left.connect(self.left)
            self.inner = number
        else:
            self.inner = self._inner_form()
        if self.inner is not None:
            self._frame_layout.addWidget(self.inner)
        indent = 0 if isinstance(self.inner, TextEditor) else 8
        self._frame_layout.setContentsMargins(indent, 0, 0, 0)
        self._frame.setProperty("inner", indent > 0)
        self._frame.style().polish(self._frame)
        self._frame.setVisible(self.inner is not None)

    def _inner_form(self) -> ParamForm | None:
        spec = self._catalog.find(self._family, self._box_key(self._value))
        if spec is None or not spec.params or self._family is Family.ACTIVATION:
            return None
        inner = ParamForm(spec, self._catalog)
        inner.edited.connect(self._on_inner)
        inner.reset.connect(self._on_inner_reset)
        inner.left.connect(self.left)
        return inner

    def _on_chosen(self, index: int) -> None:
        key = str(self.box.itemData(index))
        if key == _NONE:
            self.edited.emit(None)
        elif key == _NUMBER:
            self.edited.emit(self.param.default)
        elif self._family is Family.ACTIVATION:
            self.edited.emit(key)
        else:
            self.edited.emit(Config(key, starting_params(self._catalog, self._family, key)))

    def _on_number(self, value: Value) -> None:
        self._value = value
        self.edited.emit(value)

    def _on_inner(self, name: str, value: Value) -> None:
        class_name = self._box_key(self._value)
        self._value = Config(class_name, _params(self._value).with_value(name, value))
        self.edited.emit(self._value)

    def _on_inner_reset(self, name: str) -> None:
        class_name = self._box_key(self._value)
        self.edited.emit(Config(class_name, _params(self._value).without(name)))


class ObjectsEditor(Editor):
    """Several objects of a family, one below another, to add and remove."""

    def __init__(self, param: Param, catalog: Catalog) -> None:
        super().__init__(param)
        self._catalog = catalog
        self._family = param.family or Family.LAYER
        self._items: tuple[Value, ...] = ()
        self._rows: list[ObjectEditor] = []
        self._column = QWidget()
        self._column_layout = stack(self._column)
        self.add_box = QuietComboBox()
        self.add_box.addItem(tr("Add …"))
        self.add_box.addItems([*_SHORT.get(self._family, ()), *catalog.families[self._family]])
        self.add_box.setAccessibleName(tr("Add to {name}", name=param.name))
        stack(self, self._column, self.add_box)
        self.add_box.activated.connect(self._on_add)

    def show_value(self, value: Value) -> None:
        """Show a tuple of objects."""
        items = value if isinstance(value, tuple) else ()
        same = [_key(item) for item in items] == [_key(item) for item in self._items]
        self._items = items
        if not same or len(self._rows) != len(items):
            self._rebuild()
        for row, item in zip(self._rows, items, strict=True):
            row.show_value(item)

    def _rebuild(self) -> None:
        while (entry := self._column_layout.takeAt(0)) is not None:
            if widget := entry.widget():
                widget.hide()
                widget.deleteLater()
        self._rows = [self._row(index) for index in range(len(self._items))]

    def _row(self, index: int) -> ObjectEditor:
        param = Param(self.param.name, Kind.OBJECT, required=True, family=self._family)
        editor = ObjectEditor(param, self._catalog, self._family)
        editor.edited.connect(lambda value, at=index: self._replace(at, value))
        editor.left.connect(self.left)
        remove = QToolButton()
        remove.setText("✕")
        remove.setAutoRaise(True)
        remove.setToolTip(tr("Remove"))
        remove.clicked.connect(lambda _checked=False, at=index: self._remove(at))
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(editor, 1)
        layout.addWidget(remove)
        self._column_layout.addWidget(row)
        return editor

    def _replace(self, index: int, value: Value) -> None:
        self.edited.emit((*self._items[:index], value, *self._items[index + 1 :]))

    def _remove(self, index: int) -> None:
        self.edited.emit(self._items[:index] + self._items[index + 1 :])

    def _on_add(self, index: int) -> None:
        if index > 0:
            name = self.add_box.itemText(index)
            self.add_box.setCurrentIndex(0)
            params = starting_params(self._catalog, self._family, name)
            self.edited.emit((*self._items, Config(name, params)))


class ParamForm(QWidget):
    """All parameters of one class.

    Attributes:
        edited: Fires with a parameter's name and its new value.
        reset: Fires with the name of a parameter that is to have its default again.
        left: Fires when the user turns to another field, which ends a row of edits.
        explained: Fires with the parameter that the user looks at.
    """

    edited = Signal(str, object)
    reset = Signal(str)
    left = Signal()
    explained = Signal(object)

    def __init__(
        self,
        spec: ClassSpec,
        catalog: Catalog,
        *,
        fold: bool = True,
        name_width: int = NAME_WIDTH,
    ) -> None:
        super().__init__()
        self._name_width = name_width
        self.spec = spec
        self._catalog = catalog
        self._rows: dict[str, ParamRow] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._values = Params()
        params = [param for param in spec.params if not param.fixed]
        for param in params:
            if not (fold and param.advanced):
                self._layout.addWidget(self._row(param))
        # Rows that are folded away are made when they are wanted: few ever are.
        self._folded = [param for param in params if fold and param.advanced]
        self._fold = QWidget(self)
        self._fold.hide()
        self.more = QToolButton()
        if self._folded:
            self._add_fold()

    def editor(self, name: str) -> Editor:
        """Return the editor of a parameter.

        Raises:
            KeyError: the class has no such parameter.
        """
        if name not in self._rows:
            self._make_folded()
        return self._rows[name].editor

    def first_field(self) -> QWidget | None:
        """Return what takes the keys of the first parameter in sight, or None if there is none."""
        rows = (row for row in self._rows.values() if row.isVisible())
        row = next(rows, None)
        return None if row is None else row.editor.focusProxy() or row.editor

    def show_params(self, params: Params) -> None:
        """Show values; those that are not set show their defaults, in the usual weight."""
        self._values = params
        for row in self._rows.values():
            self._show_value(row)

    def _show_value(self, row: ParamRow) -> None:
        param = row.editor.param
        value = self._values.get(param.name, param.default)
        row.show_value(value, is_set=param.name in self._values)

    def _row(self, param: Param) -> ParamRow:
        editor = make_editor(param, self._catalog)
        row = ParamRow(param, editor, name_width=self._name_width)
        row.editor.edited.connect(lambda value: self.edited.emit(param.name, value))
        row.editor.left.connect(self.left)
        row.reset.clicked.connect(lambda _checked=False: self.reset.emit(param.name))
        row.explained.connect(self.explained)
        self._rows[param.name] = row
        return row

    def _add_fold(self) -> None:
        layout = QVBoxLayout(self._fold)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self.more.setText(tr("More settings"))
        self.more.setCheckable(True)
        self.more.setAutoRaise(True)
        self.more.setArrowType(Qt.ArrowType.RightArrow)
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.more.toggled.connect(self._on_more)
        self._layout.addWidget(self.more)
        self._layout.addWidget(self._fold)

    def _on_more(self, on: bool) -> None:
        self._make_folded()
        self._fold.setVisible(on)
        self.more.setArrowType(Qt.ArrowType.DownArrow if on else Qt.ArrowType.RightArrow)

    def _make_folded(self) -> None:
        layout = self._fold.layout()
        while self._folded and layout is not None:
            row = self._row(self._folded.pop(0))
            self._show_value(row)
            layout.addWidget(row)


def starting_params(catalog: Catalog, family: Family, class_name: str) -> Params:
    """Return the values that a newly chosen class starts with."""
    spec = catalog.find(family, class_name)
    return Params() if spec is None else Params(dict(spec.starting))


def _key(value: Value) -> str:
    match value:
        case Config(class_name, _):
            return class_name
        case str():
            return value
        case int() | float():
            return _NUMBER
        case _:
            return _NONE


def _params(value: Value) -> Params:
    return value.params if isinstance(value, Config) else Params()


def _class_by_alias(alias: str, names: Iterable[str]) -> str:
    """Return the class that Keras's lower-case name means: ``glorot_uniform``."""
    plain = alias.replace("_", "").lower()
    return next((name for name in names if name.lower() == plain), alias)


def _fits(param: Param, spec: ClassSpec) -> bool:
    """Whether a class may be offered: Bidirectional holds only layers that run over time."""
    if param.kind is not Kind.LAYER or not isinstance(spec, LayerSpec):
        return True
    if "RNN" in param.doc:
        runs = spec.category == "recurrent" and spec.param("layer") is None
        return runs or spec.custom is not None
    return spec.category != "input"
