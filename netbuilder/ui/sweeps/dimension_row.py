"""One thing that is varied, and over which values."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from netbuilder.catalog.arguments import is_number
from netbuilder.i18n import tr
from netbuilder.project.places import place_words
from netbuilder.training.range_text import read_value, read_values, write_value, write_values
from netbuilder.training.sweeps import Between, Dimension, OneOf, Range, range_fault
from netbuilder.ui.theme import mono_font

_LIMIT_WIDTH = 84
_NAME_WIDTH = 176


class DimensionRow(QWidget):
    """Edits the range of one dimension.

    Attributes:
        edited: Fires with the new range.
        removed: Fires when it is not to be varied any more.
    """

    edited = Signal(object)
    removed = Signal()

    def __init__(self, dimension: Dimension) -> None:
        super().__init__()
        self.dimension = dimension
        words = place_words(dimension.place)
        self.name = QLabel()
        self.name.setToolTip(words)
        self.name.setFixedWidth(_NAME_WIDTH)
        middle = Qt.TextElideMode.ElideMiddle
        self.name.setText(self.name.fontMetrics().elidedText(words, middle, _NAME_WIDTH))
        self.low, self.high, self.values = QLineEdit(), QLineEdit(), QLineEdit()
        self.log = QCheckBox(tr("log"))
        self.remove = QToolButton()
        self._lay_out(words)
        self.show_range(dimension.range)
        for field in (self.low, self.high, self.values):
            field.setFont(mono_font())
            field.editingFinished.connect(self._on_edited)
        self.log.clicked.connect(self._on_edited)
        self.remove.clicked.connect(self.removed)

    def show_range(self, span: Range) -> None:
        """Show a range without firing; a field that is being typed into is left as it is."""
        between = isinstance(span, Between)
        for widget in (self.low, self.dash, self.high, self.log):
            widget.setVisible(between)
        self.values.setVisible(not between)
        if isinstance(span, Between):
            shown = [(self.low, write_value(span.low)), (self.high, write_value(span.high))]
            self.log.setChecked(span.log)
        else:
            shown = [(self.values, write_values(span.values))]
        for field, text in shown:
            if not (field.hasFocus() and field.isModified()):
                field.setText(text)
        self.dimension = Dimension(self.dimension.place, span)
        self._mark(range_fault(span))

    def _lay_out(self, words: str) -> None:
        self.dash = QLabel("–")
        self.low.setFixedWidth(_LIMIT_WIDTH)
        self.high.setFixedWidth(_LIMIT_WIDTH)
        self.low.setAccessibleName(tr("{name}, from", name=words))
        self.high.setAccessibleName(tr("{name}, to", name=words))
        self.values.setAccessibleName(tr("{name}, values", name=words))
        self.values.setPlaceholderText(tr("values, parted by commas"))
        self.log.setToolTip(tr("Each power of ten is as likely as the next"))
        self.remove.setText("✕")
        self.remove.setAutoRaise(True)
        self.remove.setToolTip(tr("Do not vary {name}", name=words))
        self.remove.setAccessibleName(tr("Do not vary {name}", name=words))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(8)
        for widget in (self.name, self.low, self.dash, self.high, self.log):
            row.addWidget(widget)
        row.addWidget(self.values, 1)
        row.addStretch(0)
        row.addWidget(self.remove)

    def _on_edited(self) -> None:
        span = self._typed()
        if span is None:
            self._mark(tr("A limit must be a number."))
        elif span != self.dimension.range:
            self.edited.emit(span)

    def _typed(self) -> Range | None:
        """Return the range that stands in the fields; None if it is none."""
        before = self.dimension.range
        if isinstance(before, OneOf):
            return OneOf(read_values(self.values.text()))
        low, high = read_value(self.low.text()), read_value(self.high.text())
        if not (is_number(low) and is_number(high)):
            return None
        if not before.whole:
            low, high = float(low), float(high)
        return Between(low, high, self.log.isChecked(), before.step)

    def _mark(self, fault: str) -> None:
        for field in (self.low, self.high, self.values):
            field.setProperty("invalid", bool(fault))
            field.setToolTip(fault)
            field.style().polish(field)
