"""What the Go menu does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netbuilder.i18n import tr
from netbuilder.ui.actions import Command

if TYPE_CHECKING:
    from netbuilder.ui.window import MainWindow


def go_commands(window: MainWindow) -> tuple[Command, ...]:
    """Return the commands that lead somewhere."""
    menu = tr("&Go")
    return (Command("next_problem", tr("Next &problem"), menu, window.show_next_problem, ("F8",)),)
