"""All that the window can do, as one table: menus, shortcuts and tool bar are made from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from netbuilder.ui.icons import action_icon
from netbuilder.ui.theme import Scheme


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that the window can do.

    Attributes:
        key: Its name in the program.
        title: As the menu says it.
        menu: The menu that it stands in.
        run: What it does.
        shortcuts: Its keys, in Qt's portable words ("Ctrl+D").
        icon: An icon's name; empty for none.
        tip: A tooltip; empty for the title.
        separated: Whether a line stands above it in the menu.
        checkable: Whether it is on or off.
    """

    key: str
    title: str
    menu: str
    run: Callable[[], object]
    shortcuts: tuple[str, ...] = ()
    icon: str = ""
    tip: str = ""
    separated: bool = False
    checkable: bool = False


def make_actions(
    window: QMainWindow, commands: Iterable[Command], scheme: Scheme
) -> Mapping[str, QAction]:
    """Return an action of ``window`` for every command, by key."""
    return {command.key: _action(window, command, scheme) for command in commands}


def fill_menus(
    window: QMainWindow, commands: Iterable[Command], actions: Mapping[str, QAction]
) -> Mapping[str, QMenu]:
    """Put every action into its menu; return the menus by title."""
    menus: dict[str, QMenu] = {}
    for command in commands:
        if command.menu not in menus:
            menus[command.menu] = window.menuBar().addMenu(command.menu)
        if command.separated:
            menus[command.menu].addSeparator()
        menus[command.menu].addAction(actions[command.key])
    return menus


def tint_icons(commands: Iterable[Command], actions: Mapping[str, QAction], scheme: Scheme) -> None:
    """Draw the icons in the colours of another scheme."""
    for command in commands:
        if command.icon:
            actions[command.key].setIcon(action_icon(command.icon, scheme))


def _action(window: QMainWindow, command: Command, scheme: Scheme) -> QAction:
    action = QAction(command.title, window)
    action.setShortcuts([QKeySequence(keys) for keys in command.shortcuts])
    if command.icon:
        action.setIcon(action_icon(command.icon, scheme))
    tip = command.tip or command.title.rstrip(".").replace("&", "")
    keys = f" ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})"
    action.setToolTip(tip + (keys if command.shortcuts else ""))
    action.setCheckable(command.checkable)
    action.triggered.connect(lambda _checked=False: command.run())
    return action
