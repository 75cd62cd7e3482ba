"""Files that are dropped on the window: what each kind is good for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QDropEvent

from netbuilder.project.file import SUFFIX

if TYPE_CHECKING:
    from netbuilder.ui.window import MainWindow

_DATA_SUFFIXES = {".csv", ".tsv", ".npz", ".npy"}


def dropped_file(event: QDropEvent) -> Path | None:
    """Return the one file or folder that is dropped, if it is of a kind that can be answered."""
    from netbuilder.importing.files import SUFFIXES

    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    known = path.suffix.lower() in {SUFFIX, *SUFFIXES, *_DATA_SUFFIXES}
    return path if known or path.is_dir() else None


def take_dropped(window: MainWindow, path: Path) -> None:
    """Open a project or a model; take a table, arrays or a folder as data."""
    from netbuilder.importing.files import SUFFIXES

    suffix = path.suffix.lower()
    if suffix == SUFFIX:
        window.files.open(path)
    elif suffix in SUFFIXES:
        window.model_import.start(path)
    else:
        window.data_panel.choose_file(path)
        window.docks.bring("data")
