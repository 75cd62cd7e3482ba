"""What a screen reader says of the canvas."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def describe(view: QWidget, text: str) -> None:
    """Describe a view by what is selected in it, and have that said."""
    view.setAccessibleDescription(text)
    speak(view, text)


def speak(view: QWidget, text: str) -> None:
    """Have something said, if there is anything to say and somebody who listens."""
    if text and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(view, text))
