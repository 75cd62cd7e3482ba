"""What the Go menu does."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from netbuilder.i18n import tr
from netbuilder.ui.actions import Command
from netbuilder.ui.canvas.view import Canvas
from netbuilder.ui.commands.directions import directions

if TYPE_CHECKING:
    from netbuilder.ui.window import MainWindow


def go_commands(window: MainWindow) -> tuple[Command, ...]:
    """Return the commands that lead somewhere."""
    guide, docks, menu = window.guide, window.docks, tr("&Go")
    return (
        Command("find", tr("&Find …"), menu, window.find_bar.begin, ("Ctrl+F",)),
        Command("find_next", tr("Find ne&xt"), menu, window.find_bar.next, ("F3",)),
        Command(
            "find_previous", tr("Find pre&vious"), menu, window.find_bar.previous, ("Shift+F3",)
        ),
        Command(
            "next_problem",
            tr("&Next problem"),
            menu,
            guide.next_problem,
            ("F8",),
            separated=True,
        ),
        Command(
            "previous_problem", tr("&Previous problem"), menu, guide.previous_problem, ("Shift+F8",)
        ),
        Command(
            "next_part",
            tr("Next part of the &window"),
            menu,
            partial(docks.turn, 1),
            ("F6",),
            separated=True,
        ),
        Command(
            "previous_part",
            tr("P&revious part of the window"),
            menu,
            partial(docks.turn, -1),
            ("Shift+F6",),
        ),
        Command("go_canvas", tr("&Canvas"), menu, window.canvas.setFocus, ("Alt+0",)),
        *_dock_commands(window),
        *walk_commands(window.canvas),
    )


def walk_commands(canvas: Canvas) -> tuple[Command, ...]:
    """Return the commands that walk from node to node: along the wires, and sideways."""
    return tuple(
        Command(
            f"walk_{keys.lower()}",
            title,
            tr("&Go"),
            partial(canvas.keys.walk, direction),
            (keys,),
            submenu=tr("Wa&lk along the wires"),
            on_canvas=True,
        )
        for direction, keys, title in directions()
    )


def _dock_commands(window: MainWindow) -> tuple[Command, ...]:
    """Return one command for each panel; Alt and its number lead there."""
    return tuple(
        Command(
            f"go_{key}",
            dock.windowTitle(),
            tr("&Go"),
            partial(window.docks.enter, key),
            (f"Alt+{number}",) if number < 10 else (),
            submenu=tr("P&anel"),
        )
        for number, (key, dock) in enumerate(window.docks.items(), start=1)
    )
