"""What the File menu does."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from netbuilder.i18n import tr
from netbuilder.ui.actions import Command
from netbuilder.ui.picture_dialog import PictureDialog

if TYPE_CHECKING:
    from netbuilder.ui.window import MainWindow


def file_commands(window: MainWindow) -> tuple[Command, ...]:
    """Return the commands on files."""
    files, menu = window.files, tr("&File")
    return (
        Command("new", tr("&New"), menu, files.new, ("Ctrl+N",), "new"),
        Command("open", tr("&Open …"), menu, files.choose_and_open, ("Ctrl+O",), "open"),
        Command(
            "import",
            tr("&Import …"),
            menu,
            window.model_import.choose,
            ("Ctrl+Shift+I",),
            "import",
            tip=tr(
                "Open a model of Keras (.keras, .h5, .json), a Python script or a notebook "
                "as a new project"
            ),
        ),
        Command("save", tr("&Save"), menu, files.save, ("Ctrl+S",), "save", separated=True),
        Command("save_as", tr("Save &as …"), menu, files.save_as, ("Ctrl+Shift+S",)),
        Command(
            "export",
            tr("Save &code …"),
            menu,
            window.export_code,
            ("Ctrl+E",),
            "code",
            tip=tr("Save a script, the model alone, or a Jupyter notebook"),
            separated=True,
        ),
        Command(
            "export_model",
            tr("Export &model …"),
            menu,
            window.model_export.choose,
            tip=tr(
                "Save the trained network: as .keras, its weights, as a SavedModel, "
                "for TensorFlow Lite or as ONNX"
            ),
        ),
        Command(
            "export_picture",
            tr("Export &picture …"),
            menu,
            partial(_export_picture, window),
            ("Ctrl+Shift+E",),
            "picture",
            tip=tr("Save a picture of the network for a report: SVG, PDF or PNG"),
        ),
        Command(
            "export_summary",
            tr("Export summar&y …"),
            menu,
            partial(_export_summary, window),
            icon="summary",
            tip=tr("Save the table of all layers as a spreadsheet, Markdown or text"),
        ),
        Command("quit", tr("&Quit"), menu, window.close, ("Ctrl+Q",), separated=True),
    )


def _export_picture(window: MainWindow) -> None:
    """Ask which picture of the open network is wanted, and save it."""
    dialog = PictureDialog(window.document, window)
    dialog.exec()
    dialog.deleteLater()


def _export_summary(window: MainWindow) -> None:
    window.summary.save()
