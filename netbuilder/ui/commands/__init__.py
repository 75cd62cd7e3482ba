"""The table of everything that the window can do, one file a menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netbuilder.ui.actions import Command
from netbuilder.ui.commands.applications import application_commands
from netbuilder.ui.commands.arrange import arrange_commands
from netbuilder.ui.commands.custom import custom_commands
from netbuilder.ui.commands.data import data_commands
from netbuilder.ui.commands.edit import edit_commands
from netbuilder.ui.commands.file import file_commands
from netbuilder.ui.commands.go import go_commands
from netbuilder.ui.commands.help import help_commands
from netbuilder.ui.commands.layer import layer_commands
from netbuilder.ui.commands.notes import note_commands
from netbuilder.ui.commands.runs import run_commands
from netbuilder.ui.commands.select import select_commands
from netbuilder.ui.commands.training import training_commands
from netbuilder.ui.commands.view import view_commands

if TYPE_CHECKING:
    from netbuilder.ui.window import MainWindow


def commands(window: MainWindow) -> tuple[Command, ...]:
    """Return all commands of ``window``, menu by menu."""
    return (
        *file_commands(window),
        *edit_commands(window),
        *select_commands(window.canvas),
        *arrange_commands(window),
        *layer_commands(window.canvas),
        *application_commands(window),
        *data_commands(window),
        *custom_commands(window),
        *note_commands(window.canvas),
        *view_commands(window),
        *go_commands(window),
        *training_commands(window),
        *run_commands(window),
        *help_commands(window),
    )
