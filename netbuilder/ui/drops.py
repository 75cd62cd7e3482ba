"""Files that are dropped on the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QDropEvent

from netbuilder.importing.files import SUFFIXES
from netbuilder.project.file import SUFFIX

_DATA_SUFFIXES = {".csv", ".tsv", ".npz"}


def dropped_file(event: QDropEvent) -> Path | None:
    """Return the one file that is dropped, if it is of a kind that can be opened."""
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix.lower() in {SUFFIX, *SUFFIXES, *_DATA_SUFFIXES} else None
