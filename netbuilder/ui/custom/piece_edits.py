"""What is done to a piece of own code as a whole, each in one step that can be undone."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget

from netbuilder.catalog.custom import CustomKind
from netbuilder.i18n import tr
from netbuilder.project.custom import (
    add_code,
    duplicate_code,
    find_code,
    remove_code,
    rename_code,
    uses_of,
    why_not_called,
)
from netbuilder.ui.custom.templates import from_template, kind_title
from netbuilder.ui.custom.trust_book import TrustBook
from netbuilder.ui.document import Document


class PieceEdits:
    """Adds, renames, copies and deletes pieces, and keeps what is trusted true.

    Args:
        document: Whose project has the pieces.
        trust: Which code may run.
        parent: What questions are asked in front of.
    """

    def __init__(self, document: Document, trust: TrustBook, parent: QWidget) -> None:
        self._document = document
        self._trust = trust
        self._parent = parent

    def add(self, kind: CustomKind) -> str:
        """Begin a piece with a template, and return its name."""
        code = from_template(self._document.project, kind)
        self._trust.wrote(code)
        title = tr("New {kind}", kind=kind_title(kind))
        self._document.apply_to_project(lambda project: add_code(project, code), title)
        return code.name

    def may_be_called(self, name: str, new: str) -> bool:
        """Tell whether a piece may be called ``new``; if not, say why."""
        code = find_code(self._document.project, name)
        if code is None:
            return False
        fault = why_not_called(self._document.project, code.kind, new, but=name)
        if fault:
            QMessageBox.warning(self._parent, tr("NetBuilder"), fault)
        return not fault

    def rename(self, name: str, new: str) -> None:
        """Call a piece ``new`` wherever it is used."""
        before = self._document.project.custom
        after = rename_code(self._document.project, name, new).custom
        for one, other in zip(after, before, strict=True):
            self._trust.wrote(one, other)
        title = tr("Rename {name} to {new}", name=name, new=new)
        self._document.apply_to_project(lambda project: rename_code(project, name, new), title)

    def duplicate(self, name: str) -> str:
        """Add a copy of a piece, and return its name."""
        project = self._document.project
        known = {code.name for code in project.custom}
        after = duplicate_code(project, name)
        (copy,) = (code for code in after.custom if code.name not in known)
        self._trust.wrote(copy, find_code(project, name))
        title = tr("Duplicate {name}", name=name)
        self._document.apply_to_project(lambda project: duplicate_code(project, name), title)
        return copy.name

    def delete(self, name: str) -> None:
        """Delete a piece; ask if something uses it."""
        uses = uses_of(self._document.project, name)
        if uses and not self._wants_deleted(name, uses):
            return
        title = tr("Delete {name}", name=name)
        self._document.apply_to_project(lambda project: remove_code(project, name), title)

    def _wants_deleted(self, name: str, uses: tuple[str, ...]) -> bool:
        buttons = QMessageBox.StandardButton
        question = tr(
            "{name} is used by: {uses}. They stay, but cannot be built without it. Delete it?",
            name=name,
            uses=", ".join(uses),
        )
        answer = QMessageBox.question(
            self._parent, tr("Delete {name}?", name=name), question, buttons.Yes | buttons.Cancel
        )
        return answer == buttons.Yes
