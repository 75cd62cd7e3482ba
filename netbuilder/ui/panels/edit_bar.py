"""The bar over code that was edited: what is the matter, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from netbuilder.i18n import tr

if TYPE_CHECKING:
    from netbuilder.importing import Note

_PATIENCE_MS = 300
"""How long reading may take before that is said."""
_PROGRESS_WIDTH = 96


class EditBar(QFrame):
    """Says that code has edits, or why they cannot be applied; hidden while there are none.

    Attributes:
        line_wanted: Fires with the line that a problem is in, when it is to be shown.
        apply_button: Takes the edits over into the network.
        revert_button: Gives the edits up.
        line_button: Leads to the first line with a problem.
        message: What is the matter.
    """

    line_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = 0
        self.setProperty("notice", True)
        self.message = QLabel()
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setWordWrap(True)
        self.message.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.line_button = QPushButton()
        self.line_button.setObjectName("link")
        self.line_button.setToolTip(tr("Go to the line that cannot be taken over"))
        self.line_button.clicked.connect(lambda: self.line_wanted.emit(self._line))
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setFixedSize(_PROGRESS_WIDTH, 6)
        self.progress.setTextVisible(False)
        self.progress.hide()
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._show_progress)
        self.apply_button = QPushButton(tr("Apply"))
        self.apply_button.setToolTip(
            tr("Change the network to what this code says, in one step (Ctrl+Enter)")
        )
        self.revert_button = QPushButton(tr("Revert"))
        self.revert_button.setToolTip(tr("Give these edits up and show the network's own code"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 4)
        layout.setSpacing(8)
        layout.addWidget(self.line_button)
        layout.addWidget(self.message, 1)
        layout.addWidget(self.progress)
        layout.addWidget(self.apply_button)
        layout.addWidget(self.revert_button)
        self.hide()

    def wait(self, *, over: bool = False) -> None:
        """Let nothing be pressed while the code is read, and show that if it takes long."""
        self.apply_button.setEnabled(over)
        self.revert_button.setEnabled(over)
        self.progress.hide()
        if over:
            self._patience.stop()
        else:
            self._patience.start()

    def _show_progress(self) -> None:
        self.say(tr("The code is being read …"))
        self.progress.show()

    def say(self, text: str, severity: str = "") -> None:
        """Show a sentence."""
        self._show(text, severity)
        self.line_button.hide()

    def complain(self, notes: Sequence[Note]) -> None:
        """Say what cannot be taken over: the first of it, with the others in a tooltip."""
        first, *others = notes
        text = tr("Not applied: {message}", message=first.message)
        if others:
            text = tr("{text} ({count} more lines.)", text=text, count=len(others))
        self._show(text, "error")
        self.message.setToolTip("\n".join(map(in_words, notes)) if others else "")
        self._line = first.line or 0
        self.line_button.setText(tr("Line {line}", line=self._line))
        self.line_button.setVisible(first.line is not None)

    def _show(self, text: str, severity: str) -> None:
        self.message.setText(text)
        self.message.setToolTip("")
        self.message.setProperty("severity", severity)
        self.message.style().unpolish(self.message)
        self.message.style().polish(self.message)
        self.show()


def in_words(note: Note) -> str:
    """Return a note with its line."""
    if note.line is None:
        return note.message
    return tr("Line {line}: {message}", line=note.line, message=note.message)
