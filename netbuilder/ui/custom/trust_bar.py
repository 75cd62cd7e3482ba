"""The bar above code that came with a project: it runs once it is trusted."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from netbuilder.i18n import tr


class TrustBar(QFrame):
    """Says that code is not trusted yet, with the button to trust it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("notice", True)
        words = QLabel(tr("This code came with the project, and does not run before you trust it."))
        words.setWordWrap(True)
        words.setToolTip(tr("Read it first: it may do anything that you may do on this computer."))
        self.button = QPushButton(tr("Trust this code"))
        self.button.setToolTip(tr("Let this very text run on this computer from now on"))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.addWidget(words, 1)
        row.addWidget(self.button)
