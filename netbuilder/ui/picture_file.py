"""Pictures of networks for the command line: drawn as in the window, without one."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from netbuilder.catalog.library import load_catalog
from netbuilder.project import Project
from netbuilder.runs.answers import known_answers
from netbuilder.runs.folders import user_folder
from netbuilder.ui.canvas.drawing import drawing_of
from netbuilder.ui.document import Document
from netbuilder.ui.picture import PictureForm, write_picture
from netbuilder.ui.theme import Scheme, apply_theme

_SCALE = 2
"""Pixels of a PNG for one of the canvas: sharp on paper."""


def draw_to_file(project: Project, path: Path, form: str) -> None:
    """Draw a project's network into a file.

    Args:
        project: What to draw; its network has at least one layer.
        path: The file.
        form: ``svg``, ``png`` or ``pdf``.

    Raises:
        OSError: the file cannot be written.
    """
    if sys.platform == "linux":  # where there may be no display, and none is needed
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if isinstance(app, QApplication):
        apply_theme(app, Scheme.LIGHT)
    document = Document(load_catalog())
    document.set_answers(known_answers(user_folder()))
    document.open(project)
    title = project.title or path.stem
    write_picture(drawing_of(document), path, PictureForm(form), title, _SCALE)
