"""What the View menu does."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from netbuilder.i18n import tr
from netbuilder.ui.actions import Command
from netbuilder.ui.heat_control import Cost, cost_title

if TYPE_CHECKING:
    from netbuilder.ui.window import MainWindow


def view_commands(window: MainWindow) -> tuple[Command, ...]:
    """Return the commands on how things look."""
    navigator, menu = window.canvas.navigator, tr("&View")
    return (
        Command(
            "zoom_in", tr("Zoom &in"), menu, navigator.zoom_in, ("Ctrl++", "Ctrl+="), "zoom_in"
        ),
        Command("zoom_out", tr("Zoom &out"), menu, navigator.zoom_out, ("Ctrl+-",), "zoom_out"),
        Command("zoom_reset", tr("&100 %"), menu, navigator.zoom_reset, ("Ctrl+0",)),
        Command("fit", tr("&Fit the network"), menu, navigator.fit, ("Ctrl+1",), "fit"),
        Command(
            "zoom_selection",
            tr("Zoom to &selection"),
            menu,
            navigator.zoom_to_selection,
            ("Ctrl+2",),
        ),
        Command(
            "minimap",
            tr("&Minimap"),
            menu,
            partial(_toggle_minimap, window),
            ("Ctrl+M",),
            tip=tr("Show a map of the whole network in the corner of the canvas"),
            checkable=True,
            checked=window.preferences.minimap,
            separated=True,
        ),
        Command(
            "thick_wires",
            tr("Wires as thick as their &tensors"),
            menu,
            partial(_toggle_thick_wires, window),
            ("Ctrl+T",),
            tip=tr("Draw wires the thicker, the more numbers a sample they carry"),
            checkable=True,
        ),
        *_cost_commands(window),
        *_scheme_commands(window),
        *_text_commands(window),
        *_motion_commands(window),
        Command("reset_docks", tr("&Reset panels"), menu, window.docks.reset, separated=True),
    )


def _cost_commands(window: MainWindow) -> tuple[Command, ...]:
    """Return one command for each cost that nodes can be coloured by."""
    return tuple(
        Command(
            f"cost_{cost}",
            cost_title(cost),
            tr("&View"),
            partial(window.heat.choose, cost),
            submenu=tr("&Colour by cost"),
            group="cost",
            checked=cost is window.heat.cost,
        )
        for cost in Cost
    )


def _text_commands(window: MainWindow) -> tuple[Command, ...]:
    """Return the commands on the size of all text."""
    menu, submenu = tr("&View"), tr("Text si&ze")
    return (
        Command(
            "text_larger",
            tr("&Larger"),
            menu,
            window.appearance.larger_text,
            ("Ctrl+Alt++", "Ctrl+Alt+="),
            tip=tr("Write everything one point larger"),
            submenu=submenu,
        ),
        Command(
            "text_smaller",
            tr("&Smaller"),
            menu,
            window.appearance.smaller_text,
            ("Ctrl+Alt+-",),
            tip=tr("Write everything one point smaller"),
            submenu=submenu,
        ),
        Command(
            "text_usual",
            tr("As the s&ystem"),
            menu,
            window.appearance.usual_text,
            ("Ctrl+Alt+0",),
            tip=tr("Write everything as large as the system does"),
            submenu=submenu,
        ),
    )


def _motion_commands(window: MainWindow) -> tuple[Command, ...]:
    """Return the commands on whether things move."""
    wishes = {
        "full": (tr("&Full"), tr("Layers move to their new places")),
        "reduced": (tr("&Reduced"), tr("Layers are at their new places at once")),
        "system": (tr("As the &system"), tr("Things move as the system has them move")),
    }
    return tuple(
        Command(
            f"motion_{wish}",
            title,
            tr("&View"),
            partial(window.appearance.choose_motion, wish),
            tip=tip,
            submenu=tr("Mo&tion"),
            group="motion",
            checked=wish == window.preferences.motion,
        )
        for wish, (title, tip) in wishes.items()
    )


def _scheme_commands(window: MainWindow) -> tuple[Command, ...]:
    titles = {
        "light": tr("&Light"),
        "dark": tr("&Dark"),
        "contrast-light": tr("High contrast, &black on white"),
        "contrast-dark": tr("High contrast, &white on black"),
        "system": tr("As the &system"),
    }
    return tuple(
        Command(
            wish,
            title,
            tr("&View"),
            partial(window.set_scheme, wish),
            submenu=tr("Co&lours"),
            group="scheme",
            checked=wish == window.preferences.scheme,
        )
        for wish, title in titles.items()
    )


def _toggle_minimap(window: MainWindow) -> None:
    minimap = window.canvas.minimap
    window.preferences.minimap = wanted = not minimap.wanted
    minimap.set_wanted(wanted)


def _toggle_thick_wires(window: MainWindow) -> None:
    window.canvas.network.show_thickness(window.actions_by_key["thick_wires"].isChecked())
