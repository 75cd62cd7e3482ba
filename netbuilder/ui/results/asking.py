"""Asks the network about a sample of the data, or one that is drawn, typed or read."""

from __future__ import annotations

import math
import random
import re
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from netbuilder.i18n import tr
from netbuilder.training.evaluation import Answer, InputKind, Sample
from netbuilder.training.replies import Answered, Evaluated
from netbuilder.ui.bars import Bars
from netbuilder.ui.results.control import ResultsControl
from netbuilder.ui.results.pad import DrawingPad
from netbuilder.ui.theme import Scheme

_PICTURE = 112


class AskingPage(QWidget):
    """What is asked at the left, what the network says at the right."""

    def __init__(self, control: ResultsControl, scheme: Scheme) -> None:
        super().__init__()
        self._control = control
        self._kind: InputKind | None = None
        self.sample_box = QSpinBox()
        self.random_button = QPushButton(tr("Any"))
        self.pad = DrawingPad()
        self.clear_button = QPushButton(tr("Clear"))
        self.file_button = QPushButton(tr("Open file …"))
        self.field, self.hint = QLineEdit(), QLabel()
        self.picture, self.answer_picture = QLabel(), QLabel()
        self.words = QLabel()
        self.answer = QLabel()
        self.bars = Bars(scheme)
        self._lay_out()
        self._connect()
        self.show_evaluation(None)

    def set_scheme(self, scheme: Scheme) -> None:
        """Draw in the colours of another scheme."""
        self.bars.set_scheme(scheme)

    def show_evaluation(self, found: Evaluated | None) -> None:
        """Offer what the network of an evaluation can be asked."""
        alone = found is not None and len(found.inputs) == 1
        kind = found.inputs[0] if found is not None and found.inputs else None
        self._kind = kind if alone else None
        by_hand = self._kind.kind if self._kind is not None else "other"
        grey = self._kind is not None and (self._kind.shape[2:] or [1]) == [1]
        self.pad.setVisible(by_hand == "picture" and grey)
        self.clear_button.setVisible(by_hand == "picture" and grey)
        self.file_button.setVisible(by_hand in ("picture", "text"))
        self.field.setVisible(by_hand in ("text", "row"))
        asked, more = _wanted(self._kind)
        self.field.setPlaceholderText(asked)
        self.hint.setText(more)
        self.hint.setVisible(bool(more))
        self.field.clear()
        self.pad.clear()
        if self._kind is not None and by_hand == "picture":
            self.pad.set_pixels(self._kind.shape[1], self._kind.shape[0])
        self.sample_box.setMaximum(max(0, found.samples - 1) if found else 0)
        self._forget_answer()
        self.setEnabled(found is not None and self._control.live)

    def show_answer(self, answered: Answered) -> None:
        """Show what the network says."""
        self._forget_answer()
        if answered.message:
            self.answer.setText(answered.message)
            return
        if answered.sample is not None:
            self._show_sample(answered.sample)
        first = answered.answers[0]
        self.bars.show_rows(
            [
                (label, share, f"{share:.1%}")
                for label, share in zip(first.labels, first.shares, strict=True)
            ],
            whole=1.0,
        )
        self.answer.setText("\n".join(_answer_text(answer) for answer in answered.answers))
        _show_picture(self.answer_picture, first.picture)

    def ask_sample(self, index: int) -> None:
        """Ask about a sample of the data."""
        if self.sample_box.value() == index:
            self._control.ask(sample=index)
        else:
            self.sample_box.setValue(index)

    def _lay_out(self) -> None:
        choice = QHBoxLayout()
        choice.setSpacing(8)
        choice.addWidget(QLabel(tr("Sample")))
        choice.addWidget(self.sample_box)
        choice.addWidget(self.random_button)
        choice.addStretch(1)
        tools = QHBoxLayout()
        tools.setSpacing(8)
        tools.addWidget(self.clear_button)
        tools.addWidget(self.file_button)
        tools.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addLayout(choice)
        left.addWidget(self.field)
        left.addWidget(self.hint)
        left.addWidget(self.pad)
        left.addLayout(tools)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(8)
        for label in (self.words, self.hint):
            label.setWordWrap(True)
            label.setProperty("muted", True)
        self.answer.setWordWrap(True)
        font = self.answer.font()
        font.setBold(True)
        self.answer.setFont(font)
        pictures = QHBoxLayout()
        pictures.setSpacing(8)
        pictures.addWidget(self.picture)
        pictures.addWidget(self.answer_picture)
        pictures.addStretch(1)
        right.addLayout(pictures)
        for widget in (self.words, self.answer, self.bars):
            right.addWidget(widget)
        right.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(16)
        layout.addLayout(left, 2)
        layout.addLayout(right, 3)

    def _connect(self) -> None:
        self.sample_box.setAccessibleName(tr("Sample of the data"))
        self.sample_box.setKeyboardTracking(False)
        self.sample_box.valueChanged.connect(self._on_sample)
        self.random_button.setToolTip(tr("Any sample of the data"))
        self.random_button.clicked.connect(self._on_random)
        self.pad.drawn.connect(self._on_drawn)
        self.clear_button.clicked.connect(self.pad.clear)
        self.clear_button.clicked.connect(self._forget_answer)
        self.file_button.clicked.connect(self._on_file)
        self.field.returnPressed.connect(self._on_typed)

    def _on_sample(self, index: int) -> None:
        self._control.ask(sample=index)

    def _on_random(self) -> None:
        self.ask_sample(random.randint(0, self.sample_box.maximum()))

    def _on_drawn(self) -> None:
        if self._kind is not None:
            self._control.ask(values=self.pad.values(self._kind.low, self._kind.high))

    def _on_file(self) -> None:
        pictures = self._kind is not None and self._kind.kind == "picture"
        wanted = "*.png *.jpg *.jpeg *.bmp *.gif *.webp" if pictures else "*.txt"
        path, _ = QFileDialog.getOpenFileName(
            self, tr("Open file"), str(Path.home()), tr("Files ({kinds})", kinds=wanted)
        )
        if path:
            self._control.ask(file=Path(path))

    def _on_typed(self) -> None:
        if self._kind is None:
            return
        if self._kind.kind == "text":
            self._control.ask(text=self.field.text())
            return
        if self._kind.columns:
            between = next((sign for sign in ("\t", ";") if sign in self.field.text()), ",")
            self._control.ask(cells=self.field.text().split(between))
            return
        try:
            values = [float(word) for word in re.split(r"[\s,;]+", self.field.text().strip())]
        except ValueError:
            self._forget_answer()
            self.answer.setText(tr("Type numbers with commas between them."))
            return
        self._control.ask(values=values)

    def _show_sample(self, sample: Sample) -> None:
        truth = tr("It is {truth}.", truth=sample.truth) if sample.truth else ""
        self.words.setText("\n".join(part for part in (sample.text, truth) if part))
        _show_picture(self.picture, sample.picture)

    def _forget_answer(self) -> None:
        for label in (self.picture, self.answer_picture):
            _show_picture(label, "")
        self.words.clear()
        self.answer.clear()
        self.bars.show_rows(())


def _show_picture(label: QLabel, path: str) -> None:
    """Show a file; an empty path for none."""
    ratio, mode = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.FastTransformation
    picture = QPixmap(path)
    label.setPixmap(picture.scaled(2 * _PICTURE, _PICTURE, ratio, mode) if path else picture)
    label.setVisible(bool(path))


def _wanted(kind: InputKind | None) -> tuple[str, str]:
    """Return what a field asks for, in short, and what is to be said of it below."""
    if kind is None or kind.kind not in ("text", "row"):
        return "", ""
    if kind.kind == "text":
        return tr("Type a text, then Enter"), ""
    if kind.columns:
        columns = ", ".join(kind.columns)
        return tr("A row, then Enter"), tr(
            "As it would stand in the table: {columns}", columns=columns
        )
    count = math.prod(kind.shape)
    return tr("Numbers, then Enter"), tr(
        "As many numbers as the network takes: {count}", count=count
    )


def _answer_text(answer: Answer) -> str:
    return tr("The network says: {answer}", answer=answer.text) if answer.text else ""
