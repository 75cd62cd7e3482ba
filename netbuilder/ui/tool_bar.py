"""The one tool bar: file, undo, layout and zoom at the left, training at the right."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSizePolicy, QToolBar, QWidget

from netbuilder.i18n import tr

_GROUPS = (
    ("new", "open", "save"),
    ("undo", "redo"),
    ("layout_down", "layout_right"),
    ("zoom_out", "fit", "zoom_in"),
)


def make_tool_bar(actions: Mapping[str, QAction], at_the_right: QWidget) -> QToolBar:
    """Return the tool bar with some of a window's actions, and a widget at its right end."""
    bar = QToolBar(tr("Tools"))
    bar.setObjectName("tools")
    bar.setMovable(False)
    bar.setIconSize(QSize(20, 20))
    for group in _GROUPS:
        for key in group:
            bar.addAction(actions[key])
        bar.addSeparator()
    gap = QWidget()
    gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    bar.addWidget(gap)
    bar.addWidget(at_the_right)
    return bar
