"""Keeps the document's profile true: from what ships, or measured by the worker."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from netbuilder.codegen.data import data_folder, data_script
from netbuilder.dataset import NO_DATA, DataChoice, Profile
from netbuilder.dataset.errors import DataError
from netbuilder.dataset.online import ONLINE
from netbuilder.dataset.options import is_streamed, kind_of, pictured_columns
from netbuilder.dataset.shipped import shipped_pictures, shipped_profile
from netbuilder.training.commands import MeasureData
from netbuilder.training.protocol import AnyEvent
from netbuilder.training.replies import Measured
from netbuilder.ui.document import Document
from netbuilder.ui.worker_process import WorkerProcess

_SAMPLES = 60
_PICTURED = ("images", "arrays", "image folder")


def _has_pictures(choice: DataChoice) -> bool:
    return kind_of(choice) in _PICTURED or bool(pictured_columns(choice))


class DataControl(QObject):
    """Follows the project's choice of data.

    Attributes:
        changed: Fires when the profile, the pictures or the complaint changed.
        profile: What is known of the data as they are chosen now.
        pictures: A sheet of samples, or None.
        complaint: Why there is no profile, in one sentence; empty if nothing is wrong.
        details: The traceback to the complaint, if there is one.
        measuring: Whether the worker is at it.
    """

    changed = Signal()

    def __init__(
        self, document: Document, worker: WorkerProcess, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._worker = worker
        self._choice: DataChoice = NO_DATA
        self._request = 0
        self._folder = tempfile.TemporaryDirectory(prefix="netbuilder-")
        self.profile: Profile | None = None
        self.pictures: Path | None = None
        self.complaint = ""
        self.details = ""
        self.measuring = False
        document.changed.connect(self._follow)
        worker.reported.connect(self._take)
        worker.state_changed.connect(self._on_worker_state)
        self._follow()

    def measure_again(self) -> None:
        """Look at the file once more, after it was changed or mended."""
        self._look_at(self._choice)

    def close(self) -> None:
        """Remove the pictures drawn so far."""
        self._folder.cleanup()

    def _follow(self) -> None:
        choice = self._document.project.data
        known = self._document.profile is self.profile
        if choice != self._choice:
            self._look_at(choice)
        elif not known:
            self._document.set_profile(self.profile)

    def _look_at(self, choice: DataChoice) -> None:
        self._choice = choice
        self._request += 1
        self._show(None, None)
        if choice == NO_DATA:
            return
        try:
            profile = shipped_profile(choice)
            if profile is not None:
                self._show(profile, shipped_pictures(choice))
            else:
                self._ask_worker(choice)
        except DataError as error:
            self._show(None, None, str(error))

    def _ask_worker(self, choice: DataChoice) -> None:
        pictures = Path(self._folder.name) / f"{self._request}.png"
        self.measuring = True
        self._worker.send(
            MeasureData(
                request=self._request,
                code=data_script(choice),
                folder=str(data_folder(choice)),
                samples=_SAMPLES if _has_pictures(choice) else 0,
                pictures=str(pictures),
                by_keras=is_streamed(choice) or choice.source in ONLINE,
            )
        )
        self.changed.emit()

    def _take(self, event: AnyEvent) -> None:
        if isinstance(event, Measured) and event.request == self._request:
            pictures = Path(self._folder.name) / f"{self._request}.png"
            shown = pictures if pictures.is_file() else None
            self._show(event.profile, shown, event.message, event.details)

    def _on_worker_state(self, state: str) -> None:
        """Ask again if the worker went away with our question."""
        if state == "gone" and self.measuring:
            self._look_at(self._choice)

    def _show(
        self, profile: Profile | None, pictures: Path | None, complaint: str = "", details: str = ""
    ) -> None:
        self.profile, self.pictures = profile, pictures
        self.complaint, self.details = complaint, details
        self.measuring = False
        if self._document.profile is not profile:
            self._document.set_profile(profile)
        self.changed.emit()
