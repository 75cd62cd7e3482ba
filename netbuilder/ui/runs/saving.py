"""Asks where to, and saves what the runs panel shows."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from netbuilder.i18n import tr
from netbuilder.runs.checkpoints import Checkpoint


def save_model(state: Checkpoint, parent: QWidget) -> None:
    """Save the model file of a run's state."""
    path = _asked(parent, tr("Save model"), "model.keras", "")
    if path is not None:
        _write(lambda: shutil.copyfile(state.path, path), parent)


def save_csv(title: str, suggestion: str, text: str, parent: QWidget) -> None:
    """Save a table.

    Args:
        title: Of the dialog.
        suggestion: The name that is suggested.
        text: The table as CSV.
        parent: The parent of the dialog.
    """
    path = _asked(parent, title, suggestion, tr("Tables (*.csv)"))
    if path is not None:
        path = path if path.suffix else path.with_suffix(".csv")
        _write(lambda: path.write_text(text, encoding="utf-8", newline=""), parent)


def _asked(parent: QWidget, title: str, suggestion: str, kinds: str) -> Path | None:
    name, _ = QFileDialog.getSaveFileName(parent, title, str(Path.home() / suggestion), kinds)
    return Path(name) if name else None


def _write(write: Callable[[], object], parent: QWidget) -> None:
    try:
        write()
    except OSError as error:
        message = tr("The file cannot be written: {reason}.", reason=error.strerror or error)
        QMessageBox.warning(parent, tr("NetBuilder"), message)
