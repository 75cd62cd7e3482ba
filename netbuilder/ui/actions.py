"""All that the window can do, as one table: menus, shortcuts and tool bar are made from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

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
        submenu: The menu inside ``menu`` that it stands in; empty for ``menu`` itself.
        checkable: Whether it is on or off.
        checked: Whether it is on at first.
        group: Of commands with the same word just one is on; empty for none.
        on_canvas: Its keys mean it only while the canvas has the focus; they may then be
            keys that mean something else in a field, such as Tab and the arrows.
    """

    key: str
    title: str
    menu: str
    run: Callable[[], object]
    shortcuts: tuple[str, ...] = ()
    icon: str = ""
    tip: str = ""
    separated: bool = False
    submenu: str = ""
    checkable: bool = False
    checked: bool = False
    group: str = ""
    on_canvas: bool = False

    @property
    def words(self) -> str:
        """The title without the marks of a menu."""
        return self.title.replace("&", "")

    @property
    def path(self) -> str:
        """The menus that lead to it: ``View > Colour by cost``."""
        menus = (self.menu, self.submenu) if self.submenu else (self.menu,)
        return " > ".join(menus).replace("&", "")


def make_actions(
    window: QWidget, canvas: QWidget, commands: Iterable[Command], scheme: Scheme
) -> Mapping[str, QAction]:
    """Return an action of ``window`` for every command, by key."""
    groups: dict[str, QActionGroup] = {}
    actions: dict[str, QAction] = {}
    for command in commands:
        action = actions[command.key] = _action(window, command, scheme)
        if command.on_canvas:
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            canvas.addAction(action)
        if command.group:
            group = groups.setdefault(command.group, QActionGroup(window))
            group.addAction(action)
    return actions


def fill_menus(
    bar: QMenuBar, commands: Iterable[Command], actions: Mapping[str, QAction]
) -> Mapping[str, QMenu]:
    """Put every action into its menu; return the menus by title."""
    menus: dict[str, QMenu] = {}
    for command in commands:
        menu = _menu(menus, bar, command.menu)
        if command.submenu:
            menu = _menu(menus, menu, command.submenu)
        if command.separated:
            menu.addSeparator()
        menu.addAction(actions[command.key])
    return menus


def tint_icons(commands: Iterable[Command], actions: Mapping[str, QAction], scheme: Scheme) -> None:
    """Draw the icons in the colours of another scheme."""
    for command in commands:
        if command.icon:
            actions[command.key].setIcon(action_icon(command.icon, scheme))


def keys_text(action: QAction) -> str:
    """Return an action's keys as the system writes them; empty for none."""
    written = QKeySequence.SequenceFormat.NativeText
    return ", ".join(keys.toString(written) for keys in action.shortcuts())


def _menu(menus: dict[str, QMenu], parent: QMenuBar | QMenu, title: str) -> QMenu:
    if title not in menus:
        menus[title] = parent.addMenu(title)
    return menus[title]


def _action(window: QWidget, command: Command, scheme: Scheme) -> QAction:
    action = QAction(command.title, window)
    action.setShortcuts([QKeySequence(keys) for keys in command.shortcuts])
    if command.icon:
        action.setIcon(action_icon(command.icon, scheme))
    tip = command.tip or command.words.rstrip(" …")
    keys = f" ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})"
    action.setToolTip(tip + (keys if command.shortcuts else ""))
    action.setCheckable(command.checkable or bool(command.group))
    action.setChecked(command.checked)
    action.triggered.connect(lambda _checked=False: command.run())
    return action
