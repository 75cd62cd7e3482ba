"""The fields that say what each of several inputs sees, and what each output answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from netbuilder.catalog.library import Catalog
from netbuilder.catalog.spec import ClassSpec, Kind, Param
from netbuilder.dataset import DataChoice, DataError, sniff_arrays
from netbuilder.dataset.ends import about_several, can_be_named, named_for
from netbuilder.dataset.uses import Ends
from netbuilder.graph import Params, Value
from netbuilder.i18n import tr
from netbuilder.ui.inspector.objects import ParamForm


class EndsForm(QWidget):
    """A field for each of a network's several inputs and outputs; hidden where it has one.

    Attributes:
        chosen: Fires with the choice of data, the name of an end, and whether more typing may
            follow.
        left: Fires when the user turns to another field.
    """

    chosen = Signal(object, str)
    left = Signal()

    def __init__(self, catalog: Catalog) -> None:
        super().__init__()
        self._catalog = catalog
        self._choice = DataChoice()
        self._ends = Ends()
        self._columns: tuple[str, ...] = ()
        self._shown: object = None
        self.forms: dict[str, ParamForm] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)

    def show_choice(self, choice: DataChoice, ends: Ends, columns: Sequence[str]) -> None:
        """Show what goes where.

        Args:
            choice: The data.
            ends: Those of the network.
            columns: All columns of the table; empty for other data, or while not known.
        """
        self._choice, self._ends, self._columns = choice, ends, tuple(columns)
        try:
            serves = bool(choice.source) and can_be_named(choice)
        except DataError:
            serves = False
        ends = ends if serves else Ends()
        self.setVisible(bool(ends.inputs or ends.outputs))
        if self._shown != (choice.source, choice.path, ends):
            self._shown = (choice.source, choice.path, ends)
            self._rebuild(ends)
        for option, form in self.forms.items():
            named = choice.options.get(option)
            form.show_params(named if isinstance(named, Params) else Params())

    def _rebuild(self, ends: Ends) -> None:
        while (entry := self._layout.takeAt(0)) is not None:
            if widget := entry.widget():
                widget.hide()
                widget.deleteLater()
        self.forms = {}
        arrays = _arrays(self._choice)
        for option, title, names in (
            ("inputs", tr("What each input sees"), ends.inputs),
            ("targets", tr("What each output answers"), ends.outputs),
        ):
            if names:
                heading = QLabel(title)
                heading.setProperty("muted", True)
                self._layout.addWidget(heading)
                params = tuple(_param(name, option, arrays) for name in names)
                form = ParamForm(ClassSpec(name=option, module="", params=params), self._catalog)
                form.edited.connect(lambda name, value, to=option: self._on_edited(to, name, value))
                form.reset.connect(lambda name, to=option: self._on_reset(to, name))
                form.left.connect(self.left)
                self.forms[option] = form
                self._layout.addWidget(form)
        if self.forms:
            words = QLabel(about_several(self._choice))
            words.setProperty("muted", True)
            words.setWordWrap(True)
            self._layout.addWidget(words)

    def _on_edited(self, option: str, name: str, value: Value) -> None:
        named = named_for(self._choice, self._ends.inputs, self._ends.outputs, self._columns)
        before = named.options[option]
        changed = {**(before if isinstance(before, Mapping) else {}), name: value}
        options = named.options.with_value(option, Params(changed))
        self.chosen.emit(replace(named, options=options), name)

    def _on_reset(self, option: str, name: str) -> None:
        """Let an end begin again with what a network of one would have."""
        before = self._choice.options.get(option)
        left = before.without(name) if isinstance(before, Params) else Params()
        choice = replace(self._choice, options=self._choice.options.with_value(option, left))
        named = named_for(choice, self._ends.inputs, self._ends.outputs, self._columns)
        self.chosen.emit(named, name)


def _param(name: str, option: str, arrays: tuple[str, ...]) -> Param:
    """Describe an end like a parameter, so that the inspector's editors serve it."""
    if option == "targets":
        doc = tr("What this output is to answer.")
        if not arrays:
            return Param(name, Kind.TEXT, default="", doc=doc)
        return Param(name, Kind.CHOICE, default=arrays[0], choices=arrays, doc=doc)
    doc = tr("What this input sees.")
    if not arrays:
        return Param(name, Kind.TEXTS, default=(), doc=doc)
    return Param(name, Kind.CHOICE, default=arrays[0], choices=arrays, doc=doc)


def _arrays(choice: DataChoice) -> tuple[str, ...]:
    """Return the names of the arrays in a file; none for a table or a file that is not there."""
    if choice.source != "npz" or choice.path is None:
        return ()
    try:
        return tuple(array.key for array in sniff_arrays(choice.path))
    except DataError:
        return ()
