"""What the Layer menu does."""

from __future__ import annotations

from netbuilder.i18n import tr
from netbuilder.ui.actions import Command
from netbuilder.ui.canvas.view import Canvas


def layer_commands(canvas: Canvas) -> tuple[Command, ...]:
    """Return the commands on the selected layer."""
    grouping, menu = canvas.grouping, tr("&Layer")
    return (
        Command("rename", tr("Re&name"), menu, canvas.editing.rename, ("F2",)),
        Command(
            "call_again",
            tr("Use this layer a&gain"),
            menu,
            grouping.call_again,
            ("Ctrl+Shift+D",),
            separated=True,
        ),
        Command("own_layer", tr("Give it a layer of its &own"), menu, grouping.own_layer),
        Command("fold", tr("&Fold into a submodel"), menu, grouping.fold, ("Ctrl+G",)),
        Command("unfold", tr("&Unfold"), menu, grouping.unfold, ("Ctrl+Shift+G",)),
        Command("open_submodel", tr("O&pen the submodel"), menu, grouping.open_submodel),
    )
