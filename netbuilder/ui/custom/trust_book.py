"""Which custom code may run: what was written here, and what the user has trusted."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from PySide6.QtCore import QObject, Signal

from netbuilder.catalog.custom import CustomCode, needed
from netbuilder.i18n import tr
from netbuilder.project import Project
from netbuilder.project.trust import inert_code, runnable_digests, trust
from netbuilder.runs.folders import user_folder
from netbuilder.ui.document import Document


class TrustBook(QObject):
    """Knows the texts that may run.

    What is written in this window may run at once; it is remembered with the project's
    file. Text that came with a file stays inert, edited or not, until it is trusted.

    Attributes:
        changed: Fires when more may run.
    """

    changed = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        document.trust(runnable_digests(user_folder()))
        document.state_changed.connect(self._keep)

    def trusts(self, code: CustomCode) -> bool:
        """Tell whether a piece may run, together with all that it needs."""
        codes = {one.name: one for one in self._document.project.custom}
        return all(part.digest in self._document.trusted for part in needed((code.name,), codes))

    def untrusted(self) -> tuple[CustomCode, ...]:
        """Return all pieces of the project that may not run."""
        custom = self._document.project.custom
        return tuple(code for code in custom if code.digest not in self._document.trusted)

    def trust(self, codes: Iterable[CustomCode]) -> None:
        """Let pieces run from now on, on this computer."""
        chosen = tuple(codes)
        self._document.trust(code.digest for code in chosen)
        with suppress(OSError):  # then it holds until the window is closed
            trust(user_folder(), chosen)
        self.changed.emit()

    def wrote(self, code: CustomCode, before: CustomCode | None = None) -> None:
        """Take note that the user has written a piece; an inert one stays inert.

        Args:
            code: The piece as it is now.
            before: What it was made of, if it is not new.
        """
        if before is None or before.digest in self._document.trusted:
            self._document.trust((code.digest,))

    def _keep(self) -> None:
        """Remember what was written, once it is saved."""
        if self._document.path is None or self._document.modified:
            return
        custom = self._document.project.custom
        written = [code for code in custom if code.digest in self._document.trusted]
        with suppress(OSError):
            trust(user_folder(), written)


def carry_trust(document: Document, after: Project) -> None:
    """Let edited pieces run if they might before the edit; new ones stay inert.

    Args:
        document: The open project, before the edit.
        after: The project with the edit.
    """
    before = {code.name: code for code in document.project.custom}
    edited = ((code, before.get(code.name)) for code in after.custom)
    document.trust(
        code.digest
        for code, former in edited
        if former is not None and former.digest in document.trusted
    )


def inert_words(document: Document, project: Project | None = None) -> str:
    """Return why a project cannot run yet, in one sentence; empty if its code is trusted.

    Args:
        document: Knows what is trusted.
        project: Which project; None for the open one.
    """
    inert = inert_code(project or document.project, document.trusted)
    if not inert:
        return ""
    return tr(
        "Code of the project is not trusted yet: {names}. Look at it in the Own code panel.",
        names=", ".join(code.name for code in inert),
    )
