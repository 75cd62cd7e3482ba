"""Parts of a panel that stand side by side where there is room, else behind tabs of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QTabBar, QVBoxLayout, QWidget

from netbuilder.i18n import tr


@dataclass(frozen=True, slots=True)
class Part:
    """One of several parts.

    Attributes:
        title: What its tab says.
        widget: What it shows.
        readable: The pixels of width below which it is of no use.
        usual: Its share of the width at first, as pixels in all of them.
        grows: Whether it gets some of what room there is more.
    """

    title: str
    widget: QWidget
    readable: int
    usual: int
    grows: bool = True


class Folding(QWidget):
    """Shows all its parts where each is readable, with borders to drag; else one at a time.

    On a small screen all parts side by side would make the window wider than the screen.

    Args:
        parts: From left to right.
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        super().__init__()
        self._parts = parts
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(tr("Parts of the panel"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.splitter = QSplitter()
        self.splitter.setChildrenCollapsible(False)
        for place, part in enumerate(parts):
            part.widget.setMinimumWidth(part.readable)
            self.tabs.addTab(part.title)
            self.splitter.addWidget(part.widget)
            self.splitter.setStretchFactor(place, int(part.grows))
        self.splitter.setSizes([part.usual for part in parts])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.tabs)
        layout.addWidget(self.splitter, 1)
        self.tabs.currentChanged.connect(self._show)
        self._show()

    @property
    def folded(self) -> bool:
        """Whether one part is shown at a time."""
        return self.width() < sum(part.readable for part in self._parts)

    def bring(self, widget: QWidget) -> None:
        """Show a part before the others, should there be no room for all."""
        self.tabs.setCurrentIndex(self.splitter.indexOf(widget))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold or unfold."""
        super().resizeEvent(event)
        self._show()

    def minimumSizeHint(self) -> QSize:
        """Return the room for the widest part alone."""
        least = [_least(part.widget) for part in self._parts]
        height = max(size.height() for size in least) + self.tabs.sizeHint().height()
        return QSize(max(size.width() for size in least), height)

    def _show(self) -> None:
        folded, current = self.folded, self.tabs.currentIndex()
        self.tabs.setVisible(folded)
        for place, part in enumerate(self._parts):
            shown = not folded or place == current
            if not shown and part.widget.isAncestorOf(self.focusWidget()):
                self.tabs.setFocus()  # Qt would lead the keys out of the panel
            part.widget.setVisible(shown)


def _least(widget: QWidget) -> QSize:
    return widget.minimumSizeHint().expandedTo(widget.minimumSize())
