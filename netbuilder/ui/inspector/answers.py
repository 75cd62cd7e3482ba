"""The ticks that say which outputs of a layer are answers of the network."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from netbuilder.i18n import tr


class AnswerBoxes(QWidget):
    """One tick for each output of a layer.

    Attributes:
        chosen: Fires with the number of an output, counted from 0, and whether it is ticked,
            when the user ticks it or takes the tick away.
        boxes: The ticks, in the order of the outputs.
    """

    chosen = Signal(int, bool)

    def __init__(self) -> None:
        super().__init__()
        self.boxes: list[QCheckBox] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_outputs(self, shapes: Sequence[str], answering: Collection[int]) -> None:
        """Show a tick for each output.

        Args:
            shapes: What the outputs give, in words; as many as there are outputs.
            answering: The numbers of those that are answers of the network.
        """
        while len(self.boxes) > len(shapes):
            box = self.boxes.pop()
            self._column.removeWidget(box)
            box.hide()
            box.deleteLater()
        for number in range(len(self.boxes), len(shapes)):
            box = QCheckBox()
            box.clicked.connect(partial(self._on_clicked, number))
            self._column.addWidget(box)
            self.boxes.append(box)
        for number, (box, shape) in enumerate(zip(self.boxes, shapes, strict=True)):
            box.setText(_title(number, len(shapes)))
            box.setToolTip(_tip(shape, len(shapes)))
            box.setChecked(number in answering)

    def _on_clicked(self, number: int) -> None:
        self.chosen.emit(number, self.boxes[number].isChecked())


def _title(number: int, count: int) -> str:
    if count == 1:
        return tr("Gives an answer of the network")
    return tr("Output {number} gives an answer", number=number + 1)


def _tip(shape: str, count: int) -> str:
    if count == 1:
        return tr("Marks the layer as an output of the model.")
    return tr("Marks this output as one of the model. It gives {shape}.", shape=shape)
