"""What the panel of own code shows while there is none: what it is for, and how to begin."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from netbuilder.catalog.custom import CustomKind
from netbuilder.i18n import tr
from netbuilder.ui.breaking_row import BreakingRow
from netbuilder.ui.custom.templates import kind_title

_WIDEST = 520  # pixels in which lines are easy to read
_IN_FIRST_ROW = 3


class Beginning(QWidget):
    """A few words, and a button for each kind.

    Attributes:
        wanted: Fires with the kind of piece that is to be begun.
    """

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.words = QLabel(
            tr(
                "Here you write what Keras does not have: a layer, a loss, a metric or an "
                "activation. Each begins as a short template that works. Examine tries it out, "
                "and it then stands in the palette or in the training settings."
            )
        )
        self.words.setWordWrap(True)
        self.words.setProperty("muted", True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setMaximumWidth(_WIDEST)
        buttons = [self._button(kind) for kind in CustomKind]
        layout = QVBoxLayout(self)
        layout.setSpacing(16)
        layout.addStretch(1)
        layout.addLayout(_in_the_middle(self.words, share=100))
        layout.addLayout(
            _in_the_middle(BreakingRow(buttons[:_IN_FIRST_ROW], buttons[_IN_FIRST_ROW:]))
        )
        layout.addStretch(1)

    def _button(self, kind: CustomKind) -> QPushButton:
        button = QPushButton(kind_title(kind))
        button.setToolTip(tr("Begin one with a template"))
        button.clicked.connect(partial(self._on_clicked, kind))
        return button

    def _on_clicked(self, kind: CustomKind) -> None:
        self.wanted.emit(kind)


def _in_the_middle(widget: QWidget, share: int = 0) -> QHBoxLayout:
    """Return a row with a widget in its middle; an alignment would not let words break.

    Args:
        widget: What stands there.
        share: How much more of the room it takes than what is left free beside it.
    """
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(widget, share)
    row.addStretch(1)
    return row
