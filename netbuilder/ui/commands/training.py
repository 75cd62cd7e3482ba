"""What the Training menu does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netbuilder.i18n import tr
from netbuilder.ui.actions import Command

if TYPE_CHECKING:
    from netbuilder.ui.window import MainWindow


def training_commands(window: MainWindow) -> tuple[Command, ...]:
    """Return the commands on trainings."""
    control, menu = window.training_control, tr("&Training")
    return (
        Command("train", tr("&Train"), menu, window.train, ("F5",), "train"),
        Command("pause", tr("&Pause or go on"), menu, control.pause, ("Ctrl+F5",), "pause"),
        Command("stop", tr("&Stop and keep"), menu, control.stop, ("Shift+F5",), "stop"),
        Command(
            "compare_styles",
            tr("&Compare the styles of the code"),
            menu,
            window.compare_styles,
            tip=tr("Build the network in every style and compare what it gives"),
            separated=True,
        ),
    )
