"""How a window looks: its colours, the size of its text, and whether things move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from netbuilder.ui.actions import tint_icons
from netbuilder.ui.theme import SMALLEST_POINTS, apply_theme, set_text_step, system_points

if TYPE_CHECKING:
    from netbuilder.ui.window import MainWindow

LEAST_STEP, LARGEST_STEP = -2, 8
"""How many points smaller or larger than the system's the text can be."""


class Appearance:
    """Gives a window, and the program, the looks that its preferences ask for."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        window.canvas.motion.wish = window.preferences.motion
        self._zoom_with_text()

    def apply(self) -> None:
        """Use the window's colours and the present fonts everywhere."""
        window = self._window
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_theme(app, window.scheme)
        for view in (
            window.canvas,
            window.palette_panel,
            window.inspector,
            window.problems,
            window.late,
            window.train_button,
            window.docks,
        ):
            view.set_scheme(window.scheme)
        tint_icons(window.commands, window.actions_by_key, window.scheme)

    def larger_text(self) -> None:
        """Write everything one point larger."""
        self._write(self._window.preferences.text_step + 1)

    def smaller_text(self) -> None:
        """Write everything one point smaller."""
        self._write(self._window.preferences.text_step - 1)

    def usual_text(self) -> None:
        """Write everything as large as the system does."""
        self._write(0)

    def choose_motion(self, wish: str) -> None:
        """Let nodes move to their new places, or jump, or follow the system."""
        self._window.preferences.motion = wish
        self._window.canvas.motion.wish = wish

    def _zoom_with_text(self) -> None:
        """Show the canvas in the size of the text around it."""
        points = system_points()
        step = self._window.preferences.text_step
        self._window.canvas.navigator.set_unit((points + step) / points)

    def _write(self, step: int) -> None:
        """Write everything so many points larger than the system, from now on."""
        step = min(LARGEST_STEP, max(LEAST_STEP, step))
        by = step - self._window.preferences.text_step
        if not by:
            return
        self._window.preferences.text_step = step
        wanted = {
            widget: max(SMALLEST_POINTS, widget.font().pointSize() + by)
            for widget in QApplication.allWidgets()  # panels that lie nowhere yet among them
            if widget.testAttribute(Qt.WidgetAttribute.WA_SetFont)
        }
        set_text_step(step)
        self.apply()
        self._zoom_with_text()
        for widget, points in wanted.items():
            # Some fields are made anew; a font of its own need not follow the program's.
            if isValid(widget) and widget.font().pointSize() != points:
                font = widget.font()
                font.setPointSize(points)
                widget.setFont(font)
