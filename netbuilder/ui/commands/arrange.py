"""What the Arrange menu does."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from netbuilder.i18n import tr
from netbuilder.layout import Flow, Line
from netbuilder.ui.actions import Command
from netbuilder.ui.canvas.view import Canvas

if TYPE_CHECKING:
    from netbuilder.ui.window import MainWindow


def arrange_commands(window: MainWindow) -> tuple[Command, ...]:
    """Return the commands that give layers better places."""
    arranging, menu = window.canvas.arranging, tr("&Arrange")
    whole = tr("Lays out the selected layers, or all of them")
    return (
        Command(
            "layout_down",
            tr("Lay out &downwards"),
            menu,
            partial(arranging.lay_out, Flow.DOWN),
            ("Ctrl+L",),
            "layout",
            tip=whole,
        ),
        Command(
            "layout_right",
            tr("Lay out to the &right"),
            menu,
            partial(arranging.lay_out, Flow.RIGHT),
            ("Ctrl+Shift+L",),
            "layout_right",
            tip=whole,
        ),
        *_align_commands(window.canvas),
        Command(
            "distribute_x",
            tr("Distribute acr&oss"),
            menu,
            partial(arranging.distribute, along_x=True),
            ("Ctrl+Alt+H",),
            tip=tr("Even gaps from left to right"),
            separated=True,
        ),
        Command(
            "distribute_y",
            tr("Distribute do&wn"),
            menu,
            partial(arranging.distribute, along_x=False),
            ("Ctrl+Alt+V",),
            tip=tr("Even gaps from top to bottom"),
        ),
        *_snap_commands(window),
    )


def _align_commands(canvas: Canvas) -> tuple[Command, ...]:
    titles = {
        Line.LEFT: (tr("Align &left edges"), "Ctrl+Alt+A"),
        Line.CENTRE: (tr("Align &centres"), "Ctrl+Alt+C"),
        Line.RIGHT: (tr("Align ri&ght edges"), "Ctrl+Alt+D"),
        Line.TOP: (tr("Align &top edges"), "Ctrl+Alt+W"),
        Line.MIDDLE: (tr("Align &middles"), "Ctrl+Alt+M"),
        Line.BOTTOM: (tr("Align &bottom edges"), "Ctrl+Alt+S"),
    }
    return tuple(
        Command(
            f"align_{line.name.lower()}",
            title,
            tr("&Arrange"),
            partial(canvas.arranging.align, line),
            (keys,),
            separated=line is Line.LEFT,
        )
        for line, (title, keys) in titles.items()
    )


def _snap_commands(window: MainWindow) -> tuple[Command, ...]:
    menu, preferences = tr("&Arrange"), window.preferences
    return (
        Command(
            "snap_grid",
            tr("S&nap to the grid"),
            menu,
            partial(_switch_grid, window),
            ("Ctrl+'",),
            tip=tr("Dragged layers snap to a grid of 8 pixels"),
            separated=True,
            checkable=True,
            checked=preferences.snap_to_grid,
        ),
        Command(
            "snap_layers",
            tr("&Snap to other layers"),
            menu,
            partial(_switch_layers, window),
            ("Ctrl+;",),
            tip=tr("Dragged layers snap to the edges and middles of others"),
            checkable=True,
            checked=preferences.snap_to_layers,
        ),
    )


def _switch_grid(window: MainWindow) -> None:
    snapping = window.canvas.snapping
    window.preferences.snap_to_grid = snapping.grid = not snapping.grid


def _switch_layers(window: MainWindow) -> None:
    snapping = window.canvas.snapping
    window.preferences.snap_to_layers = snapping.neighbours = not snapping.neighbours
