"""Offers what a crash has left, in a bar above the canvas; nothing is forced."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from netbuilder.i18n import tr
from netbuilder.project.recovery import RecoveryCopy
from netbuilder.ui.autosave import Autosave, abandoned_copies
from netbuilder.ui.document import Document
from netbuilder.ui.files import Files


class RecoveryBar(QFrame):
    """Asks about one copy after another: restore it, delete it, or keep it for later."""

    def __init__(
        self, document: Document, files: Files, autosave: Autosave, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._files = files
        self._autosave = autosave
        self._copies: dict[Path, RecoveryCopy] = {}
        self.setProperty("notice", True)
        self.message = QLabel()
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setWordWrap(True)
        self.message.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.restore = QPushButton(tr("&Restore"))
        self.restore.setToolTip(tr("Open the network as it was"))
        self.discard = QPushButton(tr("&Discard"))
        self.discard.setToolTip(tr("Delete the copy for good"))
        self.later = QPushButton(tr("&Later"))
        self.later.setToolTip(tr("Keep the copy, and ask again at the next start"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.addWidget(self.message)
        for button, answer in (
            (self.restore, self._restore),
            (self.discard, self._discard),
            (self.later, self._next),
        ):
            button.clicked.connect(answer)
            layout.addWidget(button)
        self.hide()

    def offer(self) -> None:
        """Look for copies that crashed windows have left, and ask about them."""
        self._copies = abandoned_copies()
        self._ask()

    def _ask(self) -> None:
        if not self._copies:
            self.hide()
            return
        copy = next(iter(self._copies.values()))
        name = copy.path.name if copy.path else copy.project.title or tr("Untitled")
        today = copy.time.date() == datetime.now().date()
        time = copy.time.strftime("%H:%M" if today else "%Y-%m-%d %H:%M")
        self.message.setText(
            tr("NetBuilder ended unexpectedly. Restore {name} as of {time}?", name=name, time=time)
        )
        self.show()

    def _restore(self) -> None:
        if not self._files.may_leave():
            return
        file, copy = next(iter(self._copies.items()))
        path = copy.path if copy.fits_its_file else None
        self._document.open(copy.project, path, saved=False)
        self._autosave.save_now()
        file.unlink(missing_ok=True)
        self._next()

    def _discard(self) -> None:
        next(iter(self._copies)).unlink(missing_ok=True)
        self._next()

    def _next(self) -> None:
        del self._copies[next(iter(self._copies))]
        self._ask()
