"""The words on an empty canvas."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from netbuilder.i18n import tr
from netbuilder.ui.theme import Scheme, interface_font, tokens


class EmptyHint(QLabel):
    """Says what to do first; the pointer passes through it."""

    def __init__(self, parent: QWidget, scheme: Scheme) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.restyle(scheme)

    def restyle(self, scheme: Scheme) -> None:
        """Use the colours of ``scheme``."""
        colours = tokens(scheme)
        first = tr("Drag a layer here from the left, or press Tab and type its name")
        second = tr(
            "or drop a project, a Keras model, a CSV or NPZ file or a folder of pictures here"
        )
        third = tr("Ctrl+Shift+P finds every command, F1 lists all keys; examples: File menu")
        large = interface_font(4).pointSize()
        self.setText(
            f'<p style="color:{colours.text};font-size:{large}pt">{first}</p>'
            f'<p style="color:{colours.muted}">{second}</p>'
            f'<p style="color:{colours.muted}">{third}</p>'
        )
        self.adjustSize()

    def centre(self) -> None:
        """Lie in the middle of the parent."""
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
