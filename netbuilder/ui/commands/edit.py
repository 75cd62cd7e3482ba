"""What the Edit menu does."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from netbuilder.i18n import tr
from netbuilder.ui.actions import Command

if TYPE_CHECKING:
    from netbuilder.ui.window import MainWindow


def edit_commands(window: MainWindow) -> tuple[Command, ...]:
    """Return the commands that take edits back and act on what is selected."""
    document, canvas, menu = window.document, window.canvas, tr("&Edit")
    return (
        Command("undo", tr("&Undo"), menu, document.undo, ("Ctrl+Z",), "undo"),
        Command("redo", tr("&Redo"), menu, document.redo, ("Ctrl+Shift+Z", "Ctrl+Y"), "redo"),
        Command("history", tr("&History …"), menu, window.popups.show_history, ("Ctrl+H",)),
        Command("cut", tr("Cu&t"), menu, canvas.clipboard.cut, ("Ctrl+X",), "cut", separated=True),
        Command("copy", tr("&Copy"), menu, canvas.clipboard.copy, ("Ctrl+C",), "copy"),
        Command("paste", tr("&Paste"), menu, canvas.clipboard.paste, ("Ctrl+V",), "paste"),
        Command(
            "duplicate",
            tr("&Duplicate"),
            menu,
            canvas.editing.duplicate,
            ("Ctrl+D",),
            "duplicate",
        ),
        Command(
            "delete",
            tr("D&elete"),
            menu,
            canvas.editing.delete,
            ("Delete", "Backspace"),
            "delete",
        ),
        Command(
            "apply_code",
            tr("&Apply code"),
            menu,
            partial(_apply_code, window),
            ("Ctrl+Return", "Ctrl+Enter"),
            tip=tr("Change the network to what the edited code says"),
            separated=True,
        ),
        Command(
            "revert_code",
            tr("Re&vert code"),
            menu,
            partial(_revert_code, window),
            tip=tr("Give the edits of the code up and show the network's own"),
        ),
    )


def _apply_code(window: MainWindow) -> None:
    window.code.apply()


def _revert_code(window: MainWindow) -> None:
    window.code.revert()
