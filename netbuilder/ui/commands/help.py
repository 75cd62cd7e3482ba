"""What the Help menu does."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMessageBox

from netbuilder import __version__
from netbuilder.i18n import tr
from netbuilder.ui.actions import Command

if TYPE_CHECKING:
    from netbuilder.ui.window import MainWindow


def help_commands(window: MainWindow) -> tuple[Command, ...]:
    """Return the commands that explain the program."""
    popups, menu = window.popups, tr("&Help")
    return (
        Command(
            "commands", tr("&Command palette …"), menu, popups.show_commands, ("Ctrl+Shift+P",)
        ),
        Command("shortcuts", tr("&Keyboard shortcuts …"), menu, popups.show_shortcuts, ("F1",)),
        Command("about", tr("&About NetBuilder"), menu, partial(_about, window), separated=True),
    )


def _about(window: MainWindow) -> None:
    QMessageBox.about(
        window,
        tr("About NetBuilder"),
        tr(
            "NetBuilder {version}\n\nLearn deep learning by building Keras networks by hand.",
            version=__version__,
        ),
    )
