"""Asks with how many seeds a project is to be trained."""

from __future__ import annotations

from PySide6.QtWidgets import QInputDialog, QWidget

from netbuilder.i18n import tr

_USUAL, _MOST = 5, 100


def ask_for_seeds(parent: QWidget) -> int:
    """Return how many seeds are wanted; 0 for none."""
    count, wanted = QInputDialog.getInt(
        parent,
        tr("Train with several seeds"),
        tr("How many runs, each with another seed?"),
        _USUAL,
        2,
        _MOST,
    )
    return count if wanted else 0
