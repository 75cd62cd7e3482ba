"""What a window has for the student's own code besides the panel in which it is written."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from netbuilder.ui.custom.examiner import Examiner
from netbuilder.ui.custom.trust_book import TrustBook
from netbuilder.ui.custom.trust_notice import TrustNotice
from netbuilder.ui.document import Document


class CustomDesk(QObject):
    """What is trusted, what examines, and what asks to look at code first.

    Attributes:
        code_wanted: Fires with the name of the piece that is to be brought to the front.
    """

    code_wanted = Signal(str)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.trust = TrustBook(document, self)
        self.examiner = Examiner(document, self.trust, self)
        self.notice = TrustNotice(document, self.trust)
        self.notice.look_wanted.connect(self.code_wanted)

    def close(self) -> None:
        """End the worker; the window is closing."""
        self.examiner.close()
