"""What the menu of frames and comments does."""

from __future__ import annotations

from functools import partial

from netbuilder.graph import NoteColour
from netbuilder.i18n import tr
from netbuilder.ui.actions import Command
from netbuilder.ui.canvas.note_paint import colour_title
from netbuilder.ui.canvas.view import Canvas

COLOUR_KEYS = tuple(f"note_{colour}" for colour in NoteColour)
"""The commands that colour a frame or comment."""


def note_commands(canvas: Canvas) -> tuple[Command, ...]:
    """Return the commands on frames and comments."""
    noting, menu, submenu = canvas.noting, tr("&Layer"), tr("Frames and &comments")
    return (
        Command(
            "add_frame",
            tr("Add a &frame"),
            menu,
            noting.add_frame,
            ("Ctrl+Shift+F",),
            tip=tr("Put a frame around what is selected; it carries along what lies in it"),
            submenu=submenu,
        ),
        Command(
            "add_comment",
            tr("Add a &comment"),
            menu,
            noting.add_comment,
            ("Ctrl+Shift+C",),
            tip=tr("Write beside the network, in Markdown"),
            submenu=submenu,
        ),
        Command(
            "next_note",
            tr("&Next frame or comment"),
            menu,
            noting.choose_next,
            ("Ctrl+Shift+N",),
            submenu=submenu,
            separated=True,
        ),
        Command(
            "edit_note",
            tr("&Write"),
            menu,
            noting.edit,
            tip=tr("Write the title of the frame or the text of the comment (F2)"),
            submenu=submenu,
        ),
        *(
            Command(
                f"note_{colour}",
                colour_title(colour),
                menu,
                partial(noting.colour, colour),
                tip=tr("Give the frame or comment this colour"),
                submenu=submenu,
                separated=colour is NoteColour.GREY,
            )
            for colour in NoteColour
        ),
    )
