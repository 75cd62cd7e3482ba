"""What a dataset looks like: samples, classes, ranges, the head of its table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from html import escape
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from netbuilder.checks.fitting import TEXTS
from netbuilder.dataset import (
    NO_DATA,
    DataChoice,
    DataError,
    Profile,
    TensorProfile,
    effective_options,
)
from netbuilder.dataset.uses import Ends
from netbuilder.i18n import tr
from netbuilder.ui.bars import Bars
from netbuilder.ui.data.head_table import HeadTable
from netbuilder.ui.text import figure, grouped, shape_text
from netbuilder.ui.theme import Scheme

NO_ENDS = Ends()
_MOST_CLASSES = 24
_MOST_COLUMNS = 6  # of which it is told how many cells are empty


class Preview(QWidget):
    """Shows one profile."""

    def __init__(self, scheme: Scheme) -> None:
        super().__init__()
        self._scheme = scheme
        self.facts = QLabel()
        self.facts.setTextFormat(Qt.TextFormat.RichText)
        self.facts.setWordWrap(True)
        self.facts.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.balance = ClassBalance(scheme)
        self.pictures = PictureSheet()
        self.table = HeadTable(scheme)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.facts)
        left.addWidget(self.balance)
        left.addStretch(1)
        self._columns = layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(16)
        layout.addLayout(left)
        layout.addWidget(self.pictures)
        layout.addWidget(self.table)
        self.show_profile(None, None, NO_DATA)

    def set_scheme(self, scheme: Scheme) -> None:
        """Draw in the colours of another scheme."""
        self._scheme = scheme
        self.balance.set_scheme(scheme)
        self.table.set_scheme(scheme)

    def show_profile(
        self,
        profile: Profile | None,
        pictures: Path | None,
        choice: DataChoice,
        ends: Ends = NO_ENDS,
    ) -> None:
        """Show what was measured of ``choice``, None for nothing, and what it can be used for."""
        self.facts.setText(facts_text(profile, choice) if profile else "")
        names = profile.classes if profile else ()
        self.balance.show_counts(names, profile.class_counts if profile else ())
        self.pictures.show_file(pictures)
        self.table.show_rows(profile, choice, ends)
        # Beside pictures, a table needs more of the room than they do.
        both = profile is not None and bool(profile.head) and pictures is not None
        for at, share in enumerate((3, 2, 5) if both else (2, 3, 3)):
            self._columns.setStretch(at, share)


class ClassBalance(Bars):
    """A bar for each class, as long as it has samples."""

    def show_counts(self, names: tuple[str, ...], counts: tuple[int, ...]) -> None:
        """Show how many samples each class has."""
        known = list(zip(names, counts, strict=False))[:_MOST_CLASSES]
        self.show_rows([(name, count, grouped(count)) for name, count in known])


class PictureSheet(QLabel):
    """A sheet of sample pictures, as large as there is room, with sharp pixels."""

    def __init__(self) -> None:
        super().__init__()
        self._sheet = QPixmap()
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.setMinimumSize(120, 80)
        self.setAccessibleName(tr("Sample pictures"))

    def show_file(self, path: Path | None) -> None:
        """Show the sheet in a file; None for none."""
        self._sheet = QPixmap(str(path)) if path else QPixmap()
        self.setVisible(not self._sheet.isNull())
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the sheet into the new room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if not self._sheet.isNull():
            self.setPixmap(
                self._sheet.scaled(
                    self.size(),
                    Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            )


def facts_text(profile: Profile, choice: DataChoice) -> str:
    """Return rows, shapes, ranges and what is missing as a small table in HTML."""
    rows = [
        (tr("To train on"), tr("{rows} samples", rows=grouped(profile.train_rows))),
        (tr("To test on"), tr("{rows} samples", rows=grouped(profile.test_rows))),
        *_ends_text(profile),
    ]
    if empty := _empty_cells(profile):
        rows.append((tr("Empty cells"), "<br>".join([empty, *_what_becomes_of_them(choice)])))
    missing = profile.x.missing + profile.y.missing
    if missing:
        rows.append((tr("Missing"), tr("{count} values", count=grouped(missing))))
    cells = "".join(f"<tr><td>{name}&nbsp;&nbsp;</td><td>{text}</td></tr>" for name, text in rows)
    return f"<table cellspacing='0' cellpadding='2'>{cells}</table>"


def _empty_cells(profile: Profile) -> str:
    """Return in which columns of the file how many cells are empty."""
    known = [column for column in profile.columns if column.missing]
    shown = [f"{escape(column.name)} {grouped(column.missing)}" for column in known[:_MOST_COLUMNS]]
    return ", ".join([*shown, *(["…"] if len(known) > len(shown) else [])])


def _what_becomes_of_them(choice: DataChoice) -> Iterator[str]:
    """Yield it, for data that leave the choice."""
    words = {
        "drop": tr("their rows are left out"),
        "mean": tr("they get their column's mean"),
        "median": tr("they get their column's median"),
        "zero": tr("they get 0"),
    }
    with suppress(DataError):  # the form says what is wrong
        how = effective_options(choice).values.get("missing")
        if isinstance(how, str):
            yield words[how]


def _ends_text(profile: Profile) -> Iterator[tuple[str, str]]:
    """Yield what a sample and its answer are, or each part of them by its name."""
    if profile.inputs:
        for name, x in profile.inputs.items():
            yield tr("Input '{name}'", name=name), _tensor_text(x)
    else:
        yield tr("One sample"), _tensor_text(profile.x)
    if not profile.answers:
        yield tr("Its answer"), _answer_text(profile)
    for name in profile.answers:
        answer = profile.for_output(name)
        if answer is not None:
            yield tr("Output '{name}'", name=name), _answer_text(answer)


def _tensor_text(tensor: TensorProfile) -> str:
    if tensor.dtype == TEXTS and not tensor.shape:
        return tr("a text")
    text = f"{shape_text(tensor.shape)} {tensor.dtype}"
    if tensor.minimum is None:
        return text
    low, high = figure(tensor.minimum), figure(tensor.maximum)
    return tr("{tensor}, from {low} to {high}", tensor=text, low=low, high=high)


def _answer_text(profile: Profile) -> str:
    match profile.target:
        case "classes" | "one-hot":
            return tr("one of {count} classes", count=len(profile.classes))
        case "binary":
            return tr("yes or no")
        case "same as input":
            return tr("the sample itself")
        case _ if profile.y.shape or profile.y.minimum is None:
            return _tensor_text(profile.y)
        case _:
            low, high = figure(profile.y.minimum), figure(profile.y.maximum)
            return tr("a number, from {low} to {high}", low=low, high=high)
