"""The four directions with their keys and what they are called."""

from __future__ import annotations

from netbuilder.i18n import tr
from netbuilder.ui.canvas.flow import Direction


def directions() -> tuple[tuple[Direction, str, str], ...]:
    """Return each direction with its key and its title."""
    return (
        (Direction.UP, "Up", tr("&Up")),
        (Direction.DOWN, "Down", tr("&Down")),
        (Direction.LEFT, "Left", tr("&Left")),
        (Direction.RIGHT, "Right", tr("&Right")),
    )
