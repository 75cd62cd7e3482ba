"""What the inspector shows while no layer is selected: the project itself."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from netbuilder.i18n import tr
from netbuilder.ui.document import Document
from netbuilder.ui.text import grouped


class ProjectPage(QWidget):
    """The project's title and notes, and its size."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._edits = 0
        self.title = QLineEdit()
        self.title.setPlaceholderText(tr("Untitled project"))
        self.title.setAccessibleName(tr("Title"))
        self.notes = QPlainTextEdit()
        self.notes.setPlaceholderText(tr("What is this project about? What did you find out?"))
        self.notes.setAccessibleName(tr("Notes"))
        self.notes.setMinimumHeight(96)
        self.notes.setMaximumHeight(240)
        self._size = QLabel()
        self._size.setProperty("muted", True)
        self._size.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        for caption, widget in ((tr("Title"), self.title), (tr("Notes"), self.notes)):
            label = QLabel(caption)
            label.setBuddy(widget)
            layout.addWidget(label)
            layout.addWidget(widget)
        layout.addWidget(self._size)
        layout.addStretch(1)
        self.title.textEdited.connect(self._on_title)
        self.title.editingFinished.connect(self._end_row)
        self.notes.textChanged.connect(self._on_notes)
        self.refresh()

    def refresh(self) -> None:
        """Show the project as it is now."""
        project, report = self._document.project, self._document.report
        if self.title.text() != project.title:
            self.title.setText(project.title)
        if self.notes.toPlainText() != project.notes:
            self.notes.blockSignals(True)
            self.notes.setPlainText(project.notes)
            self.notes.blockSignals(False)
        self._size.setText(
            tr(
                "{layers} layers, {params} parameters",
                layers=len(project.graph.nodes),
                params=grouped(report.total_params),
            )
        )

    def _on_title(self, title: str) -> None:
        self._document.apply_to_project(
            lambda project: replace(project, title=title),
            tr("Change title"),
            merge=f"title.{self._edits}",
        )

    def _on_notes(self) -> None:
        notes = self.notes.toPlainText()
        self._document.apply_to_project(
            lambda project: replace(project, notes=notes),
            tr("Change notes"),
            merge=f"notes.{self._edits}",
        )

    def _end_row(self) -> None:
        self._edits += 1
