"""The page that greets: start anew, open something, or begin with an example."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QCommandLinkButton,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from netbuilder.i18n import tr
from netbuilder.project.examples import Example
from netbuilder.ui.icons import action_icon
from netbuilder.ui.theme import Scheme, interface_font

_COLUMNS = 2


class WelcomePage(QScrollArea):
    """Shown instead of the canvas until there is something to show.

    Attributes:
        new_wanted: Fires when an empty network is wanted.
        open_wanted: Fires when a file is to be chosen.
        example_wanted: Fires with an example's path.
        file_wanted: Fires with the path of a file that was open lately.
    """

    new_wanted = Signal()
    open_wanted = Signal()
    example_wanted = Signal(Path)
    file_wanted = Signal(Path)

    def __init__(self, examples: Sequence[Example], recent: Sequence[Path], scheme: Scheme) -> None:
        super().__init__()
        self._scheme = scheme
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        page = QWidget()
        page.setMaximumWidth(880)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(32, 32, 32, 32)
        layout.setSpacing(12)
        layout.addWidget(_heading(tr("NetBuilder"), 8))
        purpose = QLabel(tr("Build a network by hand, see that it is right, and train it."))
        purpose.setProperty("muted", True)
        layout.addWidget(purpose)
        layout.addLayout(self._start_row())
        layout.addSpacing(12)
        layout.addWidget(_heading(tr("Examples, in teaching order"), 2))
        layout.addLayout(self._example_grid(examples))
        if recent:
            layout.addSpacing(12)
            layout.addWidget(_heading(tr("Opened lately"), 2))
            for path in recent:
                layout.addWidget(self._recent_button(path))
        layout.addStretch(1)
        outer = QWidget()
        centred = QHBoxLayout(outer)
        centred.addStretch(1)
        centred.addWidget(page, 100)
        centred.addStretch(1)
        self.setWidget(outer)

    def _start_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.new_button = QPushButton(tr("New network"))
        self.open_button = QPushButton(tr("Open …"))
        self.new_button.clicked.connect(self.new_wanted)
        self.open_button.clicked.connect(self.open_wanted)
        row.addWidget(self.new_button)
        row.addWidget(self.open_button)
        row.addStretch(1)
        return row

    def _example_grid(self, examples: Sequence[Example]) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(8)
        self.example_buttons: list[QCommandLinkButton] = []
        for index, example in enumerate(examples):
            button = QCommandLinkButton(f"{example.number}. {example.title}", example.description)
            button.setIcon(action_icon("layout", self._scheme))
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(
                lambda _checked=False, path=example.path: self.example_wanted.emit(path)
            )
            grid.addWidget(button, index // _COLUMNS, index % _COLUMNS)
            self.example_buttons.append(button)
        return grid

    def _recent_button(self, path: Path) -> QPushButton:
        button = QPushButton(path.name)
        button.setObjectName("link")
        button.setToolTip(str(path))
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(lambda _checked=False: self.file_wanted.emit(path))
        return button


def _heading(text: str, step: int) -> QLabel:
    label = QLabel(text)
    label.setFont(interface_font(step, QFont.Weight.DemiBold))
    return label
