"""What the window calls the styles of the code."""

from __future__ import annotations

from netbuilder.codegen.model import Style
from netbuilder.i18n import tr


def style_title(style: Style) -> str:
    """Return a style's name as Keras's guides have it."""
    match style:
        case "sequential":
            return tr("Sequential")
        case "functional":
            return tr("Functional")
        case "subclass":
            return tr("Subclassing")
