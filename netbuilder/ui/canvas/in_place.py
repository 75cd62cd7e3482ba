"""What the fields that are written in over the canvas have in common."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def put_away(field: QWidget) -> None:
    """Hide a field for good, and give the keys back to what it lies over."""
    parent = field.parentWidget()
    field.hide()
    if parent is not None:
        parent.setFocus()
    field.deleteLater()
