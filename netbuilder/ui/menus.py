"""The menus of the window: those made from its commands, and those filled when they open."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from netbuilder.graph import NodeId
from netbuilder.i18n import tr
from netbuilder.project.examples import examples
from netbuilder.ui.actions import fill_menus
from netbuilder.ui.commands.notes import COLOUR_KEYS
from netbuilder.ui.commands.wires import ON_WIRE

if TYPE_CHECKING:
    from netbuilder.ui.window import MainWindow

NODE_KEYS = ("cut", "copy", "duplicate", "rename", "delete", "add_frame")
_ON_CANVAS: tuple[str, ...] = (
    "paste",
    "add_frame",
    "add_comment",
    "select_all",
    "fit",
    "zoom_reset",
)
_ON_NOTE: tuple[str, ...] = ("edit_note", "cut", "copy", "duplicate", "delete", *COLOUR_KEYS)
"""What the context menus begin with."""


def make_menus(window: MainWindow) -> None:
    """Fill the menu bar of ``window``."""
    actions = window.actions_by_key
    menus = fill_menus(window.menuBar(), window.commands, actions)
    file_menu, view_menu = menus[tr("&File")], menus[tr("&View")]
    recent = QMenu(tr("Open &recent"), window)
    recent.aboutToShow.connect(lambda: fill_recent(recent, window))
    shipped = QMenu(tr("&Examples"), window)
    shipped.aboutToShow.connect(lambda: fill_examples(shipped, window))
    file_menu.insertMenu(actions["save"], recent)
    file_menu.insertMenu(actions["save"], shipped)
    panels = view_menu.addMenu(tr("&Panels"))
    for dock in window.docks.values():
        panels.addAction(dock.toggleViewAction())


def fill_recent(menu: QMenu, window: MainWindow) -> None:
    """Put the files that were opened last into ``menu``."""
    menu.clear()
    for path in window.preferences.recent_files:
        add_entry(menu, path.name, partial(window.files.open, path), str(path))
    if menu.isEmpty():
        menu.addAction(tr("No files yet")).setEnabled(False)


def fill_examples(menu: QMenu, window: MainWindow) -> None:
    """Put the shipped examples into ``menu``, in teaching order."""
    if not menu.isEmpty():
        return
    for example in examples():
        title = f"{example.number}. {example.title}"
        run = partial(window.files.open_example, example.path)
        add_entry(menu, title, run, example.description)
    menu.setToolTipsVisible(True)


def show_context_menu(window: MainWindow, place: QPoint, nodes: Iterable[NodeId]) -> None:
    """Show a short menu about some nodes, or about the canvas if there are none."""
    menu = QMenu(window)
    chosen = tuple(nodes)
    for key in NODE_KEYS if chosen else _elsewhere(window):
        menu.addAction(window.actions_by_key[key])
    menu.addSeparator()
    for key in (*window.canvas.grouping.fitting_commands(), "show_samples") if chosen else ():
        menu.addAction(window.actions_by_key[key])
    menu.exec(place)
    menu.deleteLater()


def _elsewhere(window: MainWindow) -> tuple[str, ...]:
    """Return what a menu holds that is not about nodes."""
    if window.canvas.noting.chosen is not None:
        return _ON_NOTE
    return ON_WIRE if window.canvas.chosen_wire.wire is not None else _ON_CANVAS


def add_entry(menu: QMenu, title: str, run: Callable[[], object], tip: str = "") -> QAction:
    """Add an entry that is no command of the window's to a menu."""
    action = menu.addAction(title)
    action.setToolTip(tip)
    action.triggered.connect(lambda _checked=False: run())
    return action
