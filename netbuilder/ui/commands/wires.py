"""What the menu of wires does."""

from __future__ import annotations

from netbuilder.i18n import tr
from netbuilder.ui.actions import Command
from netbuilder.ui.canvas.view import Canvas

ON_WIRE = ("insert_on_wire", "add_bend", "straighten", "delete")
"""What the context menu of a wire holds."""


def wire_commands(canvas: Canvas) -> tuple[Command, ...]:
    """Return the commands that draw wires, take them off, and lead them through points."""
    wires, menu, submenu = canvas.wire_keys, tr("&Layer"), tr("&Wires")
    return (
        Command(
            "wire_from",
            tr("Lead a &wire from it …"),
            menu,
            wires.draw_from,
            ("W",),
            submenu=submenu,
            on_canvas=True,
        ),
        Command(
            "wire_to",
            tr("&Lead a wire to it …"),
            menu,
            wires.draw_to,
            ("Shift+W",),
            submenu=submenu,
            on_canvas=True,
        ),
        Command(
            "wire_off",
            tr("&Take a wire off …"),
            menu,
            wires.take_off,
            ("X",),
            submenu=submenu,
            on_canvas=True,
        ),
        *_on_the_selected_wire(canvas, menu, submenu),
    )


def _on_the_selected_wire(canvas: Canvas, menu: str, submenu: str) -> tuple[Command, ...]:
    bending = canvas.bending
    return (
        Command(
            "next_wire",
            tr("Select the &next wire"),
            menu,
            bending.choose_next,
            ("N",),
            tip=tr("Goes through the wires of the selected layers, or through all"),
            submenu=submenu,
            separated=True,
            on_canvas=True,
        ),
        Command(
            "insert_on_wire",
            tr("&Insert a layer …"),
            menu,
            canvas.insert_on_wire,
            ("I",),
            tip=tr("Put a layer into the selected wire"),
            submenu=submenu,
            on_canvas=True,
        ),
        Command(
            "add_bend",
            tr("Add a &point"),
            menu,
            bending.add,
            ("P",),
            tip=tr("Lead the selected wire through a point; Ctrl and a click do so on any wire"),
            submenu=submenu,
            on_canvas=True,
        ),
        Command(
            "next_bend",
            tr("Select the n&ext point"),
            menu,
            bending.choose_next_point,
            (".",),
            tip=tr("Ctrl and the arrows move the point, Delete takes it away"),
            submenu=submenu,
            on_canvas=True,
        ),
        Command(
            "straighten",
            tr("&Straighten the wire"),
            menu,
            bending.straighten,
            ("Shift+P",),
            tip=tr("Take all points of the selected wire away"),
            submenu=submenu,
            on_canvas=True,
        ),
    )
