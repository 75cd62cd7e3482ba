"""All that the window has for the student's own code, put together."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from netbuilder.ui.custom.examiner import Examiner
from netbuilder.ui.custom.panel import CustomPanel
from netbuilder.ui.custom.trust_book import TrustBook
from netbuilder.ui.custom.trust_notice import TrustNotice
from netbuilder.ui.document import Document
from netbuilder.ui.theme import Scheme


class CustomDesk(QObject):
    """What is trusted, what examines, and where both are seen.

    Attributes:
        panel_wanted: Fires when the panel is to be brought to the front.
    """

    panel_wanted = Signal()

    def __init__(self, document: Document, scheme: Scheme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.trust = TrustBook(document, self)
        self.examiner = Examiner(document, self.trust, self)
        self.panel = CustomPanel(document, self.trust, self.examiner, scheme)
        self.notice = TrustNotice(document, self.trust)
        self.notice.look_wanted.connect(self.show_code)

    def show_code(self, name: str) -> None:
        """Bring the code of a piece to the front."""
        self.panel_wanted.emit()
        self.panel.show_piece(name)

    def close(self) -> None:
        """End the worker; the window is closing."""
        self.examiner.close()
