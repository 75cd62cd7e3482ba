"""What the Layer menu does."""

from __future__ import annotations

from functools import partial

from netbuilder.i18n import tr
from netbuilder.ui.actions import Command
from netbuilder.ui.canvas.view import Canvas
from netbuilder.ui.commands.directions import directions
from netbuilder.ui.commands.wires import wire_commands


def layer_commands(canvas: Canvas) -> tuple[Command, ...]:
    """Return the commands on the selected layer."""
    return (*_building(canvas), *wire_commands(canvas), *_moves(canvas), *_sharing(canvas))


def _building(canvas: Canvas) -> tuple[Command, ...]:
    """Return the commands that add layers and go into a layer."""
    menu = tr("&Layer")
    return (
        Command(
            "add_after",
            tr("&Add a layer after …"),
            menu,
            canvas.asking.next,
            ("Tab", "A"),
            on_canvas=True,
        ),
        Command(
            "add_before",
            tr("Add a layer &before …"),
            menu,
            canvas.asking.before,
            ("B",),
            on_canvas=True,
        ),
        Command(
            "enter",
            tr("&Edit its parameters"),
            menu,
            canvas.enter,
            ("Return", "Enter"),
            separated=True,
            on_canvas=True,
        ),
        Command("rename", tr("Re&name"), menu, canvas.editing.rename, ("F2",), on_canvas=True),
    )


def _sharing(canvas: Canvas) -> tuple[Command, ...]:
    """Return the commands on the network's form: its mode, shared layers and submodels."""
    grouping, menu = canvas.grouping, tr("&Layer")
    return (
        Command(
            "sequential",
            tr("Keep the network &Sequential"),
            menu,
            canvas.switch_mode,
            tip=tr("Layers wire themselves in their order, from top to bottom"),
            checkable=True,
        ),
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


def _moves(canvas: Canvas) -> tuple[Command, ...]:
    """Return the commands that move what is selected."""
    return tuple(
        Command(
            f"move_{keys.lower()}",
            title,
            tr("&Layer"),
            partial(canvas.keys.nudge, direction),
            (f"Ctrl+{keys}",),
            submenu=tr("&Move"),
            on_canvas=True,
        )
        for direction, keys, title in directions()
    )
