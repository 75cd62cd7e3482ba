"""What the Select menu does."""

from __future__ import annotations

from netbuilder.i18n import tr
from netbuilder.ui.actions import Command
from netbuilder.ui.canvas.view import Canvas


def select_commands(canvas: Canvas) -> tuple[Command, ...]:
    """Return the commands that select layers."""
    selecting, menu = canvas.selecting, tr("&Select")
    return (
        Command("select_all", tr("Select &all"), menu, selecting.all, ("Ctrl+A",)),
        Command(
            "select_invert",
            tr("&Invert the selection"),
            menu,
            selecting.invert,
            ("Ctrl+I",),
            tip=tr("Select all that is not selected"),
        ),
        Command(
            "select_upstream",
            tr("Select everything &upstream"),
            menu,
            selecting.upstream,
            ("Ctrl+U",),
            tip=tr("Select everything that feeds the selected layers"),
            separated=True,
        ),
        Command(
            "select_downstream",
            tr("Select everything &downstream"),
            menu,
            selecting.downstream,
            ("Ctrl+J",),
            tip=tr("Select everything that the selected layers feed"),
        ),
        Command(
            "select_path",
            tr("Select the &path between two layers"),
            menu,
            selecting.path,
            ("Ctrl+B",),
            tip=tr("Select everything on the ways from one selected layer to the other"),
        ),
    )
