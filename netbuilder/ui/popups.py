"""Opens what lies over the window for a moment: command palette, history, list of shortcuts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netbuilder.ui.command_palette import CommandPalette
from netbuilder.ui.history_popup import HistoryPopup
from netbuilder.ui.popup import Popup
from netbuilder.ui.shortcuts import ShortcutList

if TYPE_CHECKING:
    from netbuilder.ui.window import MainWindow


class Popups:
    """Shows one popup of a window at a time."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._open: Popup | None = None

    def show_commands(self) -> None:
        """Let a command be found by typing."""
        window = self._window
        recent = window.preferences.recent_commands
        popup = CommandPalette(
            window, window.commands, window.actions_by_key, recent, window.scheme
        )
        popup.chosen.connect(self._run)
        self._show(popup)

    def show_history(self) -> None:
        """Let a step of the undo history be chosen to go to."""
        document = self._window.document
        popup = HistoryPopup(self._window, document.history, self._window.scheme)
        popup.chosen.connect(document.go_to_step)
        self._show(popup)

    def show_shortcuts(self) -> None:
        """Show the list of all shortcuts."""
        window = self._window
        ShortcutList(window, window.commands, window.actions_by_key).open()

    def _show(self, popup: Popup) -> None:
        if self._open is not None:
            self._open.close_up()
        self._open = popup
        popup.closed.connect(self._forget)
        popup.show_on_top()

    def _forget(self) -> None:
        self._open = None

    def _run(self, key: str) -> None:
        self._window.preferences.remember_command(key)
        self._window.actions_by_key[key].trigger()
