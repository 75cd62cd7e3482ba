"""Says that a project brings code of its own, in a bar above the canvas; nothing is forced."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy

from netbuilder.i18n import tr
from netbuilder.ui.custom.trust_book import TrustBook
from netbuilder.ui.document import Document


class TrustNotice(QFrame):
    """Shown after a project was opened whose code may not run yet.

    Attributes:
        look_wanted: Fires with the name of the first piece when the code is to be shown.
    """

    look_wanted = Signal(str)

    def __init__(self, document: Document, trust: TrustBook) -> None:
        super().__init__()
        self._trust = trust
        self._left = False
        self.setProperty("notice", True)
        self.message = QLabel()
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setWordWrap(True)
        self.message.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.look = QPushButton(tr("&Look at the code"))
        self.look.setToolTip(tr("Show the code, to trust it or not"))
        self.leave = QPushButton(tr("Leave &inert"))
        self.leave.setToolTip(tr("Go on without it: it is shown and saved, and never run"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.addWidget(self.message)
        layout.addWidget(self.look)
        layout.addWidget(self.leave)
        self.look.clicked.connect(self._on_look)
        self.leave.clicked.connect(self._on_leave)
        document.opened.connect(self._on_opened)
        document.changed.connect(self._refresh)
        trust.changed.connect(self._refresh)
        self.hide()

    def _on_opened(self) -> None:
        self._left = False

    def _refresh(self) -> None:
        codes = self._trust.untrusted()
        self.setVisible(bool(codes) and not self._left)
        names = ", ".join(code.name for code in codes)
        self.message.setText(
            tr(
                "This project brings code of its own: {names}. Nothing of it runs until you have "
                "looked at it and trust it.",
                names=names,
            )
        )

    def _on_look(self) -> None:
        codes = self._trust.untrusted()
        if codes:
            self.look_wanted.emit(codes[0].name)

    def _on_leave(self) -> None:
        self._left = True
        self.hide()
