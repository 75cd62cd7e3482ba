"""The panels around the canvas."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDockWidget,
    QMainWindow,
    QTabBar,
    QWidget,
)

from netbuilder.ui.icons import glyph_icon
from netbuilder.ui.theme import Scheme, tokens

_LEFT, _RIGHT, _OUTLINE = "palette", "inspector", "outline"
_SIDE_WIDTHS = [232, 328]
_BOTTOM_HEIGHT = 248
_TITLE_GLYPHS = {"qt_dockwidget_floatbutton": "dock-window", "qt_dockwidget_closebutton": "close"}
READABLE = 340
"""Pixels high enough to read curves and to write code."""


class Dock(QDockWidget):
    """A dock that gets its panel when it is first seen, and that the focus leaves on Esc.

    Attributes:
        left: Fires on Esc.
        seen: Fires with whether the dock is in sight now, its panel made.
    """

    left = Signal()
    seen = Signal(bool)

    def __init__(
        self, window: QMainWindow, key: str, title: str, make: Callable[[], QWidget]
    ) -> None:
        super().__init__(title, window)
        self.setObjectName(key)
        self._make = make
        self.visibilityChanged.connect(self._on_visibility)

    def fill(self) -> None:
        """Make the panel, if that was not done yet."""
        if self.widget() is None:
            panel = self._make()
            panel.setBackgroundRole(QPalette.ColorRole.Base)
            panel.setAutoFillBackground(True)
            self.setWidget(panel)
            panel.show()  # at once; Qt itself would wait for its next events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave on an Esc that no field wanted."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _on_visibility(self, visible: bool) -> None:
        if visible:
            self.fill()
        self.seen.emit(visible)


class Docks(Mapping[str, Dock]):
    """The docks of a window by key: palette at the left, inspector at the right, tabs below.

    Args:
        window: The window, with its central widget set.
        panels: What stands in the docks, by key: their titles, and what gives each panel when
            it is shown for the first time.
    """

    def __init__(
        self, window: QMainWindow, panels: Mapping[str, tuple[str, Callable[[], QWidget]]]
    ) -> None:
        self._window = window
        self._docks = {key: Dock(window, key, *panel) for key, panel in panels.items()}
        self._arrange()
        self._at_first = QByteArray()

    def __getitem__(self, key: str) -> Dock:
        """Return the dock called ``key``."""
        return self._docks[key]

    def __iter__(self) -> Iterator[str]:
        """Go through the docks' keys, from left to right."""
        return iter(self._docks)

    def __len__(self) -> int:
        """Return how many docks there are."""
        return len(self._docks)

    def set_scheme(self, scheme: Scheme) -> None:
        """Draw the buttons in the docks' titles in the colours of ``scheme``.

        Qt's own are grey in every palette, and set anew whenever the style changes.
        """
        colour = QColor(tokens(scheme).text)
        for dock in self._docks.values():
            for name, glyph in _TITLE_GLYPHS.items():
                button = dock.findChild(QAbstractButton, name)
                if button is not None:
                    button.setIcon(glyph_icon(glyph, colour))

    def lead_back_to(self, widget: QWidget) -> None:
        """Give ``widget`` the focus when a dock is left by Esc."""
        for dock in self._docks.values():
            dock.left.connect(widget.setFocus)

    def bring(self, key: str, height: int = 0) -> None:
        """Show a dock before the others, ``height`` pixels high, but at most half the window."""
        dock = self._docks[key]
        height = min(height, self._window.height() // 2)
        dock.fill()
        dock.show()
        dock.raise_()
        if dock.height() < height:
            sides = [self._docks[_LEFT], self._docks[_RIGHT]]
            widths = [side.width() for side in sides]
            self._window.resizeDocks([dock], [height], Qt.Orientation.Vertical)
            # Qt gives the other docks new widths too, which nobody asked for.
            self._window.resizeDocks(sides, widths, Qt.Orientation.Horizontal)

    def enter(self, key: str) -> None:
        """Show a dock and give it the focus."""
        self.bring(key)
        _focus(self._docks[key].widget())

    def turn(self, by: int) -> None:
        """Give the focus to the next (1) or previous (-1) part of the window that is in sight."""
        shown = [dock.widget() for dock in self._docks.values() if _in_sight(dock)]
        parts = [self._window.centralWidget(), *shown]
        focused = QApplication.focusWidget()
        at = next((i for i, part in enumerate(parts) if _holds(part, focused)), 0)
        _focus(parts[(at + by) % len(parts)])

    def settle(self, remembered: QByteArray | None) -> None:
        """Give the docks their sizes once the window is shown: before, Qt takes none.

        Args:
            remembered: The arrangement of another day, to be taken up again.
        """
        if self._at_first.isEmpty():
            self._give_sizes()
            self._at_first = self._window.saveState()
            if remembered is not None:
                self._window.restoreState(remembered)
            self._hide_lost_tabs()
            self._write_tabs_out()
            for dock in self._docks.values():
                dock.dockLocationChanged.connect(self._write_tabs_out)

    def reset(self) -> None:
        """Put all docks back as they were at first."""
        self._window.restoreState(self._at_first)
        for dock in self._docks.values():
            dock.show()

    def _arrange(self) -> None:
        window, area = self._window, Qt.DockWidgetArea
        bottom = [key for key in self._docks if key not in (_LEFT, _OUTLINE, _RIGHT)]
        for place, keys in (
            (area.LeftDockWidgetArea, [_LEFT, _OUTLINE]),
            (area.RightDockWidgetArea, [_RIGHT]),
            (area.BottomDockWidgetArea, bottom),
        ):
            # One goes behind the other at once: side by side, for a moment, they would make
            # the window too wide for a small screen, and it would stay so.
            docks = [self._docks[key] for key in keys]
            window.addDockWidget(place, docks[0])
            for first, second in pairwise(docks):
                window.tabifyDockWidget(first, second)
            docks[0].raise_()
        window.setTabPosition(area.AllDockWidgetAreas, window.tabPosition(area.TopDockWidgetArea))
        window.setCorner(Qt.Corner.BottomLeftCorner, area.LeftDockWidgetArea)
        window.setCorner(Qt.Corner.BottomRightCorner, area.RightDockWidgetArea)

    def _give_sizes(self) -> None:
        window, area = self._window, Qt.DockWidgetArea.BottomDockWidgetArea
        sides = [self._docks[_LEFT], self._docks[_RIGHT]]
        bottom = [dock for dock in self._docks.values() if window.dockWidgetArea(dock) is area]
        window.resizeDocks(sides, _SIDE_WIDTHS, Qt.Orientation.Horizontal)
        window.resizeDocks(bottom[:1], [_BOTTOM_HEIGHT], Qt.Orientation.Vertical)

    def _bars(self) -> list[QTabBar]:
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        return self._window.findChildren(QTabBar, options=direct)

    def _hide_lost_tabs(self) -> None:
        """Hide the tabs of the first two docks that Qt 6.11 forgets when a third joins them."""
        titles = {bar: {bar.tabText(at) for at in range(bar.count())} for bar in self._bars()}
        for bar, shown in titles.items():
            if any(shown < others for others in titles.values()):
                bar.hide()

    def _write_tabs_out(self) -> None:
        """Have tabs scroll where there is no room for their titles; Qt would cut those off."""
        for bar in self._bars():
            bar.setElideMode(Qt.TextElideMode.ElideNone)
            bar.setUsesScrollButtons(True)


def _in_sight(dock: QDockWidget) -> bool:
    """Tell whether a dock is shown and not behind another one's tab."""
    return dock.isVisible() and not dock.visibleRegion().isEmpty()


def _holds(part: QWidget | None, focused: QWidget | None) -> bool:
    return (
        part is not None and focused is not None and (part is focused or part.isAncestorOf(focused))
    )


def _focus(part: QWidget | None) -> None:
    """Give the focus to what had it last in a part of the window, else to its first field."""
    if part is None:
        return
    field = part.focusWidget() or _first_field(part)
    if field is not None:
        field.setFocus(Qt.FocusReason.TabFocusReason)


def _first_field(part: QWidget) -> QWidget | None:
    field = part.nextInFocusChain()
    while field is not None and field is not part:
        tabbed = bool(field.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if tabbed and field.isVisible() and field.isEnabled() and part.isAncestorOf(field):
            return field
        field = field.nextInFocusChain()
    return None
